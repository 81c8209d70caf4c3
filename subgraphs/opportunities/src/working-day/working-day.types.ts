import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import { ArrayMaxSize, Max, Min, ValidateNested } from 'class-validator';
import { createUnionType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';

@ObjectType({ simpleResolvers: true, description: 'At which school somebody is on a day.' })
export class WorkingDay {
  @Field(() => Int, { description: '1 for Monday to 7 for Sunday.' })
  weekday!: number;
}

@ObjectType({ simpleResolvers: true, description: 'On which days of the week somebody is where.' })
export class WorkingWeek {
  @Field(() => ID, { description: 'That of the person.' })
  id!: string;
}

@InputType({ description: 'At which school somebody is on a day of the week.' })
export class WorkingDayInput {
  @Min(1, { message: 'a weekday is 1, Monday, to 7, Sunday' })
  @Max(7, { message: 'a weekday is 1, Monday, to 7, Sunday' })
  @Field(() => Int, { description: '1 for Monday to 7 for Sunday.' })
  weekday!: number;

  @Field(() => ID, { description: 'Where.' })
  schoolId!: string;
}

@InputType({ description: 'On which days of the week somebody is where.' })
export class SetWorkingWeekInput extends IdempotentInput {
  @Field(() => ID, { description: 'Who.' })
  personId!: string;

  @ArrayMaxSize(20, { message: 'days names at most 20 days' })
  @ValidateNested({ each: true })
  @Field(() => [WorkingDayInput], {
    description: 'All of them; those that are not named are not worked.',
  })
  days!: WorkingDayInput[];
}

@ObjectType({ implements: Refusal, description: 'Nobody is at two schools on one day.' })
export class WorkingDaysClash extends Refusal {
  @Field(() => [Int], { description: 'The days that are named more than once.' })
  readonly weekdays: readonly number[];

  constructor(weekdays: readonly number[]) {
    super('Nobody is at two schools on one day.');
    this.weekdays = weekdays;
  }
}

@ObjectType({ implements: Refusal, description: 'The person has no post at one of the schools.' })
export class NoPostThere extends Refusal {
  @Field(() => [ID], { description: 'The schools at which they have none.' })
  readonly schoolIds: readonly string[];

  constructor(schoolIds: readonly string[]) {
    super('Somebody works at the schools at which they have a post.');
    this.schoolIds = schoolIds;
  }
}

export const SetWorkingWeekResult = createUnionType({
  name: 'SetWorkingWeekResult',
  description: 'The week, or why it cannot be.',
  types: () => [WorkingWeek, WorkingDaysClash, NoPostThere] as const,
  resolveType: (value: object) =>
    value instanceof Refusal ? value.constructor.name : WorkingWeek.name,
});
