import { notFound } from '@trellis/subgraph-kit/faults';
import { Ctx, Query, Resolver } from 'type-graphql';
import type { Context } from '../context.ts';
import { Trust } from './trust.types.ts';

@Resolver(() => Trust)
export class TrustResolver {
  @Query(() => Trust, { nullable: true, description: 'The trust for which the caller asks.' })
  async trust(@Ctx() { viewer, loaders }: Context): Promise<Trust> {
    const trust = await loaders.trust.load(viewer.trustId);
    if (!trust) throw notFound('trust');
    return trust;
  }
}
