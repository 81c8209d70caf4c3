import { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import { notFound } from '@trellis/subgraph-kit/faults';
import type { Page, Pages } from '@trellis/subgraph-kit/page';
import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { School } from '../school/school.types.ts';
import { toTellList } from './notice-sheet.queries.ts';
import type { NoticeSheetService } from './notice-sheet.service.ts';
import {
  ConfirmToldInPersonInput,
  ConfirmToldInPersonResult,
  NoticeSheet,
  type NoticeSheetRow,
} from './notice-sheet.types.ts';
import { type Notice, NoticeConnection } from './notice.types.ts';

@Resolver(() => NoticeSheet)
export class NoticeSheetResolver {
  constructor(
    private readonly pages: Pages,
    private readonly service: NoticeSheetService,
  ) {}

  @Requires('notice:tell')
  @Query(() => NoticeSheet, {
    nullable: true,
    description: 'The sheet for the staff room of a school for which the caller answers.',
  })
  async noticeSheet(
    @Arg('schoolId', () => ID, { description: 'Which school.' }) schoolId: string,
    @Ctx() { viewer, loaders }: Context,
  ): Promise<NoticeSheet> {
    return this.service.sheet(viewer, await loaders.school.load(schoolId));
  }

  @FieldResolver(() => School, { description: 'Whose staff room.' })
  async school(@Root() { schoolId }: NoticeSheetRow, @Ctx() { loaders }: Context): Promise<School> {
    const school = await loaders.school.load(schoolId);
    if (!school) throw notFound('school');
    return school;
  }

  @Requires('notice:tell')
  @FieldResolver(() => NoticeConnection, {
    nullable: true,
    description:
      'Who is to be told in person of what, the newest first. Not for the wall: it names people.',
  })
  toTell(
    @Root() { schoolId, printedOn }: NoticeSheetRow,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() { viewer }: Context,
  ): Promise<Page<Notice>> {
    return this.pages.of<Notice>(viewer, toTellList(viewer, schoolId, printedOn), args);
  }

  @Requires('notice:tell')
  @Mutation(() => ConfirmToldInPersonResult, {
    nullable: true,
    description:
      'Note that a named colleague told somebody in person: staff of a school for which the caller answers.',
  })
  confirmToldInPerson(
    @Arg('input', () => ConfirmToldInPersonInput, { description: 'Who told whom, and when.' })
    input: ConfirmToldInPersonInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.confirm(viewer, input);
  }
}
