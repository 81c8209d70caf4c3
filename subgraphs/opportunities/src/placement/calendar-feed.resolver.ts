import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Ctx, Directive, FieldResolver, Mutation, Query, Resolver } from 'type-graphql';
import type { Context } from '../context.ts';
import { Viewer } from '../viewer/viewer.types.ts';
import type { CalendarFeedService } from './calendar-feed.service.ts';
import {
  CalendarFeed,
  CalendarFeedAddress,
  CalendarFeedFile,
  MakeCalendarFeedInput,
  RevokeCalendarFeedInput,
} from './calendar-feed.types.ts';

@Resolver(() => Viewer)
export class CalendarFeedResolver {
  constructor(private readonly service: CalendarFeedService) {}

  @Requires('calendar:read')
  @Directive('@inaccessible')
  @Query(() => CalendarFeedFile, { nullable: true, description: 'For the gateway alone.' })
  calendarFeedFile(
    @Arg('secretHash', () => String, { description: 'SHA-256 of the secret, hexadecimal.' })
    secretHash: string,
  ): Promise<CalendarFeedFile | null> {
    return this.service.fileOf(secretHash);
  }

  @Requires('opportunity:read')
  @Mutation(() => CalendarFeedAddress, {
    nullable: true,
    description:
      'Make a private address for one’s calendar program, in the place of the one that one had.',
  })
  makeCalendarFeed(
    @Arg('input', () => MakeCalendarFeedInput, { description: 'Nothing is chosen.' })
    input: MakeCalendarFeedInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.make(viewer, input);
  }

  @Requires('opportunity:read')
  @Mutation(() => CalendarFeed, {
    nullable: true,
    description: 'Let one’s address die, so that nobody reads anything there any more.',
  })
  revokeCalendarFeed(
    @Arg('input', () => RevokeCalendarFeedInput, { description: 'Which.' })
    input: RevokeCalendarFeedInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.revoke(viewer, input);
  }

  @Requires('opportunity:read')
  @FieldResolver(() => CalendarFeed, {
    nullable: true,
    description: 'The caller’s address for calendar programs; null when they have none.',
  })
  calendarFeed(@Ctx() { loaders }: Context) {
    return loaders.ownCalendarFeed();
  }
}
