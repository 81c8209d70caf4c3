import { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import type { Page } from '@trellis/subgraph-kit/page';
import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Args, Ctx, FieldResolver, Int, Mutation, Resolver, Root } from 'type-graphql';
import { Viewer } from '../access/access.types.ts';
import type { Context } from '../context.ts';
import { Person } from '../person/person.types.ts';
import {
  ReadNoticeInput,
  ReadNoticeResult,
  RecordBounceReportInput,
  RecordBounceReportResult,
  RecordNoticeBounceInput,
  RecordNoticeBounceResult,
} from './notice-change.types.ts';
import type { NoticeService } from './notice.service.ts';
import { Notice, NoticeConnection, type NoticeRow, NoticeStep } from './notice.types.ts';

@Resolver(() => Notice)
export class NoticeResolver {
  constructor(private readonly service: NoticeService) {}

  @Requires('staff:read')
  @Mutation(() => ReadNoticeResult, {
    nullable: true,
    description:
      'Note that the caller has opened a notice of theirs. A front end calls it when it shows one.',
  })
  readNotice(
    @Arg('input', () => ReadNoticeInput, { description: 'Which.' }) input: ReadNoticeInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.read(viewer, input);
  }

  @Requires('notice:bounce')
  @Mutation(() => RecordNoticeBounceResult, {
    nullable: true,
    description:
      'Note that an e-mail came back after the mail server had taken it. For a mail system that answers for the whole trust.',
  })
  recordNoticeBounce(
    @Arg('input', () => RecordNoticeBounceInput, { description: 'Which e-mail.' })
    input: RecordNoticeBounceInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.bounce(viewer, input);
  }

  @Requires('notice:bounce')
  @Mutation(() => RecordBounceReportResult, {
    nullable: true,
    description:
      'Note from a mail server’s own report that an e-mail came back. For a mail system that answers for the whole trust and passes on what comes to the address of the notices.',
  })
  recordBounceReport(
    @Arg('input', () => RecordBounceReportInput, { description: 'The report.' })
    input: RecordBounceReportInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.report(viewer, input);
  }

  @FieldResolver(() => Person, {
    nullable: true,
    description: 'Who is told; null where they are out of the caller’s reach.',
  })
  person(@Root() { personId }: NoticeRow, @Ctx() { loaders }: Context): Promise<Person | null> {
    return loaders.person.load(personId);
  }

  @FieldResolver(() => [NoticeStep], {
    description: 'All that became of it, in order; nothing is ever taken away.',
  })
  history(@Root() { id }: Notice, @Ctx() { loaders }: Context): Promise<NoticeStep[]> {
    return loaders.historyOfNotice.load(id);
  }
}

@Resolver(() => Person)
export class PersonNoticesResolver {
  @FieldResolver(() => NoticeConnection, {
    nullable: true,
    description:
      'What the person is told and was, the newest first. Null unless the caller is the person, or holds `notice:read` and answers for all schools.',
  })
  notices(
    @Root() { id }: Person,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() { viewer, loaders }: Context,
  ): Promise<Page<Notice>> | null {
    const isTheirs = id === viewer.personId;
    const isPeopleTeam = viewer.allPlaces && viewer.scopes.has('notice:read');
    return isTheirs || isPeopleTeam ? loaders.noticesOfPerson.load(id, args) : null;
  }
}

@Resolver(() => Viewer)
export class ViewerNoticesResolver {
  constructor(private readonly service: NoticeService) {}

  @FieldResolver(() => NoticeConnection, {
    nullable: true,
    description: 'What the caller is told and was, the newest first; null for an API key.',
  })
  notices(
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() { viewer, loaders }: Context,
  ): Promise<Page<Notice>> | null {
    return viewer.personId === null ? null : loaders.noticesOfPerson.load(viewer.personId, args);
  }

  @FieldResolver(() => Int, { description: 'How many of them the caller has not opened.' })
  unreadNotices(@Ctx() { viewer }: Context): Promise<number> {
    return this.service.unread(viewer);
  }
}
