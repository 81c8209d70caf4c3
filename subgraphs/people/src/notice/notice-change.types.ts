import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { Matches } from 'class-validator';
import { createUnionType, Field, ID, InputType } from 'type-graphql';
import { Notice } from './notice.types.ts';

@InputType({ description: 'Which notice.' })
export class ReadNoticeInput extends IdempotentInput {
  @Field(() => ID, { description: 'Of the caller’s own notice.' })
  noticeId!: string;
}

export const ReadNoticeResult = createUnionType({
  name: 'ReadNoticeResult',
  description: 'The notice as it is now.',
  types: () => [Notice] as const,
  resolveType: () => Notice.name,
});

@InputType({ description: 'That an e-mail came back.' })
export class RecordNoticeBounceInput extends IdempotentInput {
  @Matches(/^<?[0-9a-f-]{36}@[^<>@\s]{1,200}>?$/, {
    message: 'messageId is the Message-ID of an e-mail of ours',
  })
  @Field(() => String, {
    description: 'Its `Message-ID`, as the message that reports the failure quotes it.',
  })
  messageId!: string;
}

export const RecordNoticeBounceResult = createUnionType({
  name: 'RecordNoticeBounceResult',
  description: 'The notice as it is now.',
  types: () => [Notice] as const,
  resolveType: () => Notice.name,
});
