import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import { Day } from '@trellis/subgraph-kit/scalars';
import { IsOptional, Length, Matches, MaxLength, ValidateNested } from 'class-validator';
import { createUnionType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { DecisionTooEarly } from '../fairness/fairness.types.ts';
import { ApplicantsWaiting, EndsOtherwise, SomebodyPlaced } from '../place/place-ending.types.ts';
import { AudienceInput } from './audience.types.ts';
import {
  ClosesBeforeOpening,
  ClosingDayOver,
  IllegalTransition,
  OpportunityNotPublishable,
} from './opportunity-change.types.ts';
import { OpportunityState } from './opportunity-state.types.ts';
import { Opportunity } from './opportunity.types.ts';
import { TermsInput } from './terms.types.ts';

@InputType({
  description: 'What becomes of a published opportunity. What is not given, or is null, stays.',
})
export class AmendOpportunityInput extends IdempotentInput {
  @Field(() => ID, { description: 'The published opportunity.' })
  id!: string;

  @Field(() => Int, { description: 'As last read; `CONFLICT` with the current one when stale.' })
  version!: number;

  @IsOptional()
  @Length(1, 200, { message: 'title has 1 to 200 characters' })
  @Matches(/\S/, { message: 'title is not blank' })
  @Field(() => String, { nullable: true, description: 'Its name in lists; 1 to 200 characters.' })
  title?: string | null;

  @IsOptional()
  @MaxLength(10_000, { message: 'summary has at most 10000 characters' })
  @Matches(/\S/, { message: 'summary is not blank' })
  @Field(() => String, { nullable: true, description: 'What it is; 1 to 10,000 characters.' })
  summary?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The school at which it is; one that the caller answers for.',
  })
  hostSchoolId?: string | null;

  @IsOptional()
  @ValidateNested()
  @Field(() => AudienceInput, { nullable: true, description: 'Whom it is for, as a whole.' })
  audience?: AudienceInput | null;

  @IsOptional()
  @ValidateNested()
  @Field(() => TermsInput, {
    nullable: true,
    description: 'What one would do and get, as a whole.',
  })
  terms?: TermsInput | null;

  @Field(() => Day, { nullable: true, description: 'Last day on which it takes applications.' })
  closesOn?: string | null;
}

@InputType({ description: 'Where an opportunity is to go.' })
export class MoveOpportunityInput extends IdempotentInput {
  @Field(() => ID, { description: 'The opportunity.' })
  id!: string;

  @Field(() => Int, { description: 'As last read; `CONFLICT` with the current one when stale.' })
  version!: number;

  @Field(() => OpportunityState, {
    description: 'Where to. To PUBLISHED it goes by `publishOpportunity` alone.',
  })
  to!: OpportunityState;

  @Field(() => Day, {
    nullable: true,
    description: 'The new closing day, which REOPENED needs; of no use otherwise.',
  })
  closesOn?: string | null;
}

@ObjectType({ implements: Refusal, description: 'It takes no applications any more, or not yet.' })
export class OpportunityNotAmendable extends Refusal {
  @Field(() => OpportunityState, { description: 'Where it stands.' })
  readonly state: OpportunityState;

  constructor(state: OpportunityState) {
    super('Only what is published and not yet closed can be amended.');
    this.state = state;
  }
}

const resultType = (value: object) =>
  value instanceof Refusal ? value.constructor.name : Opportunity.name;

export const AmendOpportunityResult = createUnionType({
  name: 'AmendOpportunityResult',
  description: 'The opportunity as it is now, or why it stays as it was.',
  types: () =>
    [
      Opportunity,
      ClosesBeforeOpening,
      ClosingDayOver,
      OpportunityNotAmendable,
      OpportunityNotPublishable,
    ] as const,
  resolveType: resultType,
});

export const MoveOpportunityResult = createUnionType({
  name: 'MoveOpportunityResult',
  description: 'The opportunity where it stands now, or why it stays where it was.',
  types: () =>
    [
      Opportunity,
      IllegalTransition,
      OpportunityNotPublishable,
      ClosingDayOver,
      DecisionTooEarly,
      ApplicantsWaiting,
      SomebodyPlaced,
      EndsOtherwise,
    ] as const,
  resolveType: resultType,
});
