import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../context.ts';
import type { FairnessPolicyService } from './fairness-policy.service.ts';
import { SetFairnessPolicyInput, SetFairnessPolicyResult } from './fairness-policy.types.ts';

@Resolver()
export class FairnessPolicyResolver {
  constructor(private readonly service: FairnessPolicyService) {}

  @Requires('opportunity:publish')
  @Mutation(() => SetFairnessPolicyResult, {
    nullable: true,
    description:
      'Give everybody more school days than the least, which is ten for posts, secondments, specialist roles, cohort seats, responsibilities and study rounds, and five for all else. For those who answer for all schools.',
  })
  setFairnessPolicy(
    @Arg('input', () => SetFairnessPolicyInput, { description: 'The kind, and how many days.' })
    input: SetFairnessPolicyInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.set(viewer, input);
  }
}
