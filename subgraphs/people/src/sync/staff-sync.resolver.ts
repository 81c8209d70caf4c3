import { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import { notFound } from '@trellis/subgraph-kit/faults';
import type { Page, Pages } from '@trellis/subgraph-kit/page';
import { Requires } from '@trellis/subgraph-kit/permission';
import {
  Arg,
  Args,
  Ctx,
  FieldResolver,
  ID,
  Int,
  Mutation,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import type { Context } from '../context.ts';
import { Contract } from '../contract/contract.types.ts';
import type { PersonNode } from '../person/person.queries.ts';
import { Person, PersonConnection } from '../person/person.types.ts';
import { School } from '../school/school.types.ts';
import type { StaffChunkService } from './staff-chunk.service.ts';
import type { StaffFinishService } from './staff-finish.service.ts';
import {
  CancelStaffSyncResult,
  FinishStaffSyncInput,
  FinishStaffSyncResult,
  PushStaffRecordsInput,
  PushStaffRecordsResult,
  StaffSyncInput,
  StartStaffSyncInput,
  StartStaffSyncResult,
  TooManyMissing,
  UndoStaffSyncResult,
} from './staff-sync-change.types.ts';
import { type StaffSyncNode, syncList, type StaffSyncRowNode } from './staff-sync.queries.ts';
import type { StaffSyncService } from './staff-sync.service.ts';
import {
  DataQualityIssueConnection,
  StaffSource,
  StaffSync,
  StaffSyncConnection,
  StaffSyncRow,
  StaffSyncRowConnection,
  StaffSyncRowsArgs,
  StaffSyncsArgs,
} from './staff-sync.types.ts';

import type { StaffUndoService } from './staff-undo.service.ts';

/** The services behind the syncs of staff records. */
export interface StaffSyncServices {
  readonly syncs: StaffSyncService;
  readonly chunks: StaffChunkService;
  readonly finishing: StaffFinishService;
  readonly undoing: StaffUndoService;
}

@Resolver(() => StaffSync)
export class StaffSyncResolver {
  constructor(
    private readonly pages: Pages,
    private readonly services: StaffSyncServices,
  ) {}

  @Requires('staff:write')
  @Query(() => StaffSync, {
    nullable: true,
    description: 'One sync, such as one to go on with; `NOT_FOUND` when the caller has none such.',
  })
  async staffSync(
    @Arg('id', () => ID, { description: 'Opaque.' }) id: string,
    @Ctx() { loaders }: Context,
  ): Promise<StaffSyncNode> {
    const sync = await loaders.staffSync.load(id);
    if (!sync) throw notFound('sync');
    return sync;
  }

  @Requires('staff:write')
  @Query(() => StaffSyncConnection, {
    nullable: true,
    description: 'Syncs of the schools for which the caller answers, the latest first.',
  })
  staffSyncs(
    @Args(() => StaffSyncsArgs) args: StaffSyncsArgs,
    @Ctx() { viewer }: Context,
  ): Promise<Page<StaffSyncNode>> {
    return this.pages.of(viewer, syncList(viewer, args.source), args);
  }

  @Requires('staff:write')
  @Mutation(() => StartStaffSyncResult, {
    nullable: true,
    description: 'Begin to send the staff records of a system: then push chunks, then finish.',
  })
  startStaffSync(
    @Arg('input', () => StartStaffSyncInput, { description: 'From where, and of when.' })
    input: StartStaffSyncInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.services.syncs.start(viewer, input);
  }

  @Requires('staff:write')
  @Mutation(() => PushStaffRecordsResult, {
    nullable: true,
    description:
      'Send up to 500 records. They count at once, all that can be taken; each of the others says why not.',
  })
  pushStaffRecords(
    // The service looks at the records itself: a bad one must not stop the others.
    @Arg('input', () => PushStaffRecordsInput, { validate: false, description: 'What is sent.' })
    input: PushStaffRecordsInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.services.chunks.push(viewer, input);
  }

  @Requires('staff:write')
  @Mutation(() => FinishStaffSyncResult, {
    nullable: true,
    description: 'Say that everything was sent. A full sync then ends those who are missing.',
  })
  finishStaffSync(
    @Arg('input', () => FinishStaffSyncInput, { description: 'Which, and how much was sent.' })
    input: FinishStaffSyncInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.services.finishing.finish(viewer, input);
  }

  @Requires('staff:write')
  @Mutation(() => CancelStaffSyncResult, {
    nullable: true,
    description: 'Give a sync up. What it has changed stands; undo it to put that back.',
  })
  cancelStaffSync(
    @Arg('input', () => StaffSyncInput, { description: 'Which.' }) input: StaffSyncInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.services.syncs.cancel(viewer, input);
  }

  @Requires('staff:write')
  @Mutation(() => UndoStaffSyncResult, {
    nullable: true,
    description:
      'Put back what a sync changed of people, contracts, posts, line managers, leave, qualifications and equality answers, but for records that a later sync has changed since.',
  })
  undoStaffSync(
    @Arg('input', () => StaffSyncInput, { description: 'Which.' }) input: StaffSyncInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.services.undoing.undo(viewer, input);
  }

  @FieldResolver(() => School, {
    nullable: true,
    description: 'Whose system it is; none when it is the whole trust’s.',
  })
  school(@Root() { schoolId }: StaffSyncNode, @Ctx() { loaders }: Context): Promise<School | null> {
    return schoolId === null ? Promise.resolve(null) : loaders.school.load(schoolId);
  }

  @FieldResolver(() => [Int], {
    description: 'Numbers of the chunks that came: a client that was stopped sends the others.',
  })
  async chunkNumbers(@Root() { id }: StaffSync, @Ctx() { loaders }: Context): Promise<number[]> {
    return (await loaders.chunksOfSync.load(id)).map(({ chunk }) => chunk);
  }

  @FieldResolver(() => StaffSyncRowConnection, {
    description: 'What became of its records, in the order in which they were sent.',
  })
  rows(
    @Root() { id }: StaffSync,
    @Args(() => StaffSyncRowsArgs) args: StaffSyncRowsArgs,
    @Ctx() { loaders }: Context,
  ): Promise<Page<StaffSyncRow>> {
    return loaders.rowsOfSync.load(id, args);
  }

  @FieldResolver(() => PersonConnection, {
    description: 'Whom it lacked when it was to be finished, as far as the caller may see them.',
  })
  missing(
    @Root() { id }: StaffSync,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() { loaders }: Context,
  ): Promise<Page<Person>> {
    return loaders.missingOfSync.load(id, args);
  }

  @FieldResolver(() => DataQualityIssueConnection, {
    description: 'What we could not make out in the records of its source, as they now stand.',
  })
  issues(
    @Root() { id }: StaffSync,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() { loaders }: Context,
  ) {
    return loaders.issuesOfSync.load(id, args);
  }
}

@Resolver(() => StaffSyncRow)
export class StaffSyncRowResolver {
  @FieldResolver(() => Person, {
    nullable: true,
    description: 'Who it is; none when nobody yet, or nobody whom the caller may see.',
  })
  person(
    @Root() { personId }: StaffSyncRowNode,
    @Ctx() { loaders }: Context,
  ): Promise<Person | null> {
    return personId === null ? Promise.resolve(null) : loaders.person.load(personId);
  }
}

@Resolver(() => TooManyMissing)
export class TooManyMissingResolver {
  @FieldResolver(() => [Person], {
    description: 'Who would be ended: the first 25, as far as the caller may see them.',
  })
  async wouldEnd(
    @Root() { personIds }: TooManyMissing,
    @Ctx() { loaders }: Context,
  ): Promise<Person[]> {
    const people = await Promise.all(personIds.map((id) => loaders.person.load(id)));
    return people.filter((person) => person !== null);
  }
}

@Resolver(() => Person)
export class PersonSourcesResolver {
  @FieldResolver(() => [StaffSource], {
    nullable: true,
    description:
      'Which systems tell of the person and alone change what they tell. Null unless the caller is the person, their line manager, or answers for a school of theirs.',
  })
  sources(@Root() person: PersonNode, @Ctx() { loaders }: Context): Promise<StaffSource[]> | null {
    return person.isInCharge ? loaders.sourcesOfPerson.load(person.id) : null;
  }
}

@Resolver(() => Contract)
export class ContractSourceResolver {
  @FieldResolver(() => StaffSource, {
    nullable: true,
    description: 'Which system tells of it, and of the posts under it, and alone changes them.',
  })
  async source(@Root() { id }: Contract, @Ctx() { loaders }: Context): Promise<StaffSource | null> {
    return (await loaders.sourceOfContract.load(id)).at(0) ?? null;
  }
}
