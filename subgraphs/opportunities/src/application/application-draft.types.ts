import { connectionOf } from '@trellis/subgraph-kit/connection';
import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { ArrayMaxSize, ArrayUnique, IsOptional, MaxLength, ValidateNested } from 'class-validator';
import { createUnionType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { AnswerInput } from './answer.types.ts';
import { AlreadyApplied, NotOpen } from './application-change.types.ts';

@ObjectType({
  simpleResolvers: true,
  description:
    'An application that somebody is still writing. Nobody else sees it, whatever they may read: it is theirs until they hand it in.',
})
export class ApplicationDraft {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => String, { nullable: true, description: 'Why, in the person’s own words.' })
  statement!: string | null;

  @Field(() => Date, { description: 'When it was last saved.' })
  savedAt!: Date;

  @Field(() => Int, { description: 'Goes up each time it is saved; give it back to change it.' })
  version!: number;
}

export const ApplicationDraftConnection = connectionOf(ApplicationDraft);

@InputType({
  description: 'What the caller has written so far; it replaces what was saved before.',
})
export class SaveApplicationDraftInput extends IdempotentInput {
  @Field(() => ID, { description: 'The opportunity. One draft for each.' })
  opportunityId!: string;

  @Field(() => Int, {
    nullable: true,
    description:
      'That of the draft as last read, not given when there is none yet; `CONFLICT` with the current one when stale.',
  })
  version?: number | null;

  @IsOptional()
  @MaxLength(10_000, { message: 'statement has at most 10000 characters' })
  @Field(() => String, {
    nullable: true,
    description: 'Why, in the person’s own words; at most 10,000 characters.',
  })
  statement?: string | null;

  @IsOptional()
  @ArrayMaxSize(40, { message: 'answers are at most 40' })
  @ArrayUnique(({ criterion }: AnswerInput) => criterion, {
    message: 'answers has one for each criterion',
  })
  @ValidateNested()
  @Field(() => [AnswerInput], { nullable: true, description: 'To the criteria; at most 40.' })
  answers?: AnswerInput[] | null;
}

@InputType({ description: 'Which draft, as it was last read.' })
export class SubmitApplicationDraftInput extends IdempotentInput {
  @Field(() => ID, { description: 'The draft.' })
  id!: string;

  @Field(() => Int, { description: 'As last read; `CONFLICT` with the current one when stale.' })
  version!: number;
}

@InputType({ description: 'Which draft is thrown away.' })
export class DiscardApplicationDraftInput extends IdempotentInput {
  @Field(() => ID, { description: 'The draft.' })
  id!: string;
}

@ObjectType({ simpleResolvers: true, description: 'That a draft is gone for good.' })
export class ApplicationDraftDiscarded {
  @Field(() => ID, { description: 'Which it was.' })
  id!: string;
}

export const SaveApplicationDraftResult = createUnionType({
  name: 'SaveApplicationDraftResult',
  description: 'The draft as it is now, or why nothing was saved.',
  types: () => [ApplicationDraft, NotOpen, AlreadyApplied] as const,
  resolveType: (value: object) =>
    value instanceof NotOpen || value instanceof AlreadyApplied
      ? value.constructor.name
      : ApplicationDraft.name,
});

export const DiscardApplicationDraftResult = createUnionType({
  name: 'DiscardApplicationDraftResult',
  description: 'That it is gone.',
  types: () => [ApplicationDraftDiscarded] as const,
  resolveType: () => ApplicationDraftDiscarded.name,
});
