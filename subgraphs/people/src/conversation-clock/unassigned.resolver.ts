import { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import type { Page, Pages } from '@trellis/subgraph-kit/page';
import { Requires } from '@trellis/subgraph-kit/permission';
import { Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { Person } from '../person/person.types.ts';
import { unassignedList, type UnassignedRow } from './unassigned.queries.ts';
import { UnassignedPerson, UnassignedPersonConnection } from './unassigned.types.ts';

@Resolver(() => UnassignedPerson)
export class UnassignedResolver {
  constructor(private readonly pages: Pages) {}

  @Requires('conversation:read')
  @Query(() => UnassignedPersonConnection, {
    nullable: true,
    description:
      'Who is owed career conversations and has no line manager to hold them, of those for whom the caller answers; who has waited longest first.',
  })
  conversationsUnassigned(
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() { viewer }: Context,
  ): Promise<Page<UnassignedPerson>> {
    return this.pages.of<UnassignedRow>(viewer, unassignedList(viewer), args);
  }

  @FieldResolver(() => Person, { nullable: true, description: 'Who.' })
  person(@Root() { personId }: UnassignedRow, @Ctx() { loaders }: Context) {
    return loaders.person.load(personId);
  }
}
