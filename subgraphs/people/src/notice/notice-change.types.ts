import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
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
