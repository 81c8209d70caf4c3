import { IdempotentInput } from '@trellis/subgraph-kit/idempotency';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import { MaxLength } from 'class-validator';
import {
  createUnionType,
  Field,
  ID,
  InputType,
  Int,
  ObjectType,
  registerEnumType,
} from 'type-graphql';
import { CareerConversation, ConversationState } from '../conversation/conversation.types.ts';

export enum ConversationNoteKind {
  AGENDA = 'AGENDA',
  SHARED = 'SHARED',
  PRIVATE = 'PRIVATE',
}
registerEnumType(ConversationNoteKind, {
  name: 'ConversationNoteKind',
  description: 'For whom a note of a conversation is.',
  valuesConfig: {
    AGENDA: { description: 'What the two want to talk about; both write it.' },
    SHARED: { description: 'What they write down together; both write it.' },
    PRIVATE: { description: 'One’s own; the other never reads it.' },
  },
});

@ObjectType({
  simpleResolvers: true,
  description:
    'What is written down about a conversation. Personal data for the two who talk: no office reads it, and it is in no report, log, event or export but their own.',
})
export class ConversationNote {
  @Field(() => String, { description: 'Plain text, at most 20,000 characters.' })
  text!: string;

  @Field(() => Date, { description: 'When it was last written.' })
  writtenAt!: Date;

  @Field(() => Int, { description: 'Sent along by whoever changes it.' })
  version!: number;
}

@InputType({ description: 'What a note says from now on, all of it.' })
export class WriteConversationNoteInput extends IdempotentInput {
  @Field(() => ID, { description: 'Of which conversation.' })
  conversationId!: string;

  @Field(() => ConversationNoteKind, { description: 'For whom it is.' })
  kind!: ConversationNoteKind;

  @MaxLength(20_000, { message: 'text has at most 20,000 characters' })
  @Field(() => String, { description: 'Plain text, at most 20,000 characters.' })
  text!: string;

  @Field(() => Int, {
    description:
      'Of the note, as last read, 0 when there is none; `CONFLICT` with the current one when stale.',
  })
  version!: number;
}

@ObjectType({
  implements: Refusal,
  description: 'Both have said that it is written down right; nothing is added to it.',
})
export class ConversationWrittenDown extends Refusal {
  @Field(() => ConversationState, { description: 'How far it is.' })
  readonly state: ConversationState;

  constructor(state: ConversationState) {
    super('Both have said that this is written down right; write it down in your next one.');
    this.state = state;
  }
}

export const WriteConversationNoteResult = createUnionType({
  name: 'WriteConversationNoteResult',
  description: 'The conversation with its notes, or why nothing is added.',
  types: () => [CareerConversation, ConversationWrittenDown] as const,
  resolveType: (value) =>
    value instanceof Refusal ? value.constructor.name : CareerConversation.name,
});
