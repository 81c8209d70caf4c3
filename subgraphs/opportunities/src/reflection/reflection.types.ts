import { connectionOf } from '@trellis/subgraph-kit/connection';
import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import { IsOptional, Length, Min } from 'class-validator';
import { createUnionType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { PlacementState } from '../placement/placement-state.types.ts';

@ObjectType({
  simpleResolvers: true,
  description:
    'What somebody made of what they saw: for themselves, the heads who received them and, where they wish so, a network.',
})
export class Reflection {
  @Field(() => ID, { description: 'That of the placement.' })
  id!: string;

  @Field(() => String, { description: 'In their own words.' })
  text!: string;

  @Field(() => Date, { description: 'When they wrote or last changed it.' })
  writtenAt!: Date;

  @Field(() => Int, { description: 'Goes up by one with each change.' })
  version!: number;
}

export const ReflectionConnection = connectionOf(Reflection);

@InputType({ description: 'What somebody made of what they saw.' })
export class ReflectOnPlacementInput extends IdempotentInput {
  @Field(() => ID, { description: 'Their own placement, which has begun.' })
  placementId!: string;

  @Length(1, 10_000, { message: 'text has 1 to 10000 characters' })
  @Field(() => String, { description: 'In their own words, 1 to 10,000 characters.' })
  text!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'A network that is to read it too; nobody else does when not given.',
  })
  networkId?: string | null;

  @IsOptional()
  @Min(1, { message: 'version is 1 or more' })
  @Field(() => Int, {
    nullable: true,
    description: 'Of what was written before, as last read; not given the first time.',
  })
  version?: number | null;
}

@ObjectType({ implements: Refusal, description: 'There is nothing to reflect on yet.' })
export class NothingSeenYet extends Refusal {
  @Field(() => PlacementState, { description: 'Where the placement stands.' })
  readonly state: PlacementState;

  constructor(state: PlacementState) {
    super('One reflects on a placement once it has begun.');
    this.state = state;
  }
}

export const ReflectOnPlacementResult = createUnionType({
  name: 'ReflectOnPlacementResult',
  description: 'What was written, or why nothing was.',
  types: () => [Reflection, NothingSeenYet] as const,
  resolveType: (value: object) =>
    value instanceof NothingSeenYet ? NothingSeenYet.name : Reflection.name,
});
