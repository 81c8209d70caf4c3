import { connectionOf } from '@trellis/subgraph-kit/connection';
import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { Day } from '@trellis/subgraph-kit/scalars';
import { createUnionType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';

@ObjectType({
  simpleResolvers: true,
  description: 'That somebody was trained to hold career conversations, and for how long it holds.',
})
export class ManagerTraining {
  @Field(() => Day, { description: 'When.' })
  trainedOn!: string;

  @Field(() => Day, { description: 'First day on which it no longer holds.' })
  validUntil!: string;

  @Field(() => Boolean, { description: 'Whether it holds today.' })
  holds!: boolean;
}

@ObjectType({
  simpleResolvers: true,
  description: 'Somebody who line-manages others and whose training does not hold today.',
})
export class UntrainedManager {
  @Field(() => Int, { description: 'How many people they line-manage today.' })
  reportCount!: number;

  @Field(() => Day, { nullable: true, description: 'Since when; null when never trained.' })
  expiredOn!: string | null;
}

export const UntrainedManagerConnection = connectionOf(UntrainedManager);

@InputType({ description: 'Who was trained, when, and for how long it holds.' })
export class RecordManagerTrainingInput extends IdempotentInput {
  @Field(() => ID, { description: 'Who.' })
  personId!: string;

  @Field(() => Day, { description: 'When; not a day that is to come.' })
  trainedOn!: string;

  @Field(() => Day, { description: 'First day on which it no longer holds.' })
  validUntil!: string;
}

export const RecordManagerTrainingResult = createUnionType({
  name: 'RecordManagerTrainingResult',
  description: 'What is kept.',
  types: () => [ManagerTraining] as const,
  resolveType: () => ManagerTraining.name,
});
