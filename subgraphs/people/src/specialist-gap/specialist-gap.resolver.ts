import { badUserInput } from '@trellis/subgraph-kit/faults';
import type { Page, Pages } from '@trellis/subgraph-kit/page';
import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Args, Ctx, FieldResolver, Float, Query, Resolver, Root } from 'type-graphql';
import { subjects } from '../assignment/staff-role.codes.ts';
import type { Context } from '../context.ts';
import { OfficialCode } from '../official-code.ts';
import { School } from '../school/school.types.ts';
import { gapList, type SpecialistGapRow } from './specialist-gap.queries.ts';
import {
  SchoolsWithoutSpecialistArgs,
  SpecialistGap,
  SpecialistGapConnection,
} from './specialist-gap.types.ts';

@Resolver(() => SpecialistGap)
export class SpecialistGapResolver {
  constructor(private readonly pages: Pages) {}

  @Requires('headcount:read')
  @Query(() => SpecialistGapConnection, {
    nullable: true,
    description:
      'Open schools of the trust that have nobody within reach who is an endorsed specialist, or leads, in something; by name.',
  })
  schoolsWithoutSpecialist(
    @Args(() => SchoolsWithoutSpecialistArgs) args: SchoolsWithoutSpecialistArgs,
    @Ctx() { viewer }: Context,
  ): Promise<Page<SpecialistGap>> {
    return this.pages.of(viewer, gapList(viewer, args.filter), args);
  }

  @FieldResolver(() => School, { nullable: true, description: 'Which school.' })
  school(@Root() { schoolId }: SpecialistGapRow, @Ctx() { loaders }: Context) {
    return loaders.school.load(schoolId);
  }
}

@Resolver(() => School)
export class SchoolSpecialistsResolver {
  @Requires('headcount:read')
  @FieldResolver(() => [OfficialCode], {
    nullable: true,
    description:
      'Census subjects taught there today of which no endorsed specialist for its phase is within so many miles.',
  })
  async subjectsWithoutSpecialist(
    @Root() school: School,
    @Arg('withinMiles', () => Float, { description: 'As the crow flies, 0 to 1,000.' })
    withinMiles: number,
    @Ctx() { loaders }: Context,
  ): Promise<OfficialCode[]> {
    if (!(withinMiles >= 0 && withinMiles <= 1_000)) {
      throw badUserInput('withinMiles is 0 to 1,000.');
    }
    const taught = loaders.subjectsWithoutSpecialistWithin(withinMiles);
    return (await taught.load(school.id)).map(({ subjectCode }) => subjects.get(subjectCode));
  }
}
