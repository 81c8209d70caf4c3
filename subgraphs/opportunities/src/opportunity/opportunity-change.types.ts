import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import { Day } from '@trellis/subgraph-kit/scalars';
import { IsOptional, Length, Matches, MaxLength, ValidateNested } from 'class-validator';
import { createUnionType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { ActingInput } from './acting.types.ts';
import { AudienceInput } from './audience.types.ts';
import { OpportunityKind } from './opportunity-kind.types.ts';
import { OpportunityState } from './opportunity-state.types.ts';
import { Opportunity } from './opportunity.types.ts';
import { TermsInput } from './terms.types.ts';

@InputType({ description: 'A new draft. What is not given now can be given by editing it.' })
export class CreateOpportunityInput extends IdempotentInput {
  @Field(() => OpportunityKind, { description: 'What is offered.' })
  kind!: OpportunityKind;

  @Length(1, 200, { message: 'title has 1 to 200 characters' })
  @Matches(/\S/, { message: 'title is not blank' })
  @Field(() => String, { description: 'Its name in lists; 1 to 200 characters.' })
  title!: string;

  @IsOptional()
  @MaxLength(10_000, { message: 'summary has at most 10000 characters' })
  @Field(() => String, { nullable: true, description: 'What it is; at most 10,000 characters.' })
  summary?: string | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'The school at which it is; none for the whole trust. One that the caller answers for.',
  })
  hostSchoolId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The network that it is for, if for one.' })
  networkId?: string | null;

  @IsOptional()
  @ValidateNested()
  @Field(() => AudienceInput, { nullable: true, description: 'All staff when not given.' })
  audience?: AudienceInput | null;

  @IsOptional()
  @ValidateNested()
  @Field(() => TermsInput, { nullable: true, description: 'What one would do and get.' })
  terms?: TermsInput | null;

  @IsOptional()
  @ValidateNested()
  @Field(() => ActingInput, {
    nullable: true,
    description: 'What accounts for filling it at once; for the kind ACTING alone, which needs it.',
  })
  acting?: ActingInput | null;

  @Field(() => Day, { nullable: true, description: 'First day on which it takes applications.' })
  opensOn?: string | null;

  @Field(() => Day, { nullable: true, description: 'Last day on which it takes applications.' })
  closesOn?: string | null;
}

@InputType({ description: 'What becomes of a draft. What is not given stays; null takes it away.' })
export class EditOpportunityInput extends IdempotentInput {
  @Field(() => ID, { description: 'The draft.' })
  id!: string;

  @Field(() => Int, { description: 'As last read; `CONFLICT` with the current one when stale.' })
  version!: number;

  @IsOptional()
  @Length(1, 200, { message: 'title has 1 to 200 characters' })
  @Matches(/\S/, { message: 'title is not blank' })
  @Field(() => String, {
    nullable: true,
    description: 'Its name in lists; 1 to 200 characters. Null changes nothing.',
  })
  title?: string | null;

  @IsOptional()
  @MaxLength(10_000, { message: 'summary has at most 10000 characters' })
  @Field(() => String, { nullable: true, description: 'What it is; at most 10,000 characters.' })
  summary?: string | null;

  @IsOptional()
  @ValidateNested()
  @Field(() => AudienceInput, {
    nullable: true,
    description: 'Whom it is for; null for all staff.',
  })
  audience?: AudienceInput | null;

  @IsOptional()
  @ValidateNested()
  @Field(() => TermsInput, {
    nullable: true,
    description: 'What one would do and get, said as a whole; null takes it away.',
  })
  terms?: TermsInput | null;

  @IsOptional()
  @ValidateNested()
  @Field(() => ActingInput, {
    nullable: true,
    description: 'What accounts for filling it at once; for the kind ACTING alone, which needs it.',
  })
  acting?: ActingInput | null;

  @Field(() => Day, { nullable: true, description: 'First day on which it takes applications.' })
  opensOn?: string | null;

  @Field(() => Day, { nullable: true, description: 'Last day on which it takes applications.' })
  closesOn?: string | null;
}

@InputType({ description: 'Which draft to publish.' })
export class PublishOpportunityInput extends IdempotentInput {
  @Field(() => ID, { description: 'The draft.' })
  id!: string;

  @Field(() => Int, { description: 'As last read; `CONFLICT` with the current one when stale.' })
  version!: number;
}

@ObjectType({ implements: Refusal, description: 'The closing day is before the opening day.' })
export class ClosesBeforeOpening extends Refusal {
  @Field(() => Day, { description: 'The opening day: the first on which it might close.' })
  readonly earliestClosesOn: string;

  constructor(opensOn: string) {
    super('It would close before it opens.');
    this.earliestClosesOn = opensOn;
  }
}

@ObjectType({ implements: Refusal, description: 'It is no draft any more.' })
export class OpportunityNotEditable extends Refusal {
  @Field(() => OpportunityState, { description: 'Where it stands.' })
  readonly state: OpportunityState;

  constructor(state: OpportunityState) {
    super('Only a draft can be edited.');
    this.state = state;
  }
}

@ObjectType({ implements: Refusal, description: 'The draft lacks what everybody must be told.' })
export class OpportunityNotPublishable extends Refusal {
  @Field(() => [String], { description: 'Names of the fields that are to be filled in first.' })
  readonly missing: readonly string[];

  constructor(missing: readonly string[]) {
    super('Something that everybody must be told is missing.');
    this.missing = missing;
  }
}

@ObjectType({ implements: Refusal, description: 'Nobody could apply any more.' })
export class ClosingDayOver extends Refusal {
  @Field(() => Day, { description: 'The closing day that is over.' })
  readonly closedOn: string;

  constructor(closedOn: string) {
    super('Its closing day is over, so nobody could apply.');
    this.closedOn = closedOn;
  }
}

@ObjectType({
  implements: Refusal,
  description: 'The opportunity does not stand where this begins.',
})
export class IllegalTransition extends Refusal {
  @Field(() => OpportunityState, { description: 'Where it stands.' })
  readonly from: OpportunityState;

  @Field(() => [OpportunityState], { description: 'Where it may go from there.' })
  readonly legal: readonly OpportunityState[];

  constructor(from: OpportunityState, legal: readonly OpportunityState[]) {
    super('This cannot be done where the opportunity stands now.');
    this.from = from;
    this.legal = legal;
  }
}

const resultType = (value: object) =>
  value instanceof Refusal ? value.constructor.name : Opportunity.name;

export const CreateOpportunityResult = createUnionType({
  name: 'CreateOpportunityResult',
  description: 'The draft, or why there is none.',
  types: () => [Opportunity, ClosesBeforeOpening] as const,
  resolveType: resultType,
});

export const EditOpportunityResult = createUnionType({
  name: 'EditOpportunityResult',
  description: 'The draft as it is now, or why it stays as it was.',
  types: () => [Opportunity, ClosesBeforeOpening, OpportunityNotEditable] as const,
  resolveType: resultType,
});

export const PublishOpportunityResult = createUnionType({
  name: 'PublishOpportunityResult',
  description: 'The published opportunity, or why it stays a draft.',
  types: () => [Opportunity, OpportunityNotPublishable, ClosingDayOver, IllegalTransition] as const,
  resolveType: resultType,
});
