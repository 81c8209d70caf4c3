import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import { Matches, MaxLength } from 'class-validator';
import { createUnionType, Field, ID, InputType, ObjectType } from 'type-graphql';
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

@InputType({ description: 'A message in which a mail server reports that an e-mail came back.' })
export class RecordBounceReportInput extends IdempotentInput {
  @MaxLength(60_000, { message: 'message has at most 60000 characters' })
  @Field(() => String, {
    description:
      'The message as it came, with its headers: a report of delivery by RFC 3464. At most 60,000 characters; what follows the headers of the e-mail that it quotes may be left out.',
  })
  message!: string;
}

@ObjectType({
  implements: Refusal,
  description: 'The message does not say that an e-mail came back for good.',
})
export class NotABounceReport extends Refusal {
  constructor() {
    super('That is no report of an e-mail that came back for good.');
  }
}

export const RecordBounceReportResult = createUnionType({
  name: 'RecordBounceReportResult',
  description: 'The notice as it is now, or that the message reports no such thing.',
  types: () => [Notice, NotABounceReport] as const,
  resolveType: (value: object) =>
    value instanceof NotABounceReport ? NotABounceReport.name : Notice.name,
});
