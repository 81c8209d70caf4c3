import { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import { notFound } from '@trellis/subgraph-kit/faults';
import type { Page, Pages } from '@trellis/subgraph-kit/page';
import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { withNodes } from '../page-nodes.ts';
import { Person } from '../person/person.types.ts';
import {
  networkList,
  type NetworkMembershipNode,
  networkOf,
  type NetworkRow,
} from './network.queries.ts';
import {
  Network,
  NetworkConnection,
  NetworkMembership,
  NetworkMembershipConnection,
  NetworksArgs,
} from './network.types.ts';

@Resolver(() => Network)
export class NetworkResolver {
  constructor(private readonly pages: Pages) {}

  @Requires('staff:read')
  @Query(() => Network, { nullable: true, description: 'A network of the trust.' })
  async network(
    @Arg('id', () => ID, { description: 'Opaque.' }) id: string,
    @Ctx() { loaders }: Context,
  ): Promise<Network> {
    const network = await loaders.network.load(id);
    if (!network) throw notFound('network');
    return network;
  }

  @Requires('staff:read')
  @Query(() => NetworkConnection, {
    nullable: true,
    description: 'Networks of the trust, by name.',
  })
  async networks(
    @Args(() => NetworksArgs) args: NetworksArgs,
    @Ctx() { viewer }: Context,
  ): Promise<Page<Network>> {
    const list = networkList(viewer, args.filter);
    return withNodes(await this.pages.of<NetworkRow>(viewer, list, args), networkOf);
  }

  @Requires('staff:read')
  @FieldResolver(() => NetworkMembershipConnection, {
    nullable: true,
    description: 'Who belongs to it today, as far as they are within the caller’s reach, by name.',
  })
  members(
    @Root() network: Network,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() { loaders }: Context,
  ): Promise<Page<NetworkMembership>> {
    return loaders.membersOfNetwork.load(network.id, args);
  }
}

@Resolver(() => NetworkMembership)
export class NetworkMembershipResolver {
  @FieldResolver(() => Person, { nullable: true, description: 'Who belongs to it.' })
  person(
    @Root() membership: NetworkMembershipNode,
    @Ctx() { loaders }: Context,
  ): Promise<Person | null> {
    return loaders.person.load(membership.personId);
  }
}

@Resolver(() => Person)
export class PersonNetworksResolver {
  @FieldResolver(() => [Network], { description: 'Networks to which they belong today, by name.' })
  networks(@Root() person: Person, @Ctx() { loaders }: Context): Promise<Network[]> {
    return loaders.networksOfPerson.load(person.id);
  }
}
