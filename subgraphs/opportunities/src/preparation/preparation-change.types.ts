import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import { IsOptional, Length, Matches, Max, MaxLength, Min } from 'class-validator';
import { createUnionType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { OpportunityState } from '../opportunity/opportunity-state.types.ts';
import { PreparationKind, PreparationOffer } from './preparation.types.ts';

@InputType({ description: 'Help to get ready for an opportunity.' })
export class OfferPreparationInput extends IdempotentInput {
  @Field(() => ID, { description: 'The opportunity, which is not yet closed.' })
  opportunityId!: string;

  @Field(() => PreparationKind, { description: 'What it is.' })
  kind!: PreparationKind;

  @Length(1, 200, { message: 'title has 1 to 200 characters' })
  @Matches(/\S/, { message: 'title is not blank' })
  @Field(() => String, { description: 'Its name; 1 to 200 characters.' })
  title!: string;

  @IsOptional()
  @MaxLength(10_000, { message: 'details has at most 10000 characters' })
  @Field(() => String, {
    nullable: true,
    description: 'What to expect and to bring; or the text itself. At most 10,000 characters.',
  })
  details?: string | null;

  @IsOptional()
  @MaxLength(500, { message: 'venue has at most 500 characters' })
  @Field(() => String, { nullable: true, description: 'Where; at most 500 characters.' })
  venue?: string | null;

  @Field(() => Date, {
    nullable: true,
    description: 'When it begins; not given when that is agreed.',
  })
  startsAt?: Date | null;

  @IsOptional()
  @Min(1, { message: 'places is 1 to 1000' })
  @Max(1_000, { message: 'places is 1 to 1000' })
  @Field(() => Int, {
    nullable: true,
    description: 'Room, 1 to 1,000 people; not given when there is room for everybody.',
  })
  places?: number | null;
}

@InputType({ description: 'Which help is off.' })
export class CancelPreparationInput extends IdempotentInput {
  @Field(() => ID, { description: 'The preparation offer.' })
  id!: string;

  @Field(() => Int, { description: 'As last read; `CONFLICT` with the current one when stale.' })
  version!: number;
}

@InputType({ description: 'Of what the caller takes a place, or gives it up.' })
export class PreparationPlaceInput extends IdempotentInput {
  @Field(() => ID, { description: 'The preparation offer.' })
  offerId!: string;
}

@ObjectType({ implements: Refusal, description: 'It is too late to prepare for the opportunity.' })
export class TooLateToPrepare extends Refusal {
  @Field(() => OpportunityState, { description: 'Where the opportunity stands.' })
  readonly state: OpportunityState;

  constructor(state: OpportunityState) {
    super(`The opportunity is ${state}: people prepare for it before it closes.`);
    this.state = state;
  }
}

@ObjectType({ implements: Refusal, description: 'It is cancelled, or has begun.' })
export class PreparationOver extends Refusal {
  constructor() {
    super('It is cancelled, or has begun already.');
  }
}

@ObjectType({ implements: Refusal, description: 'The opportunity is not meant for the caller.' })
export class NotMeantForYou extends Refusal {
  constructor() {
    super('It prepares those whom the opportunity is for. You may still apply.');
  }
}

@ObjectType({ implements: Refusal, description: 'All places are taken.' })
export class PreparationFull extends Refusal {
  @Field(() => Int, { description: 'How many, which is all that there are.' })
  readonly placesTaken: number;

  constructor(places: number) {
    super('All places are taken. Look again: a place that is given up is free at once.');
    this.placesTaken = places;
  }
}

const resultType = (value: object) =>
  value instanceof Refusal ? value.constructor.name : PreparationOffer.name;

export const OfferPreparationResult = createUnionType({
  name: 'OfferPreparationResult',
  description: 'The help that is offered, or why it is not.',
  types: () => [PreparationOffer, TooLateToPrepare] as const,
  resolveType: resultType,
});

export const CancelPreparationResult = createUnionType({
  name: 'CancelPreparationResult',
  description: 'The help, cancelled; its places are of no use any more.',
  types: () => [PreparationOffer] as const,
  resolveType: resultType,
});

export const TakePreparationPlaceResult = createUnionType({
  name: 'TakePreparationPlaceResult',
  description: 'The help in which the caller has a place, or why they have none.',
  types: () =>
    [PreparationOffer, TooLateToPrepare, PreparationOver, NotMeantForYou, PreparationFull] as const,
  resolveType: resultType,
});

export const GivePreparationPlaceUpResult = createUnionType({
  name: 'GivePreparationPlaceUpResult',
  description: 'The help in which the caller has no place any more.',
  types: () => [PreparationOffer] as const,
  resolveType: resultType,
});
