import { connectionOf } from '@trellis/subgraph-kit/connection';
import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import { IsOptional, MaxLength } from 'class-validator';
import { createUnionType, Field, ID, InputType, ObjectType } from 'type-graphql';
import { NotOpen } from '../application/application-change.types.ts';

@ObjectType({
  simpleResolvers: true,
  description:
    'That a line manager thinks somebody should go for something. Between the two alone: no panel sees it, and nothing depends on it.',
})
export class Encouragement {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => String, { nullable: true, description: 'In the manager’s words.' })
  message!: string | null;

  @Field(() => Date, { description: 'When.' })
  givenAt!: Date;
}

export const EncouragementConnection = connectionOf(Encouragement);

@InputType({ description: 'Whom to encourage, and for what.' })
export class EncourageInput extends IdempotentInput {
  @Field(() => ID, { description: 'The opportunity, which takes applications.' })
  opportunityId!: string;

  @Field(() => ID, { description: 'Somebody whom the caller line-manages.' })
  personId!: string;

  @IsOptional()
  @MaxLength(1_000, { message: 'message has at most 1000 characters' })
  @Field(() => String, { nullable: true, description: 'Why they; at most 1,000 characters.' })
  message?: string | null;
}

@ObjectType({ implements: Refusal, description: 'The caller has encouraged them already.' })
export class AlreadyEncouraged extends Refusal {
  constructor() {
    super('You have encouraged them already; more might be felt as pressure.');
  }
}

export const EncourageResult = createUnionType({
  name: 'EncourageResult',
  description: 'The encouragement, or why there is none.',
  types: () => [Encouragement, NotOpen, AlreadyEncouraged] as const,
  resolveType: (value: object) =>
    value instanceof Refusal ? value.constructor.name : Encouragement.name,
});
