import { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import { Requires } from '@trellis/subgraph-kit/permission';
import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { Fund } from '../fund/fund.types.ts';
import { AwardConnection } from './award.types.ts';
import { Person } from './person.types.ts';

@Resolver(() => Person)
export class PersonAwardsResolver {
  @Requires('study:read')
  @FieldResolver(() => AwardConnection, {
    nullable: true,
    description:
      'What the trust pays for their study, newest first, withdrawn awards among them. Everybody knows their own; those who may read awards know the ones for schools that they answer for; null when the viewer may not know.',
  })
  awards(
    @Root() { id }: Person,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() { loaders }: Context,
  ) {
    return loaders.awardsOfPerson.load(id, args);
  }
}

@Resolver(() => Fund)
export class FundAwardsResolver {
  @Requires('award:read')
  @FieldResolver(() => AwardConnection, {
    nullable: true,
    description:
      'Awards from it of which the viewer may know, newest first, withdrawn ones among them.',
  })
  awards(
    @Root() { id }: Fund,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() { loaders }: Context,
  ) {
    return loaders.awardsOfFund.load(id, args);
  }
}
