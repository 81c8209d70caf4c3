import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import { StaffGroup } from '../assignment/assignment.types.ts';
import type { Context } from '../context.ts';
import { CareerTrack, RoleProfile } from '../role-profile/role-profile.types.ts';
import { Pathway } from './pathway.types.ts';
import { StaffGroupOutlook } from './staff-group-outlook.types.ts';

@Resolver()
export class PathwayResolver {
  @Requires('staff:read')
  @Query(() => [RoleProfile], {
    nullable: true,
    description:
      'What people grow into: the catalogue of the product, and what the trust adds to it.',
  })
  async roleProfiles(
    @Arg('track', () => CareerTrack, { nullable: true, description: 'All when not given.' })
    track: CareerTrack | null | undefined,
    @Ctx() { loaders }: Context,
  ): Promise<RoleProfile[]> {
    const { profiles } = await loaders.catalogue();
    return profiles.filter((profile) => track == null || profile.track === track);
  }

  @Requires('staff:read')
  @Query(() => [Pathway], {
    nullable: true,
    description: 'Ways from one sort of work to another, each with what it needs and who says so.',
  })
  async pathways(
    @Arg('staffGroup', () => StaffGroup, {
      nullable: true,
      description: 'Those with a step that begins in this group; all when not given.',
    })
    staffGroup: StaffGroup | null | undefined,
    @Ctx() { loaders }: Context,
  ): Promise<Pathway[]> {
    const { pathways } = await loaders.catalogue();
    return pathways.filter(
      ({ steps }) => staffGroup == null || steps.some(({ from }) => from.staffGroup === staffGroup),
    );
  }

  @Requires('trust:read')
  @Query(() => [StaffGroupOutlook], {
    nullable: true,
    description:
      'For each staff group in which somebody has a post today, whether there is a way on for it. A group without one, or without an opportunity this term, is a gap.',
  })
  staffGroupOutlooks(@Ctx() { loaders }: Context): Promise<StaffGroupOutlook[]> {
    return loaders.staffGroupOutlooks();
  }
}
