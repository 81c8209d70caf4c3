import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import { Day } from '@trellis/subgraph-kit/scalars';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsOptional,
  Length,
  Max,
  Min,
} from 'class-validator';
import { createUnionType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { CoverPayer, PlacementPart } from './placement-part.types.ts';
import { PlacementState } from './placement-state.types.ts';
import { Placement } from './placement.types.ts';

const textLimit = { message: 'a text has 1 to 2000 characters' };

@InputType({ description: 'Which placement is meant, as it was last read.' })
export class MovePlacementInput extends IdempotentInput {
  @Field(() => ID, { description: 'The placement.' })
  id!: string;

  @Field(() => Int, { description: 'As last read; `CONFLICT` with the current one when stale.' })
  version!: number;
}

@InputType({ description: 'What a placement is for and when. What is not given stays as it is.' })
export class PlanPlacementInput extends MovePlacementInput {
  @IsOptional()
  @Length(1, 2_000, textLimit)
  @Field(() => String, { nullable: true, description: 'What it is for, 1 to 2,000 characters.' })
  purpose?: string | null;

  @Field(() => Day, { nullable: true, description: 'First day.' })
  startsOn?: string | null;

  @Field(() => Day, { nullable: true, description: 'First day on which it no longer runs.' })
  endsOn?: string | null;

  @IsOptional()
  @ArrayMinSize(1, { message: 'weekdays names 1 to 7 days' })
  @ArrayMaxSize(7, { message: 'weekdays names 1 to 7 days' })
  @ArrayUnique({ message: 'weekdays names each day once' })
  @Min(1, { each: true, message: 'a weekday is 1, Monday, to 7, Sunday' })
  @Max(7, { each: true, message: 'a weekday is 1, Monday, to 7, Sunday' })
  @Field(() => [Int], {
    nullable: true,
    description: 'On which days of the week, 1 for Monday to 7 for Sunday.',
  })
  weekdays?: number[] | null;

  @Field(() => Day, {
    nullable: true,
    description: 'The last day for the answers of those who must agree.',
  })
  consentBy?: string | null;
}

@InputType({ description: 'Whether somebody agrees to a placement.' })
export class AnswerPlacementInput extends MovePlacementInput {
  @Field(() => ID, {
    nullable: true,
    description: 'For which school one answers as its head; not given by whoever goes.',
  })
  schoolId?: string | null;

  @Field(() => Boolean, { description: 'Yes or no.' })
  agrees!: boolean;

  @IsOptional()
  @Length(1, 2_000, textLimit)
  @Field(() => String, {
    nullable: true,
    description: 'Why, 1 to 2,000 characters; a no has a reason.',
  })
  reason?: string | null;
}

@InputType({ description: 'Who does the person’s work meanwhile.' })
export class PlanCoverInput extends MovePlacementInput {
  @Field(() => Boolean, { description: 'Whether anybody has to.' })
  isNeeded!: boolean;

  @Length(1, 2_000, textLimit)
  @Field(() => String, { description: 'How, or why nobody has to; 1 to 2,000 characters.' })
  plan!: string;

  @Min(0, { message: 'costPence is not less than 0' })
  @Field(() => Int, { description: 'What it costs, in pence; 0 when nobody has to.' })
  costPence!: number;

  @Field(() => CoverPayer, { description: 'Whose money pays.' })
  paidBy!: CoverPayer;
}

@InputType({ description: 'What somebody is shown beside what everybody is.' })
export class PlanInductionInput extends MovePlacementInput {
  @ArrayMinSize(1, { message: 'items names 1 to 20 things' })
  @ArrayMaxSize(20, { message: 'items names 1 to 20 things' })
  @Length(1, 300, { each: true, message: 'an item has 1 to 300 characters' })
  @Field(() => [String], { description: '1 to 20 more things, each of 1 to 300 characters.' })
  items!: string[];
}

@InputType({ description: 'What somebody has been shown.' })
export class CompleteInductionInput extends IdempotentInput {
  @Field(() => ID, { description: 'The placement.' })
  id!: string;

  @ArrayMinSize(1, { message: 'numbers names 1 to 50 items' })
  @ArrayMaxSize(50, { message: 'numbers names 1 to 50 items' })
  @Field(() => [Int], { description: 'Places on the list.' })
  numbers!: number[];
}

@InputType({ description: 'Which placement is given up, and why.' })
export class CancelPlacementInput extends MovePlacementInput {
  @Length(1, 2_000, textLimit)
  @Field(() => String, { description: 'Why, 1 to 2,000 characters.' })
  reason!: string;
}

@InputType({ description: 'When a placement is to end before its time, and why.' })
export class ProposePlacementEndingInput extends MovePlacementInput {
  @Field(() => Day, {
    description: 'First day on which it would no longer run; not before tomorrow of its first day.',
  })
  endsOn!: string;

  @Length(1, 2_000, textLimit)
  @Field(() => String, { description: 'Why, 1 to 2,000 characters.' })
  reason!: string;
}

@InputType({ description: 'To which early end one agrees, as head of a school.' })
export class AgreePlacementEndingInput extends IdempotentInput {
  @Field(() => ID, { description: 'The end that was proposed.' })
  endingId!: string;

  @Field(() => ID, { description: 'Of which school.' })
  schoolId!: string;
}

@ObjectType({ implements: Refusal, description: 'Where the placement stands this is not done.' })
export class PlacementNotChangeable extends Refusal {
  @Field(() => PlacementState, { description: 'Where it stands.' })
  readonly state: PlacementState;

  constructor(state: PlacementState) {
    super(`The placement is ${state}; this is done at another time.`);
    this.state = state;
  }
}

@ObjectType({ implements: Refusal, description: 'The placement lacks what none runs without.' })
export class PlacementIncomplete extends Refusal {
  @Field(() => [PlacementPart], { description: 'What it lacks, be it of another leg.' })
  readonly missing: readonly PlacementPart[];

  constructor(missing: readonly PlacementPart[]) {
    super(`No placement runs without all its parts. Missing: ${missing.join(', ')}.`);
    this.missing = missing;
  }
}

@ObjectType({ implements: Refusal, description: 'Nobody asked the caller, as whom they answer.' })
export class NotAsked extends Refusal {
  constructor() {
    super('Only those who are asked answer: whoever goes, and the heads of the schools.');
  }
}

@ObjectType({ implements: Refusal, description: 'A no has a reason.' })
export class ReasonMissing extends Refusal {
  constructor() {
    super('Whoever says no says why, so that others can act on it.');
  }
}

@ObjectType({ implements: Refusal, description: 'The days do not make a placement.' })
export class PlacementDaysUnclear extends Refusal {
  constructor() {
    super('A placement ends after its first day, and one on days of the week has an end.');
  }
}

const resultType = (value: object) =>
  value instanceof Refusal ? value.constructor.name : Placement.name;

export const PlanPlacementResult = createUnionType({
  name: 'PlanPlacementResult',
  description: 'The placement as it is planned now, or why it stays as it was.',
  types: () => [Placement, PlacementNotChangeable, PlacementDaysUnclear] as const,
  resolveType: resultType,
});

export const AnswerPlacementResult = createUnionType({
  name: 'AnswerPlacementResult',
  description: 'The placement with the answer, or why it was not taken.',
  types: () => [Placement, PlacementNotChangeable, NotAsked, ReasonMissing] as const,
  resolveType: resultType,
});

export const ArrangePlacementResult = createUnionType({
  name: 'ArrangePlacementResult',
  description: 'The placement with what was arranged, or why it stays as it was.',
  types: () => [Placement, PlacementNotChangeable, NotAsked] as const,
  resolveType: resultType,
});

export const SchedulePlacementResult = createUnionType({
  name: 'SchedulePlacementResult',
  description: 'The placement, SCHEDULED with all of its agreement, or what is missing.',
  types: () => [Placement, PlacementNotChangeable, PlacementIncomplete] as const,
  resolveType: resultType,
});

export const EndPlacementResult = createUnionType({
  name: 'EndPlacementResult',
  description: 'The placement, or why its end is as it was.',
  types: () => [Placement, PlacementNotChangeable, PlacementDaysUnclear, NotAsked] as const,
  resolveType: resultType,
});
