import { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import type { Page } from '@trellis/subgraph-kit/page';
import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Args, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { Viewer } from '../access/access.types.ts';
import type { Context } from '../context.ts';
import {
  NetworkMeeting,
  NetworkMeetingConnection,
} from '../network-meeting/network-meeting.types.ts';
import { Person } from '../person/person.types.ts';
import { SharedNetwork } from '../shared-network/shared-network.types.ts';
import type { MeetingGuestRow } from './network-meeting-guest.queries.ts';
import type { NetworkMeetingGuestService } from './network-meeting-guest.service.ts';
import {
  InviteToNetworkMeetingInput,
  InviteToNetworkMeetingResult,
  NetworkMeetingGuest,
  NetworkMeetingGuestInput,
  WithdrawNetworkMeetingGuestResult,
} from './network-meeting-guest.types.ts';

@Resolver(() => NetworkMeetingGuest)
export class NetworkMeetingGuestResolver {
  constructor(private readonly service: NetworkMeetingGuestService) {}

  @FieldResolver(() => Person, {
    nullable: true,
    description: 'A colleague; null where out of the caller’s reach, or of an allied trust.',
  })
  person(@Root() { personId }: MeetingGuestRow, @Ctx() { loaders }: Context) {
    return personId === null ? null : loaders.person.load(personId);
  }

  @Requires('network:join')
  @Mutation(() => InviteToNetworkMeetingResult, {
    nullable: true,
    description:
      'Invite somebody who does not belong to a network to one of its meetings. Done by whoever leads it or looks after networks.',
  })
  inviteToNetworkMeeting(
    @Arg('input', () => InviteToNetworkMeetingInput, { description: 'Whom, and to which.' })
    input: InviteToNetworkMeetingInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.invite(viewer, input);
  }

  @Requires('network:join')
  @Mutation(() => WithdrawNetworkMeetingGuestResult, {
    nullable: true,
    description: 'Take an invitation to a meeting back.',
  })
  withdrawNetworkMeetingGuest(
    @Arg('input', () => NetworkMeetingGuestInput, { description: 'Which.' })
    input: NetworkMeetingGuestInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.withdraw(viewer, input);
  }
}

@Resolver(() => NetworkMeeting)
export class NetworkMeetingGuestsResolver {
  @Requires('staff:read')
  @FieldResolver(() => [NetworkMeetingGuest], {
    nullable: true,
    description:
      'Who is invited without belonging to the network: for its members all, for a guest oneself.',
  })
  guests(@Root() { id }: NetworkMeeting, @Ctx() { loaders }: Context) {
    return loaders.guestsOfMeeting.load(id);
  }
}

@Resolver(() => SharedNetwork)
export class SharedNetworkMeetingsResolver {
  @Requires('staff:read')
  @FieldResolver(() => NetworkMeetingConnection, {
    nullable: true,
    description: 'Its meetings, for whom is a guest in it; the latest first.',
  })
  meetings(
    @Root() { id }: SharedNetwork,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() { loaders }: Context,
  ): Promise<Page<NetworkMeeting>> {
    return loaders.meetingsOfSharedNetwork.load(id, args);
  }
}

@Resolver(() => Viewer)
export class ViewerMeetingsResolver {
  @Requires('staff:read')
  @FieldResolver(() => [NetworkMeeting], {
    nullable: true,
    description:
      'Meetings to come of networks to which the caller belongs, and to which they are invited, also of allied trusts; the next first, 100 at most.',
  })
  networkMeetings(@Ctx() { loaders }: Context): Promise<NetworkMeeting[]> {
    return loaders.meetingsOfViewer();
  }
}
