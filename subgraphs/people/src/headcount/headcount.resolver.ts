import { Requires } from '@trellis/subgraph-kit/permission';
import { Day } from '@trellis/subgraph-kit/scalars';
import { Arg, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import { School } from '../school/school.types.ts';
import { Trust } from '../trust/trust.types.ts';
import { StaffGroupHeadcount } from './headcount.types.ts';

@Resolver(() => School)
export class SchoolHeadcountResolver {
  @Requires('headcount:read')
  @FieldResolver(() => [StaffGroupHeadcount], {
    nullable: true,
    description:
      'Its staff by staff group. Null for a school for which the caller does not answer. Somebody at two schools is in the headcount of each.',
  })
  headcount(
    @Root() school: School,
    @Arg('activeOn', () => Day, { nullable: true, description: 'Today in England when not given.' })
    activeOn: string | null | undefined,
    @Ctx() { viewer, loaders }: Context,
  ): Promise<StaffGroupHeadcount[]> | null {
    const answersForIt = viewer.allPlaces || viewer.placeIds.includes(school.id);
    if (!answersForIt) return null;
    return loaders.headcountOfSchoolOn(activeOn ?? londonDay()).load(school.id);
  }
}

@Resolver(() => Trust)
export class TrustHeadcountResolver {
  @Requires('trust:read')
  @FieldResolver(() => [StaffGroupHeadcount], {
    nullable: true,
    description: 'Staff of the whole trust by staff group; somebody at two schools counts once.',
  })
  headcount(
    @Root() _trust: Trust,
    @Arg('activeOn', () => Day, { nullable: true, description: 'Today in England when not given.' })
    activeOn: string | null | undefined,
    @Ctx() { loaders }: Context,
  ): Promise<StaffGroupHeadcount[]> {
    return loaders.headcountOfTrustOn(activeOn ?? londonDay());
  }
}
