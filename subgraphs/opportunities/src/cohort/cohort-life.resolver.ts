import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import type { CohortLifeService } from './cohort-life.service.ts';
import {
  BeginCohortProjectInput,
  CohortMeeting,
  CohortProject,
  FinishCohortProjectInput,
  RecordCohortMeetingInput,
  RecordCohortMeetingResult,
  SeatAttendance,
} from './cohort-life.types.ts';
import { Cohort, SeatTerm } from './cohort.types.ts';

@Resolver(() => Cohort)
export class CohortLifeResolver {
  constructor(private readonly service: CohortLifeService) {}

  @Requires('opportunity:publish')
  @Mutation(() => RecordCohortMeetingResult, {
    nullable: true,
    description: 'Record that a cohort met, and who came.',
  })
  recordCohortMeeting(
    @Arg('input', () => RecordCohortMeetingInput, { description: 'When, and who came.' })
    input: RecordCohortMeetingInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.recordMeeting(viewer, input);
  }

  @Requires('opportunity:apply')
  @Mutation(() => CohortProject, {
    nullable: true,
    description: 'Have a cohort take something on, as a member or somebody who runs it.',
  })
  beginCohortProject(
    @Arg('input', () => BeginCohortProjectInput, { description: 'What.' })
    input: BeginCohortProjectInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.begin(viewer, input);
  }

  @Requires('opportunity:apply')
  @Mutation(() => CohortProject, {
    nullable: true,
    description:
      'Say what came of a project, as a member or somebody who runs the cohort. It is in the career records of those who had a seat while it ran.',
  })
  finishCohortProject(
    @Arg('input', () => FinishCohortProjectInput, { description: 'Which, and what came of it.' })
    input: FinishCohortProjectInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.finish(viewer, input);
  }

  @FieldResolver(() => [CohortMeeting], {
    description: 'Meetings that were held, the latest first; at most 200.',
  })
  meetings(@Root() { id }: Cohort, @Ctx() { loaders }: Context) {
    return loaders.meetingsOfCohort.load(id);
  }

  @FieldResolver(() => [CohortProject], { description: 'What it took on, the latest first.' })
  projects(@Root() { id }: Cohort, @Ctx() { loaders }: Context) {
    return loaders.projectsOfCohort.load(id);
  }
}

@Resolver(() => SeatTerm)
export class SeatAttendanceResolver {
  @FieldResolver(() => SeatAttendance, {
    nullable: true,
    description:
      'To how many meetings they came: for themselves and those who run the cohort; null for others.',
  })
  attendance(@Root() { id }: SeatTerm, @Ctx() { loaders }: Context) {
    return loaders.attendanceOfTerm.load(id);
  }
}
