import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import { ArrayMaxSize, ArrayMinSize, IsOptional, Max, MaxLength, Min } from 'class-validator';
import { createUnionType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { DecisionTooEarly } from '../fairness/fairness.types.ts';
import { named, OrganiserOnPanel, PanelMovedOn, TooFewScorers } from './panel-change.types.ts';
import { Candidate, Panel } from './panel.types.ts';

@InputType({ description: 'What the caller gives a candidate.' })
export class ScoreCandidateInput extends IdempotentInput {
  @Field(() => ID, { description: 'The candidate.' })
  candidateId!: string;

  @ArrayMinSize(1, { message: 'points has one number for each criterion' })
  @ArrayMaxSize(50, { message: 'points has one number for each criterion' })
  @Min(0, { each: true, message: 'points are 0 to 4' })
  @Max(4, { each: true, message: 'points are 0 to 4' })
  @Field(() => [Int], {
    description:
      '0 (no sign of it) to 4 (outstanding) for each criterion of the opportunity, in turn; a single number where it has no criteria.',
  })
  points!: number[];

  @IsOptional()
  @MaxLength(2_000, { message: 'note has at most 2000 characters' })
  @Field(() => String, { nullable: true, description: 'Why; at most 2,000 characters.' })
  note?: string | null;
}

@InputType({ description: 'Whom the caller recognised.' })
export class RecuseFromCandidateInput extends IdempotentInput {
  @Field(() => ID, { description: 'The candidate.' })
  candidateId!: string;
}

@InputType({ description: 'How many are to be heard.' })
export class LockShortlistInput extends IdempotentInput {
  @Field(() => ID, { description: 'The opportunity.' })
  opportunityId!: string;

  @Min(1, { message: 'places is 1 to 1000' })
  @Max(1_000, { message: 'places is 1 to 1000' })
  @Field(() => Int, { description: 'Room on the shortlist, 1 to 1,000.' })
  places!: number;
}

@ObjectType({ implements: Refusal, description: 'Too few have scored some candidates.' })
export class ScoresMissing extends Refusal {
  @Field(() => [ID], { description: 'The candidates whom fewer than two members scored.' })
  readonly candidateIds: readonly string[];

  constructor(candidateIds: readonly string[]) {
    super('Each candidate is scored by at least two members before the shortlist is locked.');
    this.candidateIds = candidateIds;
  }
}

export const ScoreCandidateResult = createUnionType({
  name: 'ScoreCandidateResult',
  description: 'The candidate, or why the score was not taken.',
  types: () => [Candidate, PanelMovedOn] as const,
  resolveType: named('Candidate'),
});

export const RecuseFromCandidateResult = createUnionType({
  name: 'RecuseFromCandidateResult',
  description: 'The panel, in which the caller no longer finds the candidate, or why not.',
  types: () => [Panel, PanelMovedOn, TooFewScorers] as const,
  resolveType: named('Panel'),
});

export const LockShortlistResult = createUnionType({
  name: 'LockShortlistResult',
  description: 'The panel with its order, or why the shortlist is not locked.',
  types: () => [Panel, PanelMovedOn, ScoresMissing, OrganiserOnPanel, DecisionTooEarly] as const,
  resolveType: named('Panel'),
});
