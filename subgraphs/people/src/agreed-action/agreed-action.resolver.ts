import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { Viewer } from '../access/access.types.ts';
import type { Context } from '../context.ts';
import { CareerConversation } from '../conversation/conversation.types.ts';
import { Person } from '../person/person.types.ts';
import type { ActionRow } from './agreed-action.queries.ts';
import type { AgreedActionService } from './agreed-action.service.ts';
import {
  ActionLinked,
  ActionLinkType,
  AgreedAction,
  AgreeActionInput,
  AgreeActionResult,
  linkedTypes,
  SettleActionInput,
  SettleActionResult,
} from './agreed-action.types.ts';

@Resolver(() => AgreedAction)
export class AgreedActionResolver {
  constructor(private readonly actions: AgreedActionService) {}

  @Requires('conversation:hold')
  @Mutation(() => AgreeActionResult, {
    nullable: true,
    description:
      'Write down what the two agree to do. Who had said that it is written down right says so anew.',
  })
  agreeAction(
    @Arg('input', () => AgreeActionInput, { description: 'Who does what, by when.' })
    input: AgreeActionInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.actions.agree(viewer, input);
  }

  @Requires('conversation:hold')
  @Mutation(() => SettleActionResult, {
    nullable: true,
    description: 'Say that something agreed was done, is no longer wanted, or is open again.',
  })
  settleAction(
    @Arg('input', () => SettleActionInput, { description: 'Which, and what became of it.' })
    input: SettleActionInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.actions.settle(viewer, input);
  }

  @FieldResolver(() => CareerConversation, {
    nullable: true,
    description: 'In which it was agreed; null for a line manager who has taken it on.',
  })
  conversation(@Root() { conversationId }: ActionRow, @Ctx() { loaders }: Context) {
    return loaders.conversation.load(conversationId);
  }

  @FieldResolver(() => Person, { nullable: true, description: 'Whose conversation it was.' })
  person(@Root() { personId }: ActionRow, @Ctx() { loaders }: Context) {
    return loaders.person.load(personId);
  }

  @FieldResolver(() => Person, {
    nullable: true,
    description: 'The other: with whom it was agreed, or the line manager who has taken it on.',
  })
  lead(@Root() { leadId }: ActionRow, @Ctx() { loaders }: Context) {
    return loaders.person.load(leadId);
  }

  @FieldResolver(() => ActionLinked, {
    nullable: true,
    description:
      'What it is about; its fields are null where the caller may not see it or it is gone.',
  })
  async about(@Root() { linkType, linkId }: ActionRow, @Ctx() { loaders }: Context) {
    if (linkType === null || linkId === null) return null;
    const network =
      linkType === ActionLinkType.NETWORK ? await loaders.network.load(linkId) : { id: linkId };
    return network && Object.assign(new linkedTypes[linkType](), network);
  }
}

@Resolver(() => CareerConversation)
export class ConversationActionsResolver {
  @FieldResolver(() => [AgreedAction], {
    nullable: true,
    description: 'What the two agreed, in the order of their days.',
  })
  actions(
    @Root() { id }: CareerConversation,
    @Ctx() { loaders }: Context,
  ): Promise<AgreedAction[]> {
    return loaders.actionsOfConversation.load(id);
  }
}

@Resolver(() => Viewer)
export class ViewerActionsResolver {
  @Requires('staff:read')
  @FieldResolver(() => [AgreedAction], {
    nullable: true,
    description: 'What the caller agreed to do and has not done, by day, 100 at most.',
  })
  openActions(@Ctx() { loaders }: Context): Promise<AgreedAction[]> {
    return loaders.openActionsOfViewer();
  }

  @Requires('staff:read')
  @FieldResolver(() => [AgreedAction], {
    nullable: true,
    description:
      'What the caller has taken on as the line manager of today and is open, whoever does it, by day, 100 at most.',
  })
  actionsTakenOn(@Ctx() { loaders }: Context): Promise<AgreedAction[]> {
    return loaders.actionsTakenOnByViewer();
  }
}
