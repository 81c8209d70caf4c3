import { Day } from '@trellis/subgraph-kit/scalars';
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { ClearanceCheck, ClearanceOutcome, ClearanceSource } from '../clearance/clearance.types.ts';

/** What no placement may run without. */
export enum PlacementPart {
  PURPOSE = 'PURPOSE',
  PERSON_CONSENT = 'PERSON_CONSENT',
  HOME_CONSENT = 'HOME_CONSENT',
  HOST_CONSENT = 'HOST_CONSENT',
  COVER = 'COVER',
  CLEARANCE = 'CLEARANCE',
  INDUCTION = 'INDUCTION',
  WORKING_DAYS = 'WORKING_DAYS',
  DAYS_FREE = 'DAYS_FREE',
  DAYS_NAMED = 'DAYS_NAMED',
  HOURS_FREE = 'HOURS_FREE',
}

registerEnumType(PlacementPart, {
  name: 'PlacementPart',
  description: 'What no placement runs without.',
  valuesConfig: {
    PURPOSE: { description: 'What it is for.' },
    PERSON_CONSENT: { description: 'The person agrees.' },
    HOME_CONSENT: { description: 'The head of each school that does without them agrees.' },
    HOST_CONSENT: { description: 'The head of the school to which they go agrees.' },
    COVER: { description: 'Who does their work meanwhile and what that costs, be it nothing.' },
    CLEARANCE: { description: 'Each check that the host school asks for holds on the first day.' },
    INDUCTION: { description: 'What they are shown when they come.' },
    WORKING_DAYS: {
      description:
        'It lies on days that they work. Of whoever is part-time or at several schools it must be known which those are.',
    },
    DAYS_FREE: { description: 'They are nowhere else on its days.' },
    DAYS_NAMED: {
      description: 'Whoever has a responsibility in another school is there on days of the week.',
    },
    HOURS_FREE: {
      description: 'What they do beside their post leaves so many hours a week of it.',
    },
  },
});

/** Who must agree to a placement. */
export enum PlacementParty {
  PERSON = 'PERSON',
  HOME_HEAD = 'HOME_HEAD',
  HOST_HEAD = 'HOST_HEAD',
}

registerEnumType(PlacementParty, {
  name: 'PlacementParty',
  description: 'Who must agree to a placement.',
  valuesConfig: {
    PERSON: { description: 'Whoever goes.' },
    HOME_HEAD: { description: 'The head of a school that does without them.' },
    HOST_HEAD: { description: 'The head of the school to which they go.' },
  },
});

/** What somebody who must agree has said so far. */
export enum ConsentState {
  WAITING = 'WAITING',
  OVERDUE = 'OVERDUE',
  AGREED = 'AGREED',
  DECLINED = 'DECLINED',
}

registerEnumType(ConsentState, {
  name: 'ConsentState',
  description:
    'What somebody who must agree has said so far. Silence is never taken for an answer.',
  valuesConfig: {
    WAITING: { description: 'Nothing yet, and there is time.' },
    OVERDUE: { description: 'Nothing, and the day by which they were to answer is over.' },
    AGREED: { description: 'Yes.' },
    DECLINED: { description: 'No.' },
  },
});

@ObjectType({ simpleResolvers: true, description: 'Whether one of those who must agree does.' })
export class PlacementConsent {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => PlacementParty, { description: 'As whom they are asked.' })
  party!: PlacementParty;

  @Field(() => ConsentState, { description: 'What they said so far.' })
  state!: ConsentState;

  @Field(() => Day, { nullable: true, description: 'The last day for an answer.' })
  dueOn!: string | null;

  @Field(() => String, { nullable: true, description: 'Why, in their words.' })
  reason!: string | null;

  @Field(() => Date, { nullable: true, description: 'When they said it.' })
  givenAt!: Date | null;
}

/** Whose money pays for cover. */
export enum CoverPayer {
  HOME = 'HOME',
  HOST = 'HOST',
  TRUST = 'TRUST',
}

registerEnumType(CoverPayer, {
  name: 'CoverPayer',
  description: 'Whose money pays for cover.',
  valuesConfig: {
    HOME: { description: 'The school that does without the person.' },
    HOST: { description: 'The school to which they go.' },
    TRUST: { description: 'The trust.' },
  },
});

@ObjectType({ simpleResolvers: true, description: 'Who does somebody’s work while they are away.' })
export class CoverPlan {
  @Field(() => Boolean, { description: 'Whether anybody has to.' })
  isNeeded!: boolean;

  @Field(() => String, { description: 'How, or why nobody has to.' })
  plan!: string;

  @Field(() => Int, { description: 'What it costs, in pence.' })
  costPence!: number;

  @Field(() => CoverPayer, { description: 'Whose money pays.' })
  paidBy!: CoverPayer;

  @Field(() => Date, { description: 'When it was planned.' })
  plannedAt!: Date;
}

@ObjectType({ simpleResolvers: true, description: 'What somebody is shown when they come.' })
export class InductionItem {
  @Field(() => Int, { description: 'Its place on the list, from 1.' })
  number!: number;

  @Field(() => String, { description: 'What.' })
  item!: string;

  @Field(() => Day, { nullable: true, description: 'When they were; null when not yet.' })
  doneOn!: string | null;
}

@ObjectType({
  simpleResolvers: true,
  description:
    'Whether a check that the host school asks for holds: when and by whom it was made and until when it is good, never what it says.',
})
export class PlacementCheck {
  @Field(() => ClearanceCheck, { description: 'Which.' })
  check!: ClearanceCheck;

  @Field(() => ClearanceOutcome, {
    nullable: true,
    description: 'What is known of it; null when nothing is.',
  })
  outcome!: ClearanceOutcome | null;

  @Field(() => ClearanceSource, { nullable: true, description: 'Who made it.' })
  source!: ClearanceSource | null;

  @Field(() => String, {
    nullable: true,
    description: 'Which other trust or agency made it, or was asked.',
  })
  confirmedBy!: string | null;

  @Field(() => Day, { nullable: true, description: 'When it was made.' })
  checkedOn!: string | null;

  @Field(() => Day, { nullable: true, description: 'The last day; null when it has no end.' })
  validTo!: string | null;

  @Field(() => Boolean, {
    description: 'Whether it is good on each day from the first of the placement to the last.',
  })
  holdsThroughout!: boolean;
}

@ObjectType({
  simpleResolvers: true,
  description: 'An end before its time. It ends so once the heads of both schools have agreed.',
})
export class PlacementEnding {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => Day, { description: 'First day on which the placement would no longer run.' })
  endsOn!: string;

  @Field(() => String, { description: 'Why, in the words of whoever proposed it.' })
  reason!: string;

  @Field(() => Date, { description: 'When it was proposed.' })
  proposedAt!: Date;

  @Field(() => [PlacementParty], { description: 'Who has agreed to it.' })
  agreedBy!: PlacementParty[];
}
