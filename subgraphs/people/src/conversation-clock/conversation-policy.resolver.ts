import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Ctx, FieldResolver, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../context.ts';
import { Trust } from '../trust/trust.types.ts';
import type { ConversationPolicyService } from './conversation-policy.service.ts';
import {
  ConversationPolicy,
  SetConversationPolicyInput,
  SetConversationPolicyResult,
} from './conversation-policy.types.ts';

@Resolver(() => Trust)
export class ConversationPolicyResolver {
  constructor(private readonly policies: ConversationPolicyService) {}

  @FieldResolver(() => ConversationPolicy, {
    nullable: true,
    description: 'How often everybody is owed a career conversation.',
  })
  conversationPolicy(@Ctx() { viewer }: Context): Promise<ConversationPolicy> {
    return this.policies.of(viewer);
  }

  @Requires('conversation:manage')
  @Mutation(() => SetConversationPolicyResult, {
    nullable: true,
    description: 'Say how often everybody is owed a career conversation from now on.',
  })
  setConversationPolicy(
    @Arg('input', () => SetConversationPolicyInput, { description: 'How often.' })
    input: SetConversationPolicyInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.policies.set(viewer, input);
  }
}
