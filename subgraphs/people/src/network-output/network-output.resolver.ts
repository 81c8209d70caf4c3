import { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import { notFound } from '@trellis/subgraph-kit/faults';
import type { Page, Pages } from '@trellis/subgraph-kit/page';
import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { Network } from '../network/network.types.ts';
import type { ContributorNode } from '../network-contributor/network-contributor.loaders.ts';
import { NetworkContributor } from '../network-contributor/network-contributor.types.ts';
import { withNodes } from '../page-nodes.ts';
import { SharedNetwork } from '../shared-network/shared-network.types.ts';
import {
  outputList,
  type OutputNode,
  withCodes,
  type OutputRow,
  type OutputVersionNode,
  WhoseOutputs,
} from './network-output.queries.ts';
import {
  NetworkOutput,
  NetworkOutputConnection,
  NetworkOutputsArgs,
  NetworkOutputVersion,
  NetworkOutputVersionConnection,
} from './network-output.types.ts';

@Resolver(() => NetworkOutput)
export class NetworkOutputResolver {
  constructor(private readonly pages: Pages) {}

  @Requires('staff:read')
  @Query(() => NetworkOutput, {
    nullable: true,
    description: 'An output that the caller may read, also of a network of an allied trust.',
  })
  async networkOutput(
    @Arg('id', () => ID, { description: 'Opaque.' }) id: string,
    @Ctx() { loaders }: Context,
  ): Promise<NetworkOutput> {
    const output = await loaders.networkOutput.load(id);
    if (!output) throw notFound('output');
    return output;
  }

  @Requires('staff:read')
  @Query(() => NetworkOutputConnection, {
    nullable: true,
    description:
      'Outputs of all networks of the trust that the caller may read, the latest to change first.',
  })
  async networkOutputs(
    @Args(() => NetworkOutputsArgs) args: NetworkOutputsArgs,
    @Ctx() { viewer }: Context,
  ): Promise<Page<NetworkOutput>> {
    const list = outputList(viewer, args.filter, WhoseOutputs.OURS);
    return withNodes(await this.pages.of<OutputRow>(viewer, list, args), withCodes);
  }

  @FieldResolver(() => [NetworkContributor], {
    nullable: true,
    description: 'Who wrote its current version, in the order in which they name themselves.',
  })
  authors(@Root() { authorIds }: OutputNode, @Ctx() { loaders }: Context) {
    return contributors(authorIds, loaders);
  }

  @FieldResolver(() => Network, {
    nullable: true,
    description: 'Of which network; null for one of an allied trust.',
  })
  network(@Root() { networkId }: OutputNode, @Ctx() { loaders }: Context) {
    return loaders.network.load(networkId);
  }

  @Requires('staff:read')
  @FieldResolver(() => NetworkOutputVersionConnection, {
    nullable: true,
    description:
      'How it was written, the latest version first: for authors all, for members since they could read it, for everybody else the current one.',
  })
  async versions(
    @Root() { id }: NetworkOutput,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() { loaders }: Context,
  ): Promise<Page<NetworkOutputVersion>> {
    return withNodes(await loaders.versionsOfOutput.load(id, args), withCodes);
  }
}

@Resolver(() => NetworkOutputVersion)
export class NetworkOutputVersionResolver {
  @FieldResolver(() => NetworkContributor, { nullable: true, description: 'Who saved it.' })
  writtenBy(@Root() { writerId }: OutputVersionNode, @Ctx() { loaders }: Context) {
    return loaders.contributor.load(writerId);
  }

  @FieldResolver(() => [NetworkContributor], {
    nullable: true,
    description: 'Whose it is, in the order in which they name themselves.',
  })
  authors(@Root() { authorIds }: OutputVersionNode, @Ctx() { loaders }: Context) {
    return contributors(authorIds, loaders);
  }
}

function contributors(
  ids: readonly string[],
  { contributor }: Context['loaders'],
): Promise<ContributorNode[]> {
  return Promise.all(ids.map((id) => contributor.load(id)));
}

@Resolver(() => Network)
export class NetworkOutputsResolver {
  @Requires('staff:read')
  @FieldResolver(() => NetworkOutputConnection, {
    nullable: true,
    description:
      'What it made, as far as the caller may read it: members what is the network’s, authors their drafts, others what is published to the trust. The latest to change first.',
  })
  async outputs(
    @Root() { id }: Network,
    @Args(() => NetworkOutputsArgs) args: NetworkOutputsArgs,
    @Ctx() { loaders }: Context,
  ): Promise<Page<NetworkOutput>> {
    return withNodes(await loaders.outputsOfNetwork.load(id, args), withCodes);
  }
}

@Resolver(() => SharedNetwork)
export class SharedNetworkOutputsResolver {
  @Requires('staff:read')
  @FieldResolver(() => NetworkOutputConnection, {
    nullable: true,
    description:
      'What it made and its guests may read, for whom is a guest in it; the latest to change first.',
  })
  async outputs(
    @Root() { id }: SharedNetwork,
    @Args(() => NetworkOutputsArgs) args: NetworkOutputsArgs,
    @Ctx() { loaders }: Context,
  ): Promise<Page<NetworkOutput>> {
    return withNodes(await loaders.outputsOfSharedNetwork.load(id, args), withCodes);
  }
}
