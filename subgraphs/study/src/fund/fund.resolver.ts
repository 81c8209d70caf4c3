import { notFound } from '@trellis/subgraph-kit/faults';
import type { Pages } from '@trellis/subgraph-kit/page';
import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Args, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { Context } from '../context.ts';
import { fundList } from './fund.queries.ts';
import { Fund, FundConnection, FundsArgs } from './fund.types.ts';

@Resolver(() => Fund)
export class FundResolver {
  constructor(private readonly pages: Pages) {}

  @Requires('spend:read')
  @Query(() => Fund, { nullable: true, description: 'One fund of the trust.' })
  async fund(
    @Arg('id', () => ID, { description: 'Of the fund.' }) id: string,
    @Ctx() { loaders }: Context,
  ): Promise<Fund> {
    const fund = await loaders.fund.load(id);
    if (!fund) throw notFound('fund');
    return fund;
  }

  @Requires('spend:read')
  @Query(() => FundConnection, {
    nullable: true,
    description: 'The trust’s funds, newest academic year first.',
  })
  funds(@Args(() => FundsArgs) { filter, ...args }: FundsArgs, @Ctx() { viewer }: Context) {
    return this.pages.of<Fund>(viewer, fundList(viewer, filter), args);
  }
}
