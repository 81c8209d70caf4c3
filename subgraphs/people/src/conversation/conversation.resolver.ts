import { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import type { Page } from '@trellis/subgraph-kit/page';
import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Viewer } from '../access/access.types.ts';
import type { Context } from '../context.ts';
import { Person } from '../person/person.types.ts';
import type { ArrangingService } from './arranging.service.ts';
import {
  AnswerConversationInput,
  ArrangeConversationInput,
  ArrangeConversationResult,
  ChangeConversationResult,
  ConversationInput,
  PostponeConversationInput,
  RecordConversationInput,
} from './conversation-change.types.ts';
import type { ConversationRow } from './conversation.queries.ts';
import type { ConversationService } from './conversation.service.ts';
import { CareerConversation, CareerConversationConnection } from './conversation.types.ts';

const which = { description: 'Which conversation.' };

@Resolver(() => CareerConversation)
export class ConversationResolver {
  constructor(
    private readonly arranging: ArrangingService,
    private readonly conversations: ConversationService,
  ) {}

  @Requires('staff:read')
  @Query(() => CareerConversation, {
    nullable: true,
    description: 'A conversation, for the two whose it is; null for everybody else.',
  })
  careerConversation(
    @Arg('id', () => ID, which) id: string,
    @Ctx() { loaders }: Context,
  ): Promise<CareerConversation | null> {
    return loaders.conversation.load(id);
  }

  @FieldResolver(() => Person, { nullable: true, description: 'Whose conversation it is.' })
  person(@Root() { personId }: ConversationRow, @Ctx() { loaders }: Context) {
    return loaders.person.load(personId);
  }

  @FieldResolver(() => Person, { nullable: true, description: 'With whom.' })
  lead(@Root() { leadId }: ConversationRow, @Ctx() { loaders }: Context) {
    return loaders.person.load(leadId);
  }

  @Requires('conversation:hold')
  @Mutation(() => ArrangeConversationResult, {
    nullable: true,
    description:
      'Give a conversation a day: one’s own, or that of somebody whom one line-manages. A colleague other than the line manager is asked first.',
  })
  arrangeConversation(
    @Arg('input', () => ArrangeConversationInput, { description: 'Who, with whom, and when.' })
    input: ArrangeConversationInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.arranging.arrange(viewer, input);
  }

  @Requires('conversation:hold')
  @Mutation(() => ChangeConversationResult, {
    nullable: true,
    description: 'Say whether one is willing to talk with a colleague who asked.',
  })
  answerConversation(
    @Arg('input', () => AnswerConversationInput, which) input: AnswerConversationInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.conversations.answer(viewer, input);
  }

  @Requires('conversation:hold')
  @Mutation(() => ChangeConversationResult, {
    nullable: true,
    description: 'Put a conversation off, to another day or to none yet.',
  })
  postponeConversation(
    @Arg('input', () => PostponeConversationInput, which) input: PostponeConversationInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.conversations.postpone(viewer, input);
  }

  @Requires('conversation:hold')
  @Mutation(() => ChangeConversationResult, {
    nullable: true,
    description:
      'Say that one does not want a conversation this time. It counts as offered, and no reason is asked.',
  })
  declineConversation(
    @Arg('input', () => ConversationInput, which) input: ConversationInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.conversations.decline(viewer, input);
  }

  @Requires('conversation:hold')
  @Mutation(() => ChangeConversationResult, {
    nullable: true,
    description: 'Take back what was asked for or arranged; it counts for nothing.',
  })
  cancelConversation(
    @Arg('input', () => ConversationInput, which) input: ConversationInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.conversations.cancel(viewer, input);
  }

  @Requires('conversation:hold')
  @Mutation(() => ChangeConversationResult, {
    nullable: true,
    description: 'Say that the two have talked; either of them does.',
  })
  recordConversation(
    @Arg('input', () => RecordConversationInput, which) input: RecordConversationInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.conversations.record(viewer, input);
  }

  @Requires('conversation:hold')
  @Mutation(() => ChangeConversationResult, {
    nullable: true,
    description: 'Say that what is written down is right; when both have, it is agreed.',
  })
  agreeConversation(
    @Arg('input', () => ConversationInput, which) input: ConversationInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.conversations.agree(viewer, input);
  }

  @Requires('conversation:hold')
  @Mutation(() => ChangeConversationResult, {
    nullable: true,
    description: 'Say that what was agreed is done or dropped.',
  })
  closeConversation(
    @Arg('input', () => ConversationInput, which) input: ConversationInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.conversations.close(viewer, input);
  }
}

@Resolver(() => Viewer)
export class ViewerConversationsResolver {
  @Requires('staff:read')
  @FieldResolver(() => CareerConversationConnection, {
    nullable: true,
    description: 'Conversations of which the caller is one of the two, the newest first.',
  })
  conversations(
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() { loaders }: Context,
  ): Promise<Page<CareerConversation>> {
    return loaders.conversationsOfViewer(args);
  }
}
