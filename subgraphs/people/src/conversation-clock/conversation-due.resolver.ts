import type { Page, Pages } from '@trellis/subgraph-kit/page';
import { Requires } from '@trellis/subgraph-kit/permission';
import { Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { Person } from '../person/person.types.ts';
import { type ConversationDueRow, dueList } from './conversation-due.queries.ts';
import {
  ConversationDue,
  ConversationDueConnection,
  ConversationsDueArgs,
} from './conversation-due.types.ts';

@Resolver(() => ConversationDue)
export class ConversationDueResolver {
  constructor(private readonly pages: Pages) {}

  @Requires('staff:read')
  @Query(() => ConversationDueConnection, {
    nullable: true,
    description:
      'Whose conversation is due and when, the most pressing first: of those whom the caller line-manages, and with `conversation:read` of everybody at the schools for which the caller answers.',
  })
  conversationsDue(
    @Args(() => ConversationsDueArgs) args: ConversationsDueArgs,
    @Ctx() { viewer }: Context,
  ): Promise<Page<ConversationDue>> {
    return this.pages.of<ConversationDueRow>(viewer, dueList(viewer, args.filter), args);
  }

  @FieldResolver(() => Person, { nullable: true, description: 'Whose it is.' })
  person(@Root() { personId }: ConversationDueRow, @Ctx() { loaders }: Context) {
    return loaders.person.load(personId);
  }
}

@Resolver(() => Person)
export class PersonConversationDueResolver {
  @FieldResolver(() => ConversationDue, {
    nullable: true,
    description:
      'When their next career conversation is due. For the person, their line manager, and those who hold `conversation:read` and answer for a school of theirs; null for others, and for whoever the trust does not employ.',
  })
  conversationDue(
    @Root() { id }: Person,
    @Ctx() { loaders }: Context,
  ): Promise<ConversationDue | null> {
    return loaders.conversationDueOfPerson.load(id);
  }
}
