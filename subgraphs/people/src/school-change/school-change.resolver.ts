import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { School } from '../school/school.types.ts';
import type { SchoolChangeRow } from './school-change.queries.ts';
import type { SchoolChangeService } from './school-change.service.ts';
import {
  JoinSchoolInput,
  JoinSchoolResult,
  LeaveSchoolInput,
  LeaveSchoolResult,
  UndoLeaveSchoolInput,
  UndoLeaveSchoolResult,
  ReplaceSchoolInput,
  ReplaceSchoolResult,
  MergeSchoolsInput,
  MergeSchoolsResult,
  SchoolChange,
} from './school-change.types.ts';

@Resolver(() => SchoolChange)
export class SchoolChangeResolver {
  constructor(private readonly changes: SchoolChangeService) {}

  @Requires('school:write')
  @Mutation(() => JoinSchoolResult, {
    nullable: true,
    description: 'A school joins the trust from a day; its staff then come by its own system.',
  })
  joinSchool(
    @Arg('input', () => JoinSchoolInput, { description: 'Which, and when.' })
    input: JoinSchoolInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.changes.join(viewer, input);
  }

  @Requires('school:write')
  @Mutation(() => LeaveSchoolResult, {
    nullable: true,
    description: 'A school leaves the trust from a day, with its staff.',
  })
  leaveSchool(
    @Arg('input', () => LeaveSchoolInput, { description: 'Which, and when.' })
    input: LeaveSchoolInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.changes.leave(viewer, input);
  }

  @Requires('school:write')
  @Mutation(() => UndoLeaveSchoolResult, {
    nullable: true,
    description: 'A school that was to leave stays.',
  })
  undoLeaveSchool(
    @Arg('input', () => UndoLeaveSchoolInput, { description: 'Which, and when.' })
    input: UndoLeaveSchoolInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.changes.undoLeave(viewer, input);
  }

  @Requires('school:write')
  @Mutation(() => ReplaceSchoolResult, {
    nullable: true,
    description: 'A school converted and has a new URN.',
  })
  replaceSchool(
    @Arg('input', () => ReplaceSchoolInput, { description: 'Which, and when.' })
    input: ReplaceSchoolInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.changes.replace(viewer, input);
  }

  @Requires('school:write')
  @Mutation(() => MergeSchoolsResult, {
    nullable: true,
    description: 'Schools close and go into another, with their posts.',
  })
  mergeSchools(
    @Arg('input', () => MergeSchoolsInput, { description: 'Which, and when.' })
    input: MergeSchoolsInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.changes.merge(viewer, input);
  }

  @FieldResolver(() => School, { nullable: true, description: 'Of which school.' })
  school(@Root() { schoolId }: SchoolChangeRow, @Ctx() { loaders }: Context) {
    return loaders.school.load(schoolId);
  }

  @FieldResolver(() => School, {
    nullable: true,
    description: 'Into which it went, or which came into it, where it is one.',
  })
  otherSchool(@Root() { otherSchoolId }: SchoolChangeRow, @Ctx() { loaders }: Context) {
    return otherSchoolId === null ? null : loaders.school.load(otherSchoolId);
  }
}

@Resolver(() => School)
export class SchoolHistoryResolver {
  @FieldResolver(() => [SchoolChange], { description: 'What became of it, the newest first.' })
  changes(@Root() { id }: School, @Ctx() { loaders }: Context): Promise<SchoolChange[]> {
    return loaders.changesOfSchool.load(id);
  }
}
