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
import { Deployment, LendingOffer, SpecialistNeed } from './deployment.types.ts';

const dayLimit = { message: 'days is 1 to 195' };

@InputType({ description: 'What a school looks for.' })
export class StateSpecialistNeedInput extends IdempotentInput {
  @Field(() => ID, { description: 'Which school.' })
  schoolId!: string;

  @Length(1, 20, { message: 'subjectCode has 1 to 20 characters' })
  @Field(() => String, { description: 'Census subject code.' })
  subjectCode!: string;

  @IsOptional()
  @Length(1, 40, { message: 'phase has 1 to 40 characters' })
  @Field(() => String, { nullable: true, description: 'For which phase; any when not given.' })
  phase?: string | null;

  @Length(1, 2_000, { message: 'purpose has 1 to 2000 characters' })
  @Field(() => String, { description: 'What for, 1 to 2,000 characters.' })
  purpose!: string;

  @Min(1, dayLimit)
  @Max(195, dayLimit)
  @Field(() => Int, { description: 'For how many days, 1 to 195.' })
  days!: number;

  @Field(() => Day, { description: 'First day.' })
  startsOn!: string;

  @Field(() => Day, { description: 'First day after it.' })
  endsOn!: string;
}

@InputType({ description: 'What is meant, as it was last read.' })
export class WithdrawLendingInput extends IdempotentInput {
  @Field(() => ID, { description: 'Which.' })
  id!: string;

  @Field(() => Int, { description: 'As last read; `CONFLICT` with the current one when stale.' })
  version!: number;
}

@InputType({ description: 'What a specialist offers, for themselves.' })
export class OfferDaysInput extends IdempotentInput {
  @Field(() => Int, { description: '2026 is 1 Sept 2026 to 31 Aug 2027.' })
  academicYear!: number;

  @ArrayMinSize(1, { message: 'subjectCodes names 1 to 20 subjects' })
  @ArrayMaxSize(20, { message: 'subjectCodes names 1 to 20 subjects' })
  @Length(1, 20, { each: true, message: 'a subject code has 1 to 20 characters' })
  @Field(() => [String], { description: 'Census subject codes.' })
  subjectCodes!: string[];

  @ArrayMaxSize(10, { message: 'phases names at most 10 phases' })
  @Length(1, 40, { each: true, message: 'a phase has 1 to 40 characters' })
  @Field(() => [String], { defaultValue: [], description: 'For which phases; any when empty.' })
  phases!: string[];

  @ArrayMaxSize(100, { message: 'schoolIds names at most 100 schools' })
  @Field(() => [ID], { defaultValue: [], description: 'Where they would go; anywhere when empty.' })
  schoolIds!: string[];

  @IsOptional()
  @Min(1, { message: 'withinMiles is 1 to 500' })
  @Max(500, { message: 'withinMiles is 1 to 500' })
  @Field(() => Int, {
    nullable: true,
    description: 'How far from their school they would go, 1 to 500 miles; any when not given.',
  })
  withinMiles?: number | null;

  @Min(1, dayLimit)
  @Max(195, dayLimit)
  @Field(() => Int, { description: 'How many days, 1 to 195.' })
  days!: number;
}

@InputType({ description: 'What a day of a specialist costs.' })
export class ApproveLendingOfferInput extends WithdrawLendingInput {
  @Min(0, { message: 'ratePence is 0 to 1000000' })
  @Max(1_000_000, { message: 'ratePence is 0 to 1000000' })
  @Field(() => Int, { description: 'What the school that borrows a day owes for it, in pence.' })
  ratePence!: number;
}

@InputType({ description: 'Whose days are to be lent for which need.' })
export class ProposeDeploymentInput extends IdempotentInput {
  @Field(() => ID, { description: 'The need, of a school that the caller answers for.' })
  needId!: string;

  @Field(() => ID, { description: 'The offer, which was approved.' })
  offerId!: string;

  @ArrayMinSize(1, { message: 'days names 1 to 195 days' })
  @ArrayMaxSize(195, { message: 'days names 1 to 195 days' })
  @ArrayUnique({ message: 'days names each day once' })
  @Field(() => [Day], { description: 'On which days, within those of the need.' })
  days!: string[];

  @IsOptional()
  @Min(1, { message: 'minutesADay is 1 to 720' })
  @Max(720, { message: 'minutesADay is 1 to 720' })
  @Field(() => Int, {
    nullable: true,
    description:
      'What a day takes of their directed time; the year’s hours over its days when not given.',
  })
  minutesADay?: number | null;
}

@InputType({ description: 'What a full-time year has; it holds for what is lent from then on.' })
export class SetLendingPolicyInput extends IdempotentInput {
  @Min(1, { message: 'daysAYear is 1 to 366' })
  @Max(366, { message: 'daysAYear is 1 to 366' })
  @Field(() => Int, { description: 'Days, 1 to 366.' })
  daysAYear!: number;

  @Min(1, { message: 'hoursAYear is 1 to 3000' })
  @Max(3_000, { message: 'hoursAYear is 1 to 3000' })
  @Field(() => Int, { description: 'Hours, 1 to 3,000.' })
  hoursAYear!: number;
}

@ObjectType({ implements: Refusal, description: 'The days do not fit what is needed.' })
export class LendingDaysUnclear extends Refusal {
  constructor() {
    super(
      'What is needed ends after it begins, and days are lent within it and its academic year.',
    );
  }
}

@ObjectType({ implements: Refusal, description: 'The need or the offer is not to be had now.' })
export class NotToBeHad extends Refusal {
  constructor() {
    super('The need or the offer was taken back, was not approved, or is for something else.');
  }
}

@ObjectType({
  implements: Refusal,
  description: 'The person’s contract has not so many days left.',
})
export class BeyondContract extends Refusal {
  @Field(() => Int, { description: 'Days that they can still be lent.' })
  readonly daysLeft: number;

  @Field(() => Int, { description: 'Hours that they can still be lent.' })
  readonly hoursLeft: number;

  constructor(daysLeft: number, hoursLeft: number) {
    super(`${String(daysLeft)} days and ${String(hoursLeft)} hours can still be lent.`);
    this.daysLeft = daysLeft;
    this.hoursLeft = hoursLeft;
  }
}

@ObjectType({ implements: Refusal, description: 'The person is lent already on some days.' })
export class LentAlready extends Refusal {
  @Field(() => [Day], { description: 'On which.' })
  readonly days: readonly string[];

  constructor(days: readonly string[]) {
    super('They are lent already on some of these days.');
    this.days = days;
  }
}

@ObjectType({ implements: Refusal, description: 'Somebody without a post has no days to lend.' })
export class NoPostToLendFrom extends Refusal {
  constructor() {
    super('Days are lent by the school at which somebody has a post.');
  }
}

const named = (done: string) => (value: object) =>
  value instanceof Refusal ? value.constructor.name : done;

export const StateSpecialistNeedResult = createUnionType({
  name: 'StateSpecialistNeedResult',
  description: 'The need, or why it cannot be.',
  types: () => [SpecialistNeed, LendingDaysUnclear] as const,
  resolveType: named(SpecialistNeed.name),
});

export const OfferDaysResult = createUnionType({
  name: 'OfferDaysResult',
  description: 'The offer, or why it cannot be.',
  types: () => [LendingOffer, NoPostToLendFrom] as const,
  resolveType: named(LendingOffer.name),
});

export const ApproveLendingOfferResult = createUnionType({
  name: 'ApproveLendingOfferResult',
  description: 'The offer, approved, or why it stays as it was.',
  types: () => [LendingOffer, NotToBeHad] as const,
  resolveType: named(LendingOffer.name),
});

export const ProposeDeploymentResult = createUnionType({
  name: 'ProposeDeploymentResult',
  description: 'The deployment, to be prepared, or why there is none.',
  types: () => [Deployment, NotToBeHad, LendingDaysUnclear, BeyondContract, LentAlready] as const,
  resolveType: named(Deployment.name),
});
