import { Requires } from '@trellis/subgraph-kit/permission';
import { Day } from '@trellis/subgraph-kit/scalars';
import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { academicYearOf } from '../academic-year.ts';
import type { Context } from '../context.ts';
import { type FundingRuleService, rulingsOnDay } from './funding-rule.service.ts';
import { Programme } from '../programme/programme.types.ts';
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

@Resolver(() => Programme)
export class ProgrammeFundingResolver {
  @FieldResolver(() => [EligibleFunding], {
    description:
      'Who outside the trust’s own schemes pays if the viewer starts it on a day, as `eligibleFunding` says.',
  })
  async fundingForMe(
    @Root() programme: Programme,
    @Arg('startsOn', () => Day, { description: 'First day of the training.' }) startsOn: string,
    @Arg('age', () => AgeAtStart, {
      nullable: true,
      description: 'How old the viewer is then, if they say. It is not kept.',
    })
    age: AgeAtStart | null | undefined,
    @Ctx() { loaders }: Context,
  ): Promise<EligibleFunding[]> {
    const { hasLevy, fundedCodes } = await loaders.ownFundingFacts.load(academicYearOf(startsOn));
    const wasFunded = fundedCodes.includes(programme.code);
    return rulingsOnDay(programme, { programme, startsOn, age: age ?? null, hasLevy, wasFunded });
  }
}
