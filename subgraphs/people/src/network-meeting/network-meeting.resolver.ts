import { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import type { Page } from '@trellis/subgraph-kit/page';
import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Args, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { Network } from '../network/network.types.ts';
import { Person } from '../person/person.types.ts';
import { calendarFile } from './calendar-file.ts';
import type { AttendanceRow, MeetingRow } from './network-meeting.queries.ts';
import type { NetworkMeetingService } from './network-meeting.service.ts';
import {
  AnswerNetworkMeetingInput,
  AnswerNetworkMeetingResult,
  ArrangeNetworkMeetingInput,
  CancelNetworkMeetingInput,
  ChangeNetworkMeetingResult,
  NetworkAttendance,
  NetworkMeeting,
  NetworkMeetingConnection,
  RecordNetworkAttendanceInput,
  RecordNetworkAttendanceResult,
} from './network-meeting.types.ts';

@Resolver(() => NetworkMeeting)
export class NetworkMeetingResolver {
  constructor(private readonly service: NetworkMeetingService) {}

  @FieldResolver(() => String, {
    description: 'The meeting as an iCalendar file (RFC 5545), to save as `.ics`.',
  })
  calendarFile(@Root() meeting: MeetingRow): string {
    return calendarFile(meeting);
  }

  @FieldResolver(() => [NetworkAttendance], {
    nullable: true,
    description:
      'Who answered and who came, as far as they are within the caller’s reach, by name.',
  })
  attendance(@Root() { id }: NetworkMeeting, @Ctx() { loaders }: Context) {
    return loaders.attendanceOfMeeting.load(id);
  }

  @Requires('network:join')
  @Mutation(() => ChangeNetworkMeetingResult, {
    nullable: true,
    description: 'Say when a network meets. Done by whoever leads it or looks after networks.',
  })
  arrangeNetworkMeeting(
    @Arg('input', () => ArrangeNetworkMeetingInput, { description: 'When and where.' })
    input: ArrangeNetworkMeetingInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.arrange(viewer, input);
  }

  @Requires('network:join')
  @Mutation(() => ChangeNetworkMeetingResult, {
    nullable: true,
    description: 'Cancel a meeting. Done by whoever leads the network or looks after networks.',
  })
  cancelNetworkMeeting(
    @Arg('input', () => CancelNetworkMeetingInput, { description: 'Which.' })
    input: CancelNetworkMeetingInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.cancel(viewer, input);
  }

  @Requires('network:join')
  @Mutation(() => AnswerNetworkMeetingResult, {
    nullable: true,
    description:
      'Say whether one comes to a meeting of one’s own network, or to which one is invited.',
  })
  answerNetworkMeeting(
    @Arg('input', () => AnswerNetworkMeetingInput, { description: 'Which, and whether.' })
    input: AnswerNetworkMeetingInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.answer(viewer, input);
  }

  @Requires('network:join')
  @Mutation(() => RecordNetworkAttendanceResult, {
    nullable: true,
    description: 'Write down who was there; whoever had answered and is not named was not.',
  })
  recordNetworkAttendance(
    @Arg('input', () => RecordNetworkAttendanceInput, { description: 'Who.' })
    input: RecordNetworkAttendanceInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.record(viewer, input);
  }
}

@Resolver(() => NetworkAttendance)
export class NetworkAttendanceResolver {
  @FieldResolver(() => Person, { nullable: true, description: 'Who.' })
  person(@Root() { personId }: AttendanceRow, @Ctx() { loaders }: Context) {
    return loaders.person.load(personId);
  }
}

@Resolver(() => Network)
export class NetworkMeetingsResolver {
  @Requires('staff:read')
  @FieldResolver(() => NetworkMeetingConnection, {
    nullable: true,
    description:
      'Its meetings, the latest first. Of a network by invitation for its members alone, and for others those to which they are invited.',
  })
  meetings(
    @Root() { id }: Network,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() { loaders }: Context,
  ): Promise<Page<NetworkMeeting>> {
    return loaders.meetingsOfNetwork.load(id, args);
  }
}
