import { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import { Requires } from '@trellis/subgraph-kit/permission';
import { Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { Opportunity } from '../opportunity/opportunity.types.ts';
import { Person } from '../person/person.types.ts';
import { Placement } from '../placement/placement.types.ts';
import { School } from '../school/school.types.ts';
import type { ProjectOutputRow } from './project-output.queries.ts';
import { ProjectOutput } from './project-output.types.ts';
import type { ProjectMemberRow, ProjectTeamRow } from './project.queries.ts';
import {
  ProjectExtension,
  ProjectMember,
  ProjectTeam,
  ProjectTeamConnection,
  ProjectTeamsArgs,
} from './project.types.ts';

@Resolver(() => ProjectTeam)
export class ProjectTeamResolver {
  @Requires('opportunity:read')
  @Query(() => ProjectTeamConnection, {
    nullable: true,
    description: 'Project teams, the latest start first.',
  })
  projectTeams(@Args(() => ProjectTeamsArgs) args: ProjectTeamsArgs, @Ctx() { loaders }: Context) {
    return loaders.projectTeams(args);
  }

  @FieldResolver(() => School, {
    nullable: true,
    description: 'Whose project it is; null when it is the whole trust’s.',
  })
  school(@Root() { schoolId }: ProjectTeamRow): School | null {
    return schoolId === null ? null : { id: schoolId };
  }

  @FieldResolver(() => [ProjectMember], {
    description: 'Who is or was in it, in the order in which they joined.',
  })
  members(@Root() { id }: ProjectTeamRow, @Ctx() { loaders }: Context) {
    return loaders.membersOfTeam.load(id);
  }

  @FieldResolver(() => [Opportunity], {
    nullable: 'itemsAndList',
    description: 'What announces its seats, as far as the caller may see it; the first one first.',
  })
  async announcements(@Root() { id }: ProjectTeamRow, @Ctx() { loaders }: Context) {
    const all = await loaders.announcementsOfTeam.load(id);
    return Promise.all(all.map(({ opportunityId }) => loaders.opportunity.load(opportunityId)));
  }

  @FieldResolver(() => [ProjectExtension], { description: 'How it was extended, in order.' })
  extensions(@Root() { id }: ProjectTeamRow, @Ctx() { loaders }: Context) {
    return loaders.extensionsOfTeam.load(id);
  }

  @FieldResolver(() => [ProjectOutput], { description: 'What it made, in order.' })
  outputs(@Root() { id }: ProjectTeamRow, @Ctx() { loaders }: Context) {
    return loaders.outputsOfTeam.load(id);
  }
}

@Resolver(() => ProjectMember)
export class ProjectMemberResolver {
  @FieldResolver(() => ProjectTeam, { nullable: true, description: 'In which team.' })
  team(@Root() { teamId }: ProjectMemberRow, @Ctx() { loaders }: Context) {
    return loaders.projectTeam.load(teamId);
  }

  @FieldResolver(() => Person, { nullable: true, description: 'Who.' })
  person(@Root() { personId }: ProjectMemberRow): Person {
    return { id: personId };
  }

  @FieldResolver(() => [Placement], {
    nullable: 'itemsAndList',
    description: 'As what it is prepared: one, and one more for each time that they stay on.',
  })
  async placements(@Root() { id }: ProjectMemberRow, @Ctx() { loaders }: Context) {
    const all = await loaders.placementsOfMember.load(id);
    return Promise.all(all.map(({ placementId }) => loaders.placement.load(placementId)));
  }
}

@Resolver(() => ProjectOutput)
export class ProjectOutputResolver {
  @FieldResolver(() => [Person], { nullable: 'itemsAndList', description: 'Who made it.' })
  authors(@Root() { authorIds }: ProjectOutputRow): Person[] {
    return authorIds.map((id) => ({ id }));
  }
}

@Resolver(() => Opportunity)
export class ProjectOfOpportunityResolver {
  @Requires('opportunity:read')
  @FieldResolver(() => ProjectTeam, {
    nullable: true,
    description: 'The project team of which it announces seats; null where it announces none.',
  })
  async projectTeam(@Root() { id }: Opportunity, @Ctx() { loaders }: Context) {
    const announced = await loaders.teamAnnounced.load(id);
    return announced && loaders.projectTeam.load(announced.teamId);
  }
}

@Resolver(() => Person)
export class ProjectsOfPersonResolver {
  @Requires('opportunity:read')
  @FieldResolver(() => [ProjectMember], {
    nullable: 'itemsAndList',
    description: 'In which project teams the person is or was, the latest first.',
  })
  projects(@Root() { id }: Person, @Ctx() { loaders }: Context) {
    return loaders.projectsOfPerson.load(id);
  }
}

@Resolver(() => School)
export class ProjectsOfSchoolResolver {
  @Requires('opportunity:read')
  @FieldResolver(() => ProjectTeamConnection, {
    nullable: true,
    description: 'Teams that work on projects of the school, the latest start first.',
  })
  projectTeams(
    @Root() { id }: School,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() { loaders }: Context,
  ) {
    return loaders.projectTeamsOfSchool.load(id, args);
  }
}
