import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import type { Context } from '../context.ts';
import {
  ConversationCoverage,
  ConversationOutcomes,
  CoverageBy,
} from './conversation-coverage.types.ts';

@Resolver()
export class ConversationCoverageResolver {
  @Requires('trust:read')
  @Query(() => [ConversationCoverage], {
    nullable: true,
    description: 'How many are offered career conversations in time, by group, in the whole trust.',
  })
  conversationCoverage(
    @Arg('by', () => CoverageBy, { description: 'By what.' }) by: CoverageBy,
    @Ctx() { loaders }: Context,
  ): Promise<readonly ConversationCoverage[]> {
    return loaders.conversationCoverage(by);
  }

  @Requires('trust:read')
  @Query(() => ConversationOutcomes, {
    nullable: true,
    description: 'What came of the career conversations of twelve months.',
  })
  conversationOutcomes(@Ctx() { loaders }: Context): Promise<ConversationOutcomes> {
    return loaders.conversationOutcomes();
  }
}
