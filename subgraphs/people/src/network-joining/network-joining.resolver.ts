import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { Viewer } from '../access/access.types.ts';
import type { Context } from '../context.ts';
import { Network, NetworkMembership } from '../network/network.types.ts';
import { Person } from '../person/person.types.ts';
import type { NetworkChangeService } from './network-change.service.ts';
import type { NetworkInvitationService } from './network-invitation.service.ts';
import type { InvitationRow } from './network-joining.queries.ts';
import type { NetworkJoiningService } from './network-joining.service.ts';
import {
  AnswerNetworkInvitationInput,
  AnswerNetworkInvitationResult,
  ChangeNetworkInput,
  ChangeNetworkResult,
  CreateNetworkInput,
  InviteToNetworkInput,
  InviteToNetworkResult,
  JoinNetworkResult,
  LeaveNetworkResult,
  NetworkInput,
  NetworkInvitation,
} from './network-joining.types.ts';

@Resolver(() => Network)
export class NetworkJoiningResolver {
  constructor(
    private readonly joining: NetworkJoiningService,
    private readonly changes: NetworkChangeService,
  ) {}

  @Requires('staff:read')
  @FieldResolver(() => NetworkMembership, {
    nullable: true,
    description: 'The caller’s own membership; null when they do not belong to it.',
  })
  viewerMembership(@Root() network: Network, @Ctx() { loaders }: Context) {
    return loaders.membershipOfViewer.load(network.id);
  }

  @Requires('network:join')
  @Mutation(() => JoinNetworkResult, { nullable: true, description: 'Join an open network.' })
  joinNetwork(
    @Arg('input', () => NetworkInput, { description: 'Which.' }) input: NetworkInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.joining.join(viewer, input);
  }

  @Requires('network:join')
  @Mutation(() => LeaveNetworkResult, {
    nullable: true,
    description: 'Leave a network, and with it the place of its lead or deputy.',
  })
  async leaveNetwork(
    @Arg('input', () => NetworkInput, { description: 'Which.' }) input: NetworkInput,
    @Ctx() { viewer, loaders }: Context,
  ) {
    return loaders.network.load((await this.joining.leave(viewer, input)).id);
  }

  @Requires('network:manage')
  @Mutation(() => ChangeNetworkResult, { nullable: true, description: 'Make a network.' })
  async createNetwork(
    @Arg('input', () => CreateNetworkInput, { description: 'What it is.' })
    input: CreateNetworkInput,
    @Ctx() { viewer, loaders }: Context,
  ) {
    return loaders.network.load((await this.changes.create(viewer, input)).id);
  }

  @Requires('network:join')
  @Mutation(() => ChangeNetworkResult, {
    nullable: true,
    description:
      'Say what a network is from now on. Done by the lead, the deputy and those who look after networks.',
  })
  async changeNetwork(
    @Arg('input', () => ChangeNetworkInput, { description: 'What it is, all of it.' })
    input: ChangeNetworkInput,
    @Ctx() { viewer, loaders }: Context,
  ) {
    return loaders.network.load((await this.changes.change(viewer, input)).id);
  }
}

@Resolver(() => NetworkInvitation)
export class NetworkInvitationResolver {
  constructor(private readonly service: NetworkInvitationService) {}

  @FieldResolver(() => Network, { nullable: true, description: 'To what.' })
  network(@Root() { networkId }: InvitationRow, @Ctx() { loaders }: Context) {
    return loaders.network.load(networkId);
  }

  @FieldResolver(() => Person, {
    nullable: true,
    description: 'Who is asked; null when they are out of the caller’s reach.',
  })
  person(@Root() { personId }: InvitationRow, @Ctx() { loaders }: Context) {
    return loaders.person.load(personId);
  }

  @Requires('network:join')
  @Mutation(() => InviteToNetworkResult, {
    nullable: true,
    description:
      'Ask somebody who works in the trust to join. Done by the lead, the deputy and those who look after networks.',
  })
  inviteToNetwork(
    @Arg('input', () => InviteToNetworkInput, { description: 'Whom, and to what.' })
    input: InviteToNetworkInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.invite(viewer, input);
  }

  @Requires('network:join')
  @Mutation(() => AnswerNetworkInvitationResult, {
    nullable: true,
    description: 'Join a network to which the caller is asked, or say no thank you.',
  })
  answerNetworkInvitation(
    @Arg('input', () => AnswerNetworkInvitationInput, { description: 'Which, and what.' })
    input: AnswerNetworkInvitationInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.answer(viewer, input);
  }
}

@Resolver(() => Viewer)
export class ViewerInvitationsResolver {
  @Requires('staff:read')
  @FieldResolver(() => [NetworkInvitation], {
    nullable: true,
    description: 'Networks to which the caller is asked and has not answered, 100 at most.',
  })
  networkInvitations(@Ctx() { loaders }: Context): Promise<NetworkInvitation[]> {
    return loaders.invitationsOfViewer();
  }
}
