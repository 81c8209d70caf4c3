import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { Fund } from '../fund/fund.types.ts';
import type { YearEndService } from './year-end.service.ts';
import { FundYearEnd, RunYearEndInput, RunYearEndResult } from './year-end.types.ts';

@Resolver(() => FundYearEnd)
export class YearEndResolver {
  constructor(private readonly yearEnds: YearEndService) {}

  @Requires('fund:manage')
  @Mutation(() => RunYearEndResult, {
    nullable: true,
    description:
      'Closes an academic year: promises that were not paid go on in the next year’s funds, with their money. Run again it changes nothing; cut off, it goes on where it stopped.',
  })
  runYearEnd(
    @Arg('input', () => RunYearEndInput, { description: 'The year.' }) input: RunYearEndInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.yearEnds.run(viewer, input);
  }

  @FieldResolver(() => Fund, { nullable: true, description: 'The fund that was closed.' })
  fund(@Root() { fundId }: FundYearEnd, @Ctx() { loaders }: Context) {
    return loaders.fund.load(fundId);
  }

  @FieldResolver(() => Fund, {
    nullable: true,
    description: 'The fund that promises now; null where nothing was carried.',
  })
  intoFund(@Root() { intoFundId }: FundYearEnd, @Ctx() { loaders }: Context) {
    return intoFundId === null ? null : loaders.fund.load(intoFundId);
  }
}
