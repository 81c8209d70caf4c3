import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import { Day } from '@trellis/subgraph-kit/scalars';
import { ArrayMaxSize, ArrayMinSize, Length, Matches, Max, Min } from 'class-validator';
import {
  createUnionType,
  Field,
  Float,
  ID,
  InputType,
  Int,
  ObjectType,
  registerEnumType,
} from 'type-graphql';
import {
  ClosesBeforeOpening,
  OpportunityNotEditable,
} from '../opportunity/opportunity-change.types.ts';
import { Opportunity } from '../opportunity/opportunity.types.ts';
import { ProjectEnding, ProjectState, ProjectTeam } from './project.types.ts';

const seatLimit = { message: 'seats is 1 to 100' };

@InputType({
  description: 'What a project needs, beside what its opportunity says, while that is a draft.',
})
export class PlanProjectInput extends IdempotentInput {
  @Field(() => ID, { description: 'A draft of the kind PROJECT.' })
  opportunityId!: string;

  @Field(() => Int, {
    nullable: true,
    description: 'Of the plan, as last read; not given for the first one.',
  })
  version?: number | null;

  @ArrayMinSize(1, { message: 'skills names 1 to 20 skills' })
  @ArrayMaxSize(20, { message: 'skills names 1 to 20 skills' })
  @Length(1, 60, { each: true, message: 'a skill has 1 to 60 characters' })
  @Matches(/\S/, { each: true, message: 'a skill is not blank' })
  @Field(() => [String], {
    description: 'What members should be able to do, 1 to 20 skills of 1 to 60 characters.',
  })
  skills!: string[];

  @Field(() => Day, { description: 'First day.' })
  startsOn!: string;

  @Field(() => Day, { description: 'First day on which it no longer works; within three years.' })
  endsOn!: string;

  @Min(1, seatLimit)
  @Max(100, seatLimit)
  @Field(() => Int, { description: 'How many it has room for at a time, 1 to 100.' })
  seats!: number;
}

@InputType({ description: 'Which project team, as it was last read.' })
export class ChangeProjectInput extends IdempotentInput {
  @Field(() => ID, { description: 'Which.' })
  id!: string;

  @Field(() => Int, { description: 'As last read; `CONFLICT` with the current one when stale.' })
  version!: number;
}

@InputType({ description: 'When those may apply who want a seat that is free.' })
export class AnnounceProjectSeatsInput extends ChangeProjectInput {
  @Field(() => Day, { description: 'First day on which it takes applications.' })
  opensOn!: string;

  @Field(() => Day, { description: 'Last day on which it takes applications.' })
  closesOn!: string;
}

@InputType({ description: 'How much longer a project works.' })
export class ExtendProjectInput extends ChangeProjectInput {
  @Field(() => Day, { description: 'First day on which it no longer works.' })
  endsOn!: string;

  @Length(1, 2_000, { message: 'reason has 1 to 2000 characters' })
  @Matches(/\S/, { message: 'reason is not blank' })
  @Field(() => String, { description: 'Why, 1 to 2,000 characters; each member reads it.' })
  reason!: string;
}

@InputType({ description: 'How a project ends, and what came of it.' })
export class EndProjectInput extends ChangeProjectInput {
  @Field(() => ProjectEnding, { description: 'How.' })
  ending!: ProjectEnding;

  @Field(() => Day, {
    nullable: true,
    description:
      'First day on which it no longer works, today or later; today when not given, or its last day where that is over.',
  })
  endsOn?: string | null;

  @Length(1, 10_000, { message: 'outcome has 1 to 10000 characters' })
  @Matches(/\S/, { message: 'outcome is not blank' })
  @Field(() => String, { description: 'What came of it, 1 to 10,000 characters.' })
  outcome!: string;
}

@InputType({ description: 'Who is to lead a project team.' })
export class NameProjectLeadInput extends ChangeProjectInput {
  @Field(() => ID, { description: 'One of its members.' })
  personId!: string;
}

@InputType({ description: 'How much may be done beside posts; it holds from then on.' })
export class SetProjectPolicyInput extends IdempotentInput {
  @Min(0, { message: 'hoursAWeek is 0 to 40' })
  @Max(40, { message: 'hoursAWeek is 0 to 40' })
  @Field(() => Float, {
    description:
      'Hours a week that projects and responsibilities may take of a full-time post, 0 to 40.',
  })
  hoursAWeek!: number;
}

@ObjectType({ implements: Refusal, description: 'The opportunity is of another kind.' })
export class NoProject extends Refusal {
  constructor() {
    super('Only an opportunity of the kind PROJECT is planned as one.');
  }
}

@ObjectType({ implements: Refusal, description: 'The days of a project do not fit each other.' })
export class ProjectDaysUnclear extends Refusal {
  constructor() {
    super('A project ends after it begins and within three years, and later only if extended.');
  }
}

@ObjectType({ implements: Refusal, description: 'The project does not stand where this can be.' })
export class ProjectOver extends Refusal {
  @Field(() => ProjectState, { description: 'Where it stands.' })
  readonly state: ProjectState;

  constructor(state: ProjectState) {
    super(`The project is ${state}, or was said to end.`);
    this.state = state;
  }
}

@ObjectType({ implements: Refusal, description: 'Each seat is taken.' })
export class NoSeatFree extends Refusal {
  @Field(() => Int, { description: 'How many seats there are.' })
  readonly seats: number;

  constructor(seats: number) {
    super('Each of its seats is taken.');
    this.seats = seats;
  }
}

@ObjectType({ implements: Refusal, description: 'People are still being chosen for its seats.' })
export class StillChoosing extends Refusal {
  @Field(() => ID, { description: 'For which opportunity.' })
  readonly opportunityId: string;

  constructor(opportunityId: string) {
    super('What announces its seats has not ended yet; whoever waits there comes first.');
    this.opportunityId = opportunityId;
  }
}

@ObjectType({ implements: Refusal, description: 'Somebody is not in the team.' })
export class NotInTheTeam extends Refusal {
  @Field(() => [ID], { description: 'Who.' })
  readonly personIds: readonly string[];

  constructor(personIds: readonly string[]) {
    super('They are not in the team, or were not then.');
    this.personIds = personIds;
  }
}

/** Why somebody cannot have a seat; `project_bar` of the database says which. */
export enum SeatBar {
  ENDED = 'ENDED',
  OUTSIDE = 'OUTSIDE',
  MEMBER = 'MEMBER',
  FULL = 'FULL',
}

registerEnumType(SeatBar, {
  name: 'SeatBar',
  description: 'Why somebody cannot have a seat in a project team.',
  valuesConfig: {
    ENDED: { description: 'The project has ended by then.' },
    OUTSIDE: { description: 'The days are not within those of the project.' },
    MEMBER: { description: 'They have a seat on some of the days.' },
    FULL: { description: 'Each seat is taken on some of the days.' },
  },
});

@ObjectType({ implements: Refusal, description: 'There is no seat in the team for those days.' })
export class SeatNotToBeHad extends Refusal {
  @Field(() => SeatBar, { description: 'Why.' })
  readonly because: SeatBar;

  constructor(because: SeatBar) {
    super('There is no seat in the project team for them on those days.');
    this.because = because;
  }
}

const teamOr = (value: object) =>
  value instanceof Refusal ? value.constructor.name : ProjectTeam.name;

export const PlanProjectResult = createUnionType({
  name: 'PlanProjectResult',
  description: 'The team that is planned, or why it is not.',
  types: () => [ProjectTeam, NoProject, OpportunityNotEditable, ProjectDaysUnclear] as const,
  resolveType: teamOr,
});

export const AnnounceProjectSeatsResult = createUnionType({
  name: 'AnnounceProjectSeatsResult',
  description: 'A draft with as many places as seats are free, or why there is none.',
  types: () => [Opportunity, ProjectOver, StillChoosing, NoSeatFree, ClosesBeforeOpening] as const,
  resolveType: (value: object) =>
    value instanceof Refusal ? value.constructor.name : Opportunity.name,
});

export const ExtendProjectResult = createUnionType({
  name: 'ExtendProjectResult',
  description: 'The team with its new end, or why that stays.',
  types: () => [ProjectTeam, ProjectOver, ProjectDaysUnclear] as const,
  resolveType: teamOr,
});

export const EndProjectResult = createUnionType({
  name: 'EndProjectResult',
  description: 'The team with its end, or why it goes on.',
  types: () => [ProjectTeam, ProjectOver, ProjectDaysUnclear] as const,
  resolveType: teamOr,
});

export const NameProjectLeadResult = createUnionType({
  name: 'NameProjectLeadResult',
  description: 'The team with its lead, or why they do not lead it.',
  types: () => [ProjectTeam, ProjectOver, NotInTheTeam] as const,
  resolveType: teamOr,
});
