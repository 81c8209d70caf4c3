import { ConnectionArgs, connectionOf } from '@trellis/subgraph-kit/connection';
import { Day } from '@trellis/subgraph-kit/scalars';
import {
  ArgsType,
  Directive,
  Field,
  ID,
  InputType,
  Int,
  ObjectType,
  registerEnumType,
} from 'type-graphql';

@Directive('@key(fields: "id")')
@ObjectType({
  simpleResolvers: true,
  description:
    'People who do something together for one or two years at a time, such as a shadow leadership team, with seats that rotate.',
})
export class Cohort {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => String, { description: 'What it is called.' })
  name!: string;

  @Field(() => String, { description: 'What it is for.' })
  purpose!: string;

  @Field(() => Day, { description: 'First day.' })
  startsOn!: string;

  @Field(() => Day, {
    nullable: true,
    description: 'First day on which there is none any more; null while it goes on.',
  })
  endsOn!: string | null;

  @Field(() => Int, { description: 'How long a term is, 1 or 2 years.' })
  termYears!: number;

  @Field(() => Int, {
    description:
      'How many terms somebody sits at most one after the other. Half a term more is allowed, so that who fills in for a while can still be chosen.',
  })
  mostTerms!: number;

  @Field(() => Int, {
    description: 'Months without a seat after which somebody counts as new again.',
  })
  coolingOffMonths!: number;

  @Field(() => Int, {
    description: 'The share of meetings, in percent, to which members are asked to come.',
  })
  leastAttendance!: number;

  @Field(() => Boolean, { description: 'Whether a member who moves to another school stays.' })
  keepsSeatOnMove!: boolean;

  @Field(() => Int, { description: 'Goes up by one with each change.' })
  version!: number;
}

@Directive('@key(fields: "id")')
@ObjectType({
  simpleResolvers: true,
  description: 'A seat of a cohort. Nobody shares one; some are kept for those whom it names.',
})
export class CohortSeat {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => Int, { description: 'Its number in the cohort, from 1.' })
  number!: number;

  @Field(() => [String], {
    description: 'Codes of staff groups for which it is kept, any of them; none for all.',
  })
  staffGroups!: string[];

  @Field(() => [String], {
    description: 'GIAS codes of phases for which it is kept, any of them; none for all.',
  })
  phases!: string[];

  @Field(() => String, {
    nullable: true,
    description: 'Why it is kept, for everybody to read; null when it is for anybody.',
  })
  keptReason!: string | null;

  @Field(() => Day, { description: 'First day of the period that today is in, or of the first.' })
  periodStartsOn!: string;

  @Field(() => Day, { description: 'First day of the next period: the seat rotates.' })
  rotatesOn!: string;
}

/** How somebody came to a seat. */
export enum SeatWay {
  PANEL = 'PANEL',
  RESERVE = 'RESERVE',
  RECORDED = 'RECORDED',
}

registerEnumType(SeatWay, {
  name: 'SeatWay',
  description: 'How somebody came to a seat.',
  valuesConfig: {
    PANEL: { description: 'A panel chose them.' },
    RESERVE: { description: 'It fell free in mid-term, and they were next on the reserve list.' },
    RECORDED: { description: 'They had it before the cohort was planned here.' },
  },
});

/** Where a term stands on a day. */
export enum SeatTermState {
  TO_COME = 'TO_COME',
  SITTING = 'SITTING',
  RESTING = 'RESTING',
  OVER = 'OVER',
  CANCELLED = 'CANCELLED',
}

registerEnumType(SeatTermState, {
  name: 'SeatTermState',
  description: 'Where a term stands today.',
  valuesConfig: {
    TO_COME: { description: 'It has not begun.' },
    SITTING: { description: 'It runs.' },
    RESTING: {
      description:
        'It rests, and who has it comes back. Told to themselves and those who run the cohort; others read `SITTING`.',
    },
    OVER: { description: 'It has run, to its end or shorter.' },
    CANCELLED: { description: 'It was given up before it began.' },
  },
});

/** Why a term ended before its time. */
export enum SeatEndReason {
  GAVE_UP = 'GAVE_UP',
  LEFT_TRUST = 'LEFT_TRUST',
  MOVED_SCHOOL = 'MOVED_SCHOOL',
}

registerEnumType(SeatEndReason, {
  name: 'SeatEndReason',
  description: 'Why a term ended before its time.',
  valuesConfig: {
    GAVE_UP: { description: 'They gave the seat up.' },
    LEFT_TRUST: { description: 'They left the trust, be it with their school.' },
    MOVED_SCHOOL: { description: 'They moved to another school, and the cohort’s policy is so.' },
  },
});

@Directive('@key(fields: "id")')
@ObjectType({
  simpleResolvers: true,
  description: 'That somebody has a seat, from when to when.',
})
export class SeatTerm {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => Day, { description: 'First day.' })
  startsOn!: string;

  @Field(() => Day, {
    description: 'First day on which they sit no more; later by the days that it rested.',
  })
  endsOn!: string;

  @Field(() => SeatWay, { description: 'How they came to it.' })
  cameBy!: SeatWay;

  @Field(() => Boolean, { description: 'Whether somebody comes back whose term rests meanwhile.' })
  standsIn!: boolean;

  @Field(() => SeatTermState, { description: 'Where it stands today.' })
  state!: SeatTermState;

  @Field(() => SeatEndReason, {
    nullable: true,
    description:
      'Why it ended before its time; null when it did not, and for all but themselves and those who run the cohort.',
  })
  endReason!: SeatEndReason | null;

  @Field(() => Int, { description: 'Goes up by one with each change.' })
  version!: number;
}

@ObjectType({
  simpleResolvers: true,
  description: 'Days on which a term rests. For its person and those who run the cohort.',
})
export class SeatPause {
  @Field(() => Day, { description: 'First day.' })
  fromOn!: string;

  @Field(() => Day, { description: 'First day on which they sit again.' })
  untilOn!: string;

  @Field(() => Int, {
    description:
      'By how many days the term ends later; fewer than it rests where the seat is promised by then. No day of rest counts against the limit.',
  })
  givenBack!: number;
}

@ObjectType({ simpleResolvers: true, description: 'How many seats rotate on a day.' })
export class SeatRotation {
  @Field(() => Day, { description: 'First day of the next period of those seats.' })
  on!: string;

  @Field(() => Int, { description: 'How many.' })
  seats!: number;
}

@ObjectType({
  simpleResolvers: true,
  description: 'A seat that falls free on a day, or is free, and what is done about it.',
})
export class SeatEnding {
  @Field(() => Day, { description: 'From which day nobody sits there.' })
  freeFrom!: string;

  @Field(() => Day, { description: 'When the period ends for which it is then free.' })
  until!: string;
}

export const CohortConnection = connectionOf(Cohort);
export const SeatTermConnection = connectionOf(SeatTerm);

@InputType({ description: 'Which cohorts. What is not given leaves nothing out.' })
export class CohortFilter {
  @Field(() => ID, { nullable: true, description: 'Those of this school.' })
  hostSchoolId?: string | null;

  @Field(() => Day, { nullable: true, description: 'Those that there are on this day.' })
  runningOn?: string | null;
}

@ArgsType()
export class CohortListArgs extends ConnectionArgs {
  @Field(() => CohortFilter, { nullable: true, description: 'Which.' })
  filter?: CohortFilter | null;
}

@ArgsType()
export class SeatTermListArgs extends ConnectionArgs {
  @Field(() => Day, {
    nullable: true,
    description: 'Those that are for this day; all when not given.',
  })
  asOf?: string | null;
}
