import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../context.ts';
import type { ConsentService } from './consent.service.ts';
import {
  AgreePlacementEndingInput,
  AnswerPlacementInput,
  AnswerPlacementResult,
  ArrangePlacementResult,
  CancelPlacementInput,
  CompleteInductionInput,
  EndPlacementResult,
  MovePlacementInput,
  PlanCoverInput,
  PlanInductionInput,
  PlanPlacementInput,
  PlanPlacementResult,
  ProposePlacementEndingInput,
  SchedulePlacementResult,
} from './placement-change.types.ts';
import type { PlanningService } from './planning.service.ts';
import type { SchedulingService } from './scheduling.service.ts';

const which = { description: 'Which placement.' };

@Resolver()
export class ArrangingResolver {
  constructor(
    private readonly planning: PlanningService,
    private readonly consents: ConsentService,
    private readonly scheduling: SchedulingService,
  ) {}

  @Requires('opportunity:read')
  @Mutation(() => PlanPlacementResult, {
    nullable: true,
    description:
      'Say what a placement is for and when. For whoever goes and the heads of the schools; who agreed to other days is asked again.',
  })
  planPlacement(
    @Arg('input', () => PlanPlacementInput, which) input: PlanPlacementInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.planning.plan(viewer, input);
  }

  @Requires('opportunity:read')
  @Mutation(() => AnswerPlacementResult, {
    nullable: true,
    description:
      'Agree to a placement or not, for oneself or as head of a school. One may think again until it is scheduled.',
  })
  answerPlacement(
    @Arg('input', () => AnswerPlacementInput, which) input: AnswerPlacementInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.consents.answer(viewer, input);
  }

  @Requires('opportunity:publish')
  @Mutation(() => ArrangePlacementResult, {
    nullable: true,
    description: 'Say who does somebody’s work while they are away; for the heads of their school.',
  })
  planCover(
    @Arg('input', () => PlanCoverInput, which) input: PlanCoverInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.planning.cover(viewer, input);
  }

  @Requires('opportunity:publish')
  @Mutation(() => ArrangePlacementResult, {
    nullable: true,
    description: 'Add to what somebody is shown when they come; for the head who receives them.',
  })
  planInduction(
    @Arg('input', () => PlanInductionInput, which) input: PlanInductionInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.planning.induct(viewer, input);
  }

  @Requires('opportunity:publish')
  @Mutation(() => ArrangePlacementResult, {
    nullable: true,
    description: 'Tick off what somebody has been shown; for the head who receives them.',
  })
  completeInduction(
    @Arg('input', () => CompleteInductionInput, which) input: CompleteInductionInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.planning.completeInduction(viewer, input);
  }

  @Requires('opportunity:read')
  @Mutation(() => SchedulePlacementResult, {
    nullable: true,
    description:
      'Make a placement firm once it has all its parts, with all that stand and fall with it.',
  })
  schedulePlacement(
    @Arg('input', () => MovePlacementInput, which) input: MovePlacementInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.scheduling.schedule(viewer, input);
  }

  @Requires('opportunity:read')
  @Mutation(() => EndPlacementResult, {
    nullable: true,
    description:
      'Give up a placement that has not begun, with all that stand and fall with it. For whoever goes and the heads of the schools.',
  })
  cancelPlacement(
    @Arg('input', () => CancelPlacementInput, which) input: CancelPlacementInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.scheduling.cancel(viewer, input);
  }

  @Requires('opportunity:read')
  @Mutation(() => EndPlacementResult, {
    nullable: true,
    description:
      'Propose that a placement that runs ends before its time. It does once the heads of both schools agree.',
  })
  proposePlacementEnding(
    @Arg('input', () => ProposePlacementEndingInput, which) input: ProposePlacementEndingInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.scheduling.proposeEnding(viewer, input);
  }

  @Requires('opportunity:publish')
  @Mutation(() => EndPlacementResult, {
    nullable: true,
    description: 'Agree, as head of a school, that a placement ends before its time.',
  })
  agreePlacementEnding(
    @Arg('input', () => AgreePlacementEndingInput, {
      description: 'To which end, for which school.',
    })
    input: AgreePlacementEndingInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.scheduling.agreeEnding(viewer, input);
  }
}
