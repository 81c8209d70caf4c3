import { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import type { Page } from '@trellis/subgraph-kit/page';
import { Requires } from '@trellis/subgraph-kit/permission';
import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { Person } from '../person/person.types.ts';
import { AspirationConnection, AspirationMatch } from './aspiration-match.types.ts';
import type { AspirationRow } from './aspiration.queries.ts';
import { Aspiration } from './aspiration.types.ts';

@Resolver(() => AspirationMatch)
export class AspirationMatchResolver {
  @Requires('staff:read')
  @FieldResolver(() => AspirationConnection, {
    nullable: true,
    description:
      'Of colleagues whom the caller sees, as far as they share them with the caller, by name. None comes before another for what it is, and who hopes for nothing of it may apply as well.',
  })
  aspirations(
    @Root() { kind }: AspirationMatch,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() { loaders }: Context,
  ): Promise<Page<Aspiration>> {
    return loaders.aspirationsMatching.load(kind, args);
  }
}

@Resolver(() => Aspiration)
export class AspirationPersonResolver {
  @FieldResolver(() => Person, { nullable: true, description: 'Whose it is.' })
  person(@Root() { personId }: AspirationRow, @Ctx() { loaders }: Context) {
    return loaders.person.load(personId);
  }
}
