import { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import type { Page } from '@trellis/subgraph-kit/page';
import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Alliance } from '../alliance/alliance.types.ts';
import type { Context } from '../context.ts';
import { Network } from '../network/network.types.ts';
import { withNodes } from '../page-nodes.ts';
import { cardOf, type SharingRow } from './shared-network.queries.ts';
import type { SharedNetworkService } from './shared-network.service.ts';
import {
  type NetworkCard,
  NetworkCardConnection,
  NetworkSharing,
  NetworkSharingInput,
  SharedNetwork,
  SharedNetworkInput,
  SharedNetworkResult,
  ShareNetworkResult,
  StopSharingNetworkResult,
} from './shared-network.types.ts';

@Resolver(() => SharedNetwork)
export class SharedNetworkResolver {
  constructor(private readonly service: SharedNetworkService) {}

  @Requires('staff:read')
  @Query(() => [SharedNetwork], {
    nullable: true,
    description: 'Networks that allied trusts share with the caller’s, by name, 200 at most.',
  })
  sharedNetworks(@Ctx() { loaders }: Context): Promise<SharedNetwork[]> {
    return loaders.sharedNetworks();
  }

  @Requires('staff:read')
  @FieldResolver(() => NetworkCardConnection, {
    nullable: true,
    description: 'Its members of the trust whose network it is, by name.',
  })
  async members(
    @Root() { id }: SharedNetwork,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() { loaders }: Context,
  ): Promise<Page<NetworkCard>> {
    return withNodes(await loaders.cardsOfNetwork.load(id, args), cardOf);
  }

  @Requires('network:join')
  @Mutation(() => SharedNetworkResult, {
    nullable: true,
    description:
      'Join a network that an allied trust shares. That trust then reads the caller’s name, role and school.',
  })
  joinSharedNetwork(
    @Arg('input', () => SharedNetworkInput, { description: 'Which.' }) input: SharedNetworkInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.join(viewer, input);
  }

  @Requires('network:join')
  @Mutation(() => SharedNetworkResult, {
    nullable: true,
    description:
      'Leave a network of an allied trust, which no longer reads anything of the caller.',
  })
  leaveSharedNetwork(
    @Arg('input', () => SharedNetworkInput, { description: 'Which.' }) input: SharedNetworkInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.leave(viewer, input);
  }
}

@Resolver(() => Network)
export class NetworkGuestsResolver {
  constructor(private readonly service: SharedNetworkService) {}

  @Requires('staff:read')
  @FieldResolver(() => NetworkCardConnection, {
    nullable: true,
    description: 'Who takes part from allied trusts, by name.',
  })
  async guests(
    @Root() { id }: Network,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() { loaders }: Context,
  ): Promise<Page<NetworkCard>> {
    return withNodes(await loaders.cardsOfNetwork.load(id, args), cardOf);
  }

  @Requires('staff:read')
  @FieldResolver(() => [NetworkSharing], {
    nullable: true,
    description: 'With which allied trusts it is shared, the first one first.',
  })
  sharing(@Root() { id }: Network, @Ctx() { loaders }: Context): Promise<NetworkSharing[]> {
    return loaders.sharingOfNetwork.load(id);
  }

  @Requires('network:manage')
  @Mutation(() => ShareNetworkResult, {
    nullable: true,
    description:
      'Let people of an allied trust take part in a network. That trust then reads its name and purpose and its members’ name, role and school, and nothing else.',
  })
  shareNetwork(
    @Arg('input', () => NetworkSharingInput, { description: 'Which, and with whom.' })
    input: NetworkSharingInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.share(viewer, input);
  }

  @Requires('network:manage')
  @Mutation(() => StopSharingNetworkResult, {
    nullable: true,
    description: 'No longer share a network with an allied trust: both sides see nothing more.',
  })
  stopSharingNetwork(
    @Arg('input', () => NetworkSharingInput, { description: 'Which, and with whom.' })
    input: NetworkSharingInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.stop(viewer, input);
  }
}

@Resolver(() => NetworkSharing)
export class NetworkSharingResolver {
  @FieldResolver(() => Alliance, { nullable: true, description: 'By which alliance.' })
  alliance(@Root() { allianceId }: SharingRow, @Ctx() { loaders }: Context) {
    return loaders.alliance.load(allianceId);
  }
}
