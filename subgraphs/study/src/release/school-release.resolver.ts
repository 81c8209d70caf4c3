import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { ChangeBursaryApplicationResult } from '../application/bursary-application-change.types.ts';
import { BursaryApplication } from '../application/bursary-application.types.ts';
import { Person } from '../award/person.types.ts';
import type { Context } from '../context.ts';
import { School } from '../spend/school.types.ts';
import {
  AnswerOnReleaseInput,
  ChangeReleaseDaysInput,
  StepBackFromReleaseInput,
} from './school-release-change.types.ts';
import type { SchoolReleaseRow } from './school-release.queries.ts';
import type { SchoolReleaseService } from './school-release.service.ts';
import { SchoolRelease } from './school-release.types.ts';

@Resolver(() => BursaryApplication)
export class ApplicationReleasesResolver {
  @FieldResolver(() => [SchoolRelease], {
    description:
      'What each school is asked for and answers; the one of the most days first. None before it is handed in, unless the applicant said how the days fall.',
  })
  releases(@Root() { id }: BursaryApplication, @Ctx() { loaders }: Context) {
    return loaders.releasesOfApplication.load(id);
  }
}

@Resolver(() => SchoolRelease)
export class SchoolReleaseResolver {
  constructor(private readonly releases: SchoolReleaseService) {}

  @FieldResolver(() => School, { nullable: true, description: 'The school that is asked.' })
  school(@Root() { schoolId }: SchoolReleaseRow) {
    return { id: schoolId };
  }

  @FieldResolver(() => Person, { nullable: true, description: 'Who answered.' })
  answeredBy(@Root() { answeredById }: SchoolReleaseRow) {
    return answeredById === null ? null : { id: answeredById };
  }

  @Requires('study:read')
  @Mutation(() => ChangeBursaryApplicationResult, {
    nullable: true,
    description:
      'Somebody who answers for a school says whether it releases the applicant, with a reason. Each school answers for itself.',
  })
  answerOnRelease(
    @Arg('input', () => AnswerOnReleaseInput, { description: 'Which, and what.' })
    input: AnswerOnReleaseInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.releases.answer(viewer, input);
  }

  @Requires('study:read')
  @Mutation(() => ChangeBursaryApplicationResult, {
    nullable: true,
    description:
      'Says that one is close to the applicant: partner, relative or close friend. Somebody else answers on release then, on this and each later application, and what one answered counts no longer.',
  })
  stepBackFromRelease(
    @Arg('input', () => StepBackFromReleaseInput, { description: 'Of which, and who.' })
    input: StepBackFromReleaseInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.releases.stepBack(viewer, input);
  }

  @Requires('study:read')
  @Mutation(() => ChangeBursaryApplicationResult, {
    nullable: true,
    description:
      'Asks for other days of release in one’s own application, such as none of a school that said no. A school that is asked for more is asked anew.',
  })
  changeReleaseDays(
    @Arg('input', () => ChangeReleaseDaysInput, { description: 'Which, and the days.' })
    input: ChangeReleaseDaysInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.releases.changeDays(viewer, input);
  }
}
