import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Directive, Int, Mutation, Resolver } from 'type-graphql';
import type { UsageService } from './usage.service.ts';
import { UsageInput } from './usage.types.ts';

/** For the gateway alone: not part of the API that clients see. */
@Resolver()
export class UsageResolver {
  constructor(private readonly usage: UsageService) {}

  @Requires('principal:read')
  @Directive('@inaccessible')
  @Mutation(() => [Int], { nullable: true, description: 'For the gateway alone.' })
  recordUsage(
    @Arg('usages', () => [UsageInput], { description: 'At most 500.' }) usages: UsageInput[],
  ): Promise<number[]> {
    return this.usage.record(usages);
  }
}
