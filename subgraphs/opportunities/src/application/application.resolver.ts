import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { Opportunity } from '../opportunity/opportunity.types.ts';
import { Person } from '../person/person.types.ts';
import {
  ApplyForOpportunityInput,
  ApplyForOpportunityResult,
  WithdrawApplicationInput,
  WithdrawApplicationResult,
} from './application-change.types.ts';
import { answersTo, CriterionAnswer } from './answer.types.ts';
import { ApplicationStep } from './application-step.types.ts';
import type { ApplicationRow } from './application.queries.ts';
import type { ApplicationService } from './application.service.ts';
import { Application } from './application.types.ts';

@Resolver(() => Application)
export class ApplicationResolver {
  constructor(private readonly service: ApplicationService) {}

  @Requires('opportunity:apply')
  @Mutation(() => ApplyForOpportunityResult, {
    nullable: true,
    description: 'Say "consider me" for an open opportunity, for oneself.',
  })
  applyForOpportunity(
    @Arg('input', () => ApplyForOpportunityInput, { description: 'What for, and why.' })
    input: ApplyForOpportunityInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.apply(viewer, input);
  }

  @Requires('opportunity:apply')
  @Mutation(() => WithdrawApplicationResult, {
    nullable: true,
    description: 'Take one’s own application back; one may apply again while it is open.',
  })
  withdrawApplication(
    @Arg('input', () => WithdrawApplicationInput, { description: 'Which application.' })
    input: WithdrawApplicationInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.withdraw(viewer, input);
  }

  @FieldResolver(() => Opportunity, { nullable: true, description: 'What was applied for.' })
  opportunity(@Root() { opportunityId }: ApplicationRow, @Ctx() { loaders }: Context) {
    return loaders.opportunity.load(opportunityId);
  }

  @FieldResolver(() => [ApplicationStep], {
    description: 'Where it stood and since when, the first step first.',
  })
  steps(@Root() { id }: ApplicationRow, @Ctx() { loaders }: Context) {
    return loaders.stepsOfApplication.load(id);
  }

  @FieldResolver(() => [CriterionAnswer], {
    description:
      'Each criterion of the opportunity as it stands, with what was said to it; then what was said to criteria that it had before.',
  })
  async answers(@Root() { id, opportunityId }: ApplicationRow, @Ctx() { loaders }: Context) {
    const opportunity = loaders.opportunity.load(opportunityId);
    const said = await loaders.answersOfApplication.load(id);
    return answersTo((await opportunity)?.terms.criteria ?? [], said?.answers ?? []);
  }

  @FieldResolver(() => Person, { nullable: true, description: 'Who applied.' })
  person(@Root() { personId }: ApplicationRow): Person {
    return { id: personId };
  }
}
