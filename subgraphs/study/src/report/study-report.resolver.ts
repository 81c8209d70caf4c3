import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Ctx, FieldResolver, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { School } from '../spend/school.types.ts';
import type { StudyReportService } from './study-report.service.ts';
import {
  PublishStudyReportInput,
  PublishStudyReportResult,
  StudyOfSchool,
  StudyReport,
} from './study-report.types.ts';

@Resolver(() => StudyOfSchool)
export class StudyReportResolver {
  constructor(private readonly reports: StudyReportService) {}

  @Requires('study:report')
  @Query(() => StudyReport, {
    nullable: true,
    description:
      'Study in an academic year that is over, by school, staff group and working pattern, without small numbers: the same for whoever reads it.',
  })
  studyReport(
    @Arg('academicYear', () => Int, {
      nullable: true,
      description: 'The year it starts, 2000 or later; the newest report when not given.',
    })
    academicYear: number | null | undefined,
    @Ctx() { viewer }: Context,
  ) {
    return this.reports.find(viewer, academicYear);
  }

  @Requires('study:manage')
  @Mutation(() => PublishStudyReportResult, {
    nullable: true,
    description:
      'Makes the report of an academic year that is over. It is made once: again, it answers the same.',
  })
  publishStudyReport(
    @Arg('input', () => PublishStudyReportInput, { description: 'The year.' })
    input: PublishStudyReportInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.reports.publish(viewer, input);
  }

  @FieldResolver(() => School, { nullable: true, description: 'Which school.' })
  school(@Root() { schoolId }: StudyOfSchool): School {
    return { id: schoolId };
  }
}
