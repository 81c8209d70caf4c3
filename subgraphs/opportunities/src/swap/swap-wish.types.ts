import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import { Day } from '@trellis/subgraph-kit/scalars';
import { ArrayMaxSize, ArrayUnique, IsOptional, Length, Max, Min } from 'class-validator';
import {
  createUnionType,
  Directive,
  Field,
  ID,
  InputType,
  Int,
  ObjectType,
  registerEnumType,
} from 'type-graphql';

/** Where a wish stands. */
export enum SwapWishState {
  OPEN = 'OPEN',
  BEING_MET = 'BEING_MET',
  TAKEN_BACK = 'TAKEN_BACK',
}

registerEnumType(SwapWishState, {
  name: 'SwapWishState',
  description: 'Where a wish to swap stands.',
  valuesConfig: {
    OPEN: { description: 'The next matching looks at it.' },
    BEING_MET: { description: 'A swap that meets it is being prepared, agreed or was held.' },
    TAKEN_BACK: { description: 'The person takes it back.' },
  },
});

@Directive('@key(fields: "id")')
@ObjectType({
  simpleResolvers: true,
  description:
    'What somebody would like to do for a time in the place of somebody else. Read by them and the people team alone.',
})
export class SwapWish {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => [String], {
    description: 'Census role codes (CS050), the best first; none for the role that they have.',
  })
  roleCodes!: string[];

  @Field(() => [String], { description: 'Census subject codes, any of them; none for all.' })
  subjectCodes!: string[];

  @Field(() => [String], {
    description: 'GIAS phase codes, such as `4` secondary, any of them; none for all.',
  })
  phases!: string[];

  @Field(() => Int, {
    nullable: true,
    description: 'Miles as the crow flies from their school, at most; null for any way.',
  })
  withinMiles!: number | null;

  @Field(() => Int, { description: 'How long, in whole months.' })
  months!: number;

  @Field(() => Day, { description: 'It does not begin before this day.' })
  fromOn!: string;

  @Field(() => Day, { description: 'First day on which it must be over.' })
  untilOn!: string;

  @Field(() => SwapWishState, { description: 'Where it stands.' })
  state!: SwapWishState;

  @Field(() => Int, { description: 'Sent along by whoever changes it.' })
  version!: number;
}

@InputType({ description: 'What somebody would like, in the place of what they wished before.' })
export class StateSwapWishInput extends IdempotentInput {
  @ArrayMaxSize(10, { message: 'roleCodes names at most 10' })
  @ArrayUnique({ message: 'roleCodes names each once' })
  @Length(1, 20, { each: true, message: 'a code has 1 to 20 characters' })
  @Field(() => [String], {
    defaultValue: [],
    description: 'Census role codes (CS050), at most 10, the best first; none for one’s own role.',
  })
  roleCodes!: string[];

  @ArrayMaxSize(20, { message: 'subjectCodes names at most 20' })
  @Length(1, 20, { each: true, message: 'a code has 1 to 20 characters' })
  @Field(() => [String], {
    defaultValue: [],
    description: 'Census subject codes, at most 20, any of them; none for all.',
  })
  subjectCodes!: string[];

  @ArrayMaxSize(8, { message: 'phases names at most 8' })
  @Length(1, 20, { each: true, message: 'a code has 1 to 20 characters' })
  @Field(() => [String], {
    defaultValue: [],
    description: 'GIAS phase codes, such as `4` secondary, at most 8; none for all.',
  })
  phases!: string[];

  @ArrayMaxSize(20, { message: 'schoolIds names at most 20' })
  @ArrayUnique({ message: 'schoolIds names each once' })
  @Field(() => [ID], {
    defaultValue: [],
    description: 'Schools, at most 20, the best first; none for any, or for those within miles.',
  })
  schoolIds!: string[];

  @IsOptional()
  @Min(1, { message: 'withinMiles is 1 to 500' })
  @Max(500, { message: 'withinMiles is 1 to 500' })
  @Field(() => Int, {
    nullable: true,
    description: 'Miles as the crow flies from one’s school, 1 to 500; not beside schools.',
  })
  withinMiles?: number | null;

  @Min(1, { message: 'months is 1 to 24' })
  @Max(24, { message: 'months is 1 to 24' })
  @Field(() => Int, { description: 'How long, 1 to 24 months.' })
  months!: number;

  @Field(() => Day, { description: 'It does not begin before this day, which is to come.' })
  fromOn!: string;

  @Field(() => Day, { description: 'First day on which it must be over.' })
  untilOn!: string;
}

@InputType({ description: 'Which wish is taken back, as it was last read.' })
export class TakeBackSwapWishInput extends IdempotentInput {
  @Field(() => ID, { description: 'The wish.' })
  id!: string;

  @Field(() => Int, { description: 'As last read; `CONFLICT` with the current one when stale.' })
  version!: number;
}

@ObjectType({ implements: Refusal, description: 'The days leave no room for the months.' })
export class SwapWishDaysUnclear extends Refusal {
  @Field(() => Day, { description: 'The earliest day on which it could be over.' })
  readonly earliestUntilOn: string;

  constructor(earliestUntilOn: string) {
    super(`A swap begins after today and is over by the last day: ${earliestUntilOn} or later.`);
    this.earliestUntilOn = earliestUntilOn;
  }
}

@ObjectType({ implements: Refusal, description: 'It says both which schools and how far.' })
export class SchoolsOrMiles extends Refusal {
  constructor() {
    super('Say which schools, or how far away; not both.');
  }
}

@ObjectType({
  implements: Refusal,
  description: 'Only who has a post can give somebody else a place.',
})
export class NoPostToSwap extends Refusal {
  constructor() {
    super('A swap is between people who each have a post at a school on its first day.');
  }
}

@ObjectType({ implements: Refusal, description: 'A swap that meets the wish is under way.' })
export class SwapUnderWay extends Refusal {
  constructor() {
    super('A swap that meets the wish is under way. Give it up first, as a placement is given up.');
  }
}

const resultType = (value: object) =>
  value instanceof Refusal ? value.constructor.name : SwapWish.name;

export const StateSwapWishResult = createUnionType({
  name: 'StateSwapWishResult',
  description: 'The wish, or why it cannot be one.',
  types: () => [SwapWish, SwapWishDaysUnclear, SchoolsOrMiles, NoPostToSwap, SwapUnderWay] as const,
  resolveType: resultType,
});

export const TakeBackSwapWishResult = createUnionType({
  name: 'TakeBackSwapWishResult',
  description: 'The wish, taken back, or why it stays.',
  types: () => [SwapWish, SwapUnderWay] as const,
  resolveType: resultType,
});
