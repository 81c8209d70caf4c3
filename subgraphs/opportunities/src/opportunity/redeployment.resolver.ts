import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../context.ts';
import { Opportunity } from './opportunity.types.ts';
import type { RedeploymentService } from './redeployment.service.ts';
import { RedeployInput, RedeployResult } from './redeployment.types.ts';

@Resolver(() => Opportunity)
export class RedeploymentResolver {
  constructor(private readonly service: RedeploymentService) {}

  @Requires('opportunity:publish')
  @Mutation(() => RedeployResult, {
    nullable: true,
    description:
      'Fill a draft with somebody whose post ends: the only way in which somebody named in advance gets what others could go for. It stays on record.',
  })
  redeploy(
    @Arg('input', () => RedeployInput, { description: 'Into what, whom, why and who approved it.' })
    input: RedeployInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.redeploy(viewer, input);
  }
}
