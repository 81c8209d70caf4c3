import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Query, Resolver } from 'type-graphql';
import { StaffGroup } from '../assignment/assignment.types.ts';
import { roleProfiles } from '../role-profile/role-profile.codes.ts';
import { CareerTrack, RoleProfile } from '../role-profile/role-profile.types.ts';
import { shippedPathways } from './pathway.codes.ts';
import { Pathway } from './pathway.types.ts';

@Resolver()
export class PathwayResolver {
  @Requires('staff:read')
  @Query(() => [RoleProfile], {
    nullable: true,
    description: 'The catalogue of what people grow into, by where they usually begin.',
  })
  roleProfiles(
    @Arg('track', () => CareerTrack, { nullable: true, description: 'All when not given.' })
    track: CareerTrack | null | undefined,
  ): RoleProfile[] {
    return roleProfiles.filter((profile) => track == null || profile.track === track);
  }

  @Requires('staff:read')
  @Query(() => [Pathway], {
    nullable: true,
    description: 'Ways from one sort of work to another, each with what it needs and who says so.',
  })
  pathways(
    @Arg('staffGroup', () => StaffGroup, {
      nullable: true,
      description: 'Those with a step that begins in this group; all when not given.',
    })
    staffGroup: StaffGroup | null | undefined,
  ): Pathway[] {
    return shippedPathways.filter(
      ({ steps }) => staffGroup == null || steps.some(({ from }) => from.staffGroup === staffGroup),
    );
  }
}
