import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import { Day } from '@trellis/subgraph-kit/scalars';
import { Min } from 'class-validator';
import { createUnionType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';

@ObjectType({
  simpleResolvers: true,
  description: 'A day on which somebody is released from work to study, and what cover costs.',
})
export class ReleaseDay {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => Day, { description: 'The day.' })
  day!: string;

  @Field(() => Boolean, { description: 'Whether it is half the day.' })
  isHalf!: boolean;

  @Field(() => Int, { description: 'What cover is planned to cost the school, in pence.' })
  plannedCoverPence!: number;

  @Field(() => Int, { nullable: true, description: 'What it cost, in pence; null until known.' })
  actualCoverPence!: number | null;

  @Field(() => Int, { description: 'Goes up with each change; give it back to change it.' })
  version!: number;
}

@InputType({ description: 'A day of release for study.' })
export class PlanReleaseDayInput extends IdempotentInput {
  @Field(() => ID, { description: 'Of the award.' })
  awardId!: string;

  @Field(() => Day, { description: 'The day.' })
  day!: string;

  @Field(() => Boolean, { defaultValue: false, description: 'Whether it is half the day.' })
  isHalf!: boolean;

  @Min(0, { message: 'plannedCoverPence is at least 0' })
  @Field(() => Int, { description: 'What cover is planned to cost, in pence.' })
  plannedCoverPence!: number;
}

@InputType({ description: 'What cover cost.' })
export class RecordCoverCostInput extends IdempotentInput {
  @Field(() => ID, { description: 'Of the release day.' })
  id!: string;

  @Field(() => Int, { description: 'As it was read; an older one is `CONFLICT`.' })
  version!: number;

  @Min(0, { message: 'actualCoverPence is at least 0' })
  @Field(() => Int, { description: 'Pence.' })
  actualCoverPence!: number;
}

@ObjectType({
  simpleResolvers: true,
  implements: Refusal,
  description: 'The award has that day already.',
})
export class ReleasedAlready extends Refusal {
  @Field(() => ReleaseDay, { description: 'As it is planned.' })
  readonly releaseDay: ReleaseDay;

  constructor(releaseDay: ReleaseDay) {
    super('That day is planned already.');
    this.releaseDay = releaseDay;
  }
}

export const PlanReleaseDayResult = createUnionType({
  name: 'PlanReleaseDayResult',
  description: 'The day, or why it is not planned.',
  types: () => [ReleaseDay, ReleasedAlready] as const,
  resolveType: (value: object) =>
    value instanceof ReleasedAlready ? ReleasedAlready.name : ReleaseDay.name,
});
