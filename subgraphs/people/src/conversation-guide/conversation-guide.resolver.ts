import { londonDay } from '@trellis/subgraph-kit/london-day';
import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { StaffGroup } from '../assignment/assignment.types.ts';
import type { Context } from '../context.ts';
import type { ConversationRow } from '../conversation/conversation.queries.ts';
import { CareerConversation, ConversationSituation } from '../conversation/conversation.types.ts';
import { guideFor } from './conversation-guide.ts';
import { ConversationGuide } from './conversation-guide.types.ts';

@Resolver(() => CareerConversation)
export class ConversationGuideResolver {
  @Requires('staff:read')
  @Query(() => ConversationGuide, {
    nullable: true,
    description: 'How to hold a career conversation, to read or print beforehand.',
  })
  conversationGuide(
    @Arg('situation', () => ConversationSituation, {
      defaultValue: ConversationSituation.ANY,
      description: 'For which situation.',
    })
    situation: ConversationSituation,
    @Arg('staffGroup', () => StaffGroup, {
      nullable: true,
      description: 'For whose work; anybody’s when not given.',
    })
    staffGroup: StaffGroup | null | undefined,
  ): ConversationGuide {
    return guideFor(situation, staffGroup ?? null);
  }

  @FieldResolver(() => ConversationGuide, {
    nullable: true,
    description: 'For its situation and the work of whose it is, by their main post today.',
  })
  async guide(
    @Root() { personId, situation }: ConversationRow,
    @Ctx() { loaders }: Context,
  ): Promise<ConversationGuide> {
    const [post] = await loaders.assignmentsOfPersonOn(londonDay()).load(personId);
    return guideFor(situation, post?.staffGroup ?? null);
  }
}
