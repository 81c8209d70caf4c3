import { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { Person } from '../person/person.types.ts';
import { Placement } from '../placement/placement.types.ts';
import { School } from '../school/school.types.ts';
import {
  ApproveLendingOfferInput,
  ApproveLendingOfferResult,
  OfferDaysInput,
  OfferDaysResult,
  ProposeDeploymentInput,
  ProposeDeploymentResult,
  SetLendingPolicyInput,
  StateSpecialistNeedInput,
  StateSpecialistNeedResult,
  WithdrawLendingInput,
} from './deployment-change.types.ts';
import type { DeploymentRow, MatchRow, NeedRow, OfferRow } from './deployment.queries.ts';
import type { DeploymentService } from './deployment.service.ts';
import {
  Deployment,
  DeploymentDay,
  LendingOffer,
  LendingPolicy,
  SpecialistMatch,
  SpecialistNeed,
  SpecialistNeedConnection,
} from './deployment.types.ts';
import type { LendingService } from './lending.service.ts';

const which = { description: 'Which.' };

@Resolver(() => SpecialistNeed)
export class SpecialistNeedResolver {
  constructor(private readonly service: LendingService) {}

  @Requires('opportunity:read')
  @Query(() => SpecialistNeedConnection, {
    nullable: true,
    description: 'For what schools look for specialists, the earliest first.',
  })
  specialistNeeds(@Args(() => ConnectionArgs) args: ConnectionArgs, @Ctx() { loaders }: Context) {
    return loaders.specialistNeeds(args);
  }

  @Requires('opportunity:publish')
  @Mutation(() => StateSpecialistNeedResult, {
    nullable: true,
    description: 'Say that a school looks for a specialist of another for some days.',
  })
  stateSpecialistNeed(
    @Arg('input', () => StateSpecialistNeedInput, { description: 'What for, and when.' })
    input: StateSpecialistNeedInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.stateNeed(viewer, input);
  }

  @Requires('opportunity:publish')
  @Mutation(() => SpecialistNeed, {
    nullable: true,
    description: 'Take a need back. What is agreed for it stands.',
  })
  withdrawSpecialistNeed(
    @Arg('input', () => WithdrawLendingInput, which) input: WithdrawLendingInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.withdrawNeed(viewer, input);
  }

  @FieldResolver(() => School, { nullable: true, description: 'Which school.' })
  school(@Root() { schoolId }: NeedRow): School {
    return { id: schoolId };
  }

  @FieldResolver(() => [SpecialistMatch], {
    description:
      'Who of other schools could come: those who offered days for the subject and phase, would go there, so far, and have days left; those with enough of them first, and of these the nearest.',
  })
  matches(@Root() { id }: NeedRow, @Ctx() { loaders }: Context) {
    return loaders.matchesOfNeed.load(id);
  }
}

@Resolver(() => SpecialistMatch)
export class SpecialistMatchResolver {
  @FieldResolver(() => LendingOffer, { nullable: true, description: 'What they offered.' })
  offer(@Root() { offerId }: MatchRow, @Ctx() { loaders }: Context) {
    return loaders.lendingOffer.load(offerId);
  }
}

@Resolver(() => LendingOffer)
export class LendingOfferResolver {
  constructor(private readonly service: LendingService) {}

  @Requires('opportunity:apply')
  @Mutation(() => OfferDaysResult, {
    nullable: true,
    description: 'Offer days of one’s own to other schools; the head of one’s school approves.',
  })
  offerDays(
    @Arg('input', () => OfferDaysInput, { description: 'What one offers.' }) input: OfferDaysInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.offer(viewer, input);
  }

  @Requires('opportunity:publish')
  @Mutation(() => ApproveLendingOfferResult, {
    nullable: true,
    description: 'Approve that somebody of one’s school offers days, and say what a day costs.',
  })
  approveLendingOffer(
    @Arg('input', () => ApproveLendingOfferInput, which) input: ApproveLendingOfferInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.approve(viewer, input);
  }

  @Requires('opportunity:apply')
  @Mutation(() => LendingOffer, {
    nullable: true,
    description: 'Take an offer back, for oneself or as head. What is lent of it stands.',
  })
  withdrawLendingOffer(
    @Arg('input', () => WithdrawLendingInput, which) input: WithdrawLendingInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.withdrawOffer(viewer, input);
  }

  @Requires('opportunity:publish')
  @Mutation(() => LendingPolicy, {
    nullable: true,
    description: 'Say what a full-time year has. For those who answer for all schools.',
  })
  setLendingPolicy(
    @Arg('input', () => SetLendingPolicyInput, { description: 'How much.' })
    input: SetLendingPolicyInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.setPolicy(viewer, input);
  }

  @FieldResolver(() => Person, { nullable: true, description: 'Who.' })
  person(@Root() { personId }: OfferRow): Person {
    return { id: personId };
  }

  @FieldResolver(() => School, { nullable: true, description: 'Which would do without them.' })
  homeSchool(@Root() { homeSchoolId }: OfferRow): School {
    return { id: homeSchoolId };
  }
}

@Resolver(() => Deployment)
export class DeploymentResolver {
  constructor(private readonly service: DeploymentService) {}

  @Requires('opportunity:publish')
  @Mutation(() => ProposeDeploymentResult, {
    nullable: true,
    description:
      'Propose to borrow a specialist’s days, as head of the school that needs them. The person and their head are asked; the days are kept until then.',
  })
  proposeDeployment(
    @Arg('input', () => ProposeDeploymentInput, { description: 'Whose days, and what for.' })
    input: ProposeDeploymentInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.propose(viewer, input);
  }

  @FieldResolver(() => Placement, { nullable: true, description: 'As what it is prepared.' })
  placement(@Root() { id }: DeploymentRow, @Ctx() { loaders }: Context) {
    return loaders.placement.load(id);
  }

  @FieldResolver(() => SpecialistNeed, { nullable: true, description: 'For what.' })
  need(@Root() { needId }: DeploymentRow, @Ctx() { loaders }: Context) {
    return loaders.specialistNeed.load(needId);
  }

  @FieldResolver(() => LendingOffer, { nullable: true, description: 'Of which offer.' })
  offer(@Root() { offerId }: DeploymentRow, @Ctx() { loaders }: Context) {
    return loaders.lendingOffer.load(offerId);
  }

  @FieldResolver(() => [DeploymentDay], { description: 'Its days.' })
  days(@Root() { id }: DeploymentRow, @Ctx() { loaders }: Context) {
    return loaders.daysOfDeployment.load(id);
  }
}
