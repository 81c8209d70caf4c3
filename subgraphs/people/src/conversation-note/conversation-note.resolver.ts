import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { CareerConversation } from '../conversation/conversation.types.ts';
import type { ConversationNoteService } from './conversation-note.service.ts';
import {
  ConversationNote,
  ConversationNoteKind,
  WriteConversationNoteInput,
  WriteConversationNoteResult,
} from './conversation-note.types.ts';

@Resolver(() => CareerConversation)
export class ConversationNoteResolver {
  constructor(private readonly notes: ConversationNoteService) {}

  @FieldResolver(() => ConversationNote, {
    nullable: true,
    description: 'What the two want to talk about; null when nothing is written.',
  })
  agenda(@Root() { id }: CareerConversation, @Ctx() context: Context) {
    return noteOf(context, id, ConversationNoteKind.AGENDA);
  }

  @FieldResolver(() => ConversationNote, {
    nullable: true,
    description: 'What they wrote down together; null when nothing is written.',
  })
  sharedNotes(@Root() { id }: CareerConversation, @Ctx() context: Context) {
    return noteOf(context, id, ConversationNoteKind.SHARED);
  }

  @FieldResolver(() => ConversationNote, {
    nullable: true,
    description: 'The caller’s own; null when nothing is written.',
  })
  privateNotes(@Root() { id }: CareerConversation, @Ctx() context: Context) {
    return noteOf(context, id, ConversationNoteKind.PRIVATE);
  }

  @Requires('conversation:hold')
  @Mutation(() => WriteConversationNoteResult, {
    nullable: true,
    description:
      'Write a note of one’s conversation. Who had said that it is written down right says so anew.',
  })
  writeConversationNote(
    @Arg('input', () => WriteConversationNoteInput, { description: 'Where, and what.' })
    input: WriteConversationNoteInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.notes.write(viewer, input);
  }
}

async function noteOf({ loaders }: Context, id: string, wanted: ConversationNoteKind) {
  const notes = await loaders.notesOfConversation.load(id);
  return notes.find(({ kind }) => kind === wanted) ?? null;
}
