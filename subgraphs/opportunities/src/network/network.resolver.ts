import { Requires } from '@trellis/subgraph-kit/permission';
import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { OpportunityListArgs } from '../opportunity/opportunity-list.types.ts';
import { OpportunityConnection } from '../opportunity/opportunity.types.ts';
import { Network } from './network.types.ts';

@Resolver(() => Network)
export class NetworkResolver {
  @Requires('opportunity:read')
  @FieldResolver(() => OpportunityConnection, {
    nullable: true,
    description: 'What is, was or will be on offer through this network.',
  })
  opportunities(
    @Root() { id }: Network,
    @Args(() => OpportunityListArgs) args: OpportunityListArgs,
    @Ctx() { loaders }: Context,
  ) {
    return loaders.opportunitiesByNetwork.load(id, args);
  }
}
