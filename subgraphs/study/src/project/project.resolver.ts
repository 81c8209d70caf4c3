import { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import type { Database } from '@trellis/subgraph-kit/database';
import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Award } from '../award/award.types.ts';
import type { Context } from '../context.ts';
import { DevelopmentGoal } from '../goal/goal.types.ts';
import { School } from '../spend/school.types.ts';
import { Network } from './network.types.ts';
import { type ProjectRow, sharedProjects } from './project.queries.ts';
import type { ProjectService } from './project.service.ts';
import {
  RecordProjectInput,
  ShareProjectInput,
  ShareProjectResult,
  StartProjectInput,
  StartProjectResult,
  StudyProject,
  StudyProjectConnection,
} from './project.types.ts';

@Resolver(() => StudyProject)
export class ProjectResolver {
  constructor(
    private readonly db: Database,
    private readonly projects: ProjectService,
  ) {}

  @Requires('study:read')
  @Query(() => [StudyProject], {
    nullable: true,
    description: 'What those who studied found out and shared, newest first; at most 100.',
  })
  sharedProjects(@Ctx() { viewer }: Context) {
    return sharedProjects(this.db, viewer);
  }

  @Requires('study:read')
  @Mutation(() => StartProjectResult, { nullable: true, description: 'Starts one’s own project.' })
  startProject(
    @Arg('input', () => StartProjectInput, { description: 'The project.' })
    input: StartProjectInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.projects.start(viewer, input);
  }

  @Requires('study:read')
  @Mutation(() => StudyProject, {
    nullable: true,
    description: 'Says what was done, tried and changed in one’s own project.',
  })
  recordProject(
    @Arg('input', () => RecordProjectInput, { description: 'What became of it.' })
    input: RecordProjectInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.projects.record(viewer, input);
  }

  @Requires('study:read')
  @Mutation(() => ShareProjectResult, {
    nullable: true,
    description: 'Shares one’s own project with networks and other schools.',
  })
  shareProject(
    @Arg('input', () => ShareProjectInput, { description: 'With whom.' })
    input: ShareProjectInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.projects.share(viewer, input);
  }

  @FieldResolver(() => [School], {
    nullable: true,
    description: 'Other schools that it was shared with; null while they cannot be read.',
  })
  schools(@Root() { schoolIds }: ProjectRow) {
    return schoolIds.map((id) => ({ id }));
  }

  @FieldResolver(() => [Network], {
    nullable: 'itemsAndList',
    description: 'Networks that it was shared with; null while they cannot be read.',
  })
  networks(@Root() { networkIds }: ProjectRow) {
    return networkIds.map((id) => ({ id }));
  }
}

@Resolver(() => Network)
export class NetworkProjectsResolver {
  @Requires('study:read')
  @FieldResolver(() => StudyProjectConnection, {
    nullable: true,
    description: 'What those who studied found out and shared with it, the latest first.',
  })
  projects(
    @Root() { id }: Network,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() { loaders }: Context,
  ) {
    return loaders.projectsOfNetwork.load(id, args);
  }
}

@Resolver(() => Award)
export class AwardProjectResolver {
  @FieldResolver(() => StudyProject, { nullable: true, description: 'What it finds out, if that.' })
  project(@Root() { id }: Award, @Ctx() { loaders }: Context) {
    return loaders.projectOfAward.load(id).then(([project]) => project ?? null);
  }
}

@Resolver(() => DevelopmentGoal)
export class GoalProjectsResolver {
  @FieldResolver(() => [StudyProject], {
    description: 'Projects that serve it: shared ones, and those whose award one may know of.',
  })
  projects(@Root() { id }: DevelopmentGoal, @Ctx() { loaders }: Context) {
    return loaders.projectsOfGoal.load(id);
  }
}
