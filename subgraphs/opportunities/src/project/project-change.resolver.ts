import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../context.ts';
import {
  AnnounceProjectSeatsInput,
  AnnounceProjectSeatsResult,
  EndProjectInput,
  EndProjectResult,
  ExtendProjectInput,
  ExtendProjectResult,
  NameProjectLeadInput,
  NameProjectLeadResult,
  PlanProjectInput,
  PlanProjectResult,
  SetProjectPolicyInput,
} from './project-change.types.ts';
import type { ProjectOutputService } from './project-output.service.ts';
import {
  AddProjectOutputInput,
  AddProjectOutputResult,
  ProjectOutput,
  WithdrawProjectOutputInput,
} from './project-output.types.ts';
import type { ProjectPlanningService } from './project-planning.service.ts';
import type { ProjectTeamService } from './project-team.service.ts';
import { ProjectPolicy } from './project.types.ts';

const which = { description: 'Which team, and what of it.' };

@Resolver()
export class ProjectPlanningResolver {
  constructor(private readonly service: ProjectPlanningService) {}

  @Requires('opportunity:publish')
  @Mutation(() => PlanProjectResult, {
    nullable: true,
    description:
      'Plan what a draft of the kind PROJECT is for; it can be published then. Once more changes the plan while it is a draft.',
  })
  planProject(
    @Arg('input', () => PlanProjectInput, which) input: PlanProjectInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.plan(viewer, input);
  }

  @Requires('opportunity:publish')
  @Mutation(() => AnnounceProjectSeatsResult, {
    nullable: true,
    description:
      'Write a draft for the seats of a team that became free once nobody waits for them any more; published, everybody is told.',
  })
  announceProjectSeats(
    @Arg('input', () => AnnounceProjectSeatsInput, which) input: AnnounceProjectSeatsInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.announce(viewer, input);
  }

  @Requires('opportunity:publish')
  @Mutation(() => ProjectPolicy, {
    nullable: true,
    description:
      'Say how many hours a week projects and responsibilities may take of a post. For those who answer for all schools.',
  })
  setProjectPolicy(
    @Arg('input', () => SetProjectPolicyInput, { description: 'How many.' })
    input: SetProjectPolicyInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.setPolicy(viewer, input);
  }
}

@Resolver()
export class ProjectWorkResolver {
  constructor(
    private readonly teams: ProjectTeamService,
    private readonly outputs: ProjectOutputService,
  ) {}

  @Requires('opportunity:publish')
  @Mutation(() => NameProjectLeadResult, {
    nullable: true,
    description: 'Say which of its members leads a team, from today or from its first day.',
  })
  nameProjectLead(
    @Arg('input', () => NameProjectLeadInput, which) input: NameProjectLeadInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.teams.nameLead(viewer, input);
  }

  @Requires('opportunity:publish')
  @Mutation(() => ExtendProjectResult, {
    nullable: true,
    description:
      'Let a project work longer. Its members are told, and each is asked, with their head, to stay on.',
  })
  extendProject(
    @Arg('input', () => ExtendProjectInput, which) input: ExtendProjectInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.teams.extend(viewer, input);
  }

  @Requires('opportunity:publish')
  @Mutation(() => EndProjectResult, {
    nullable: true,
    description:
      'End a project and say what came of it. What its members do for it ends on the same day.',
  })
  endProject(
    @Arg('input', () => EndProjectInput, which) input: EndProjectInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.teams.end(viewer, input);
  }

  @Requires('opportunity:read')
  @Mutation(() => AddProjectOutputResult, {
    nullable: true,
    description: 'Say what a team made: for those who are or were in it, and who answer for it.',
  })
  addProjectOutput(
    @Arg('input', () => AddProjectOutputInput, which) input: AddProjectOutputInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.outputs.add(viewer, input);
  }

  @Requires('opportunity:read')
  @Mutation(() => ProjectOutput, {
    nullable: true,
    description: 'Take an output back: for whoever made it, and those who answer for the team.',
  })
  withdrawProjectOutput(
    @Arg('input', () => WithdrawProjectOutputInput, { description: 'Which.' })
    input: WithdrawProjectOutputInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.outputs.withdraw(viewer, input);
  }
}
