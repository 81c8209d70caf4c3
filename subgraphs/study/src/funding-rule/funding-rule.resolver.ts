import { Requires } from '@trellis/subgraph-kit/permission';
import { Day } from '@trellis/subgraph-kit/scalars';
import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { Context } from '../context.ts';
import type { FundingRuleService } from './funding-rule.service.ts';
import { AgeAtStart, EligibleFunding } from './funding-rule.types.ts';

@Resolver(() => EligibleFunding)
export class FundingRuleResolver {
  constructor(private readonly rules: FundingRuleService) {}

  @Requires('study:read')
  @Query(() => [EligibleFunding], {
    nullable: true,
    description:
      'Who outside the trust’s own schemes pays if somebody starts a programme on a day, whether past or to come. Empty where no rule speaks of such a programme. For oneself, or for those whose awards one may see.',
  })
  eligibleFunding(
    @Arg('personId', () => ID, { description: 'Who would study.' }) personId: string,
    @Arg('programmeId', () => ID, { description: 'What.' }) programmeId: string,
    @Arg('startsOn', () => Day, { description: 'First day of the training.' }) startsOn: string,
    @Arg('age', () => AgeAtStart, {
      nullable: true,
      description:
        'How old they are then, if they say. It is not kept; where a rule needs it and it is not given, the answer is DEPENDS.',
    })
    age: AgeAtStart | null,
    @Ctx() { viewer }: Context,
  ) {
    return this.rules.eligible(viewer, { personId, programmeId, startsOn, age });
  }
}
