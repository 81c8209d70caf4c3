import { Requires } from '@trellis/subgraph-kit/permission';
import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { OpportunityListArgs } from '../opportunity/opportunity-list.types.ts';
import { OpportunityConnection } from '../opportunity/opportunity.types.ts';
import {
  Placement,
  PlacementConnection,
  SchoolPlacementArgs,
} from '../placement/placement.types.ts';
import { School } from './school.types.ts';

@Resolver(() => School)
export class SchoolResolver {
  @Requires('opportunity:read')
  @FieldResolver(() => OpportunityConnection, {
    nullable: true,
    description: 'What is, was or will be on offer at this school.',
  })
  opportunities(
    @Root() { id }: School,
    @Args(() => OpportunityListArgs) args: OpportunityListArgs,
    @Ctx() { loaders }: Context,
  ) {
    return loaders.opportunitiesBySchool.load(id, args);
  }

  @Requires('opportunity:read')
  @FieldResolver(() => [Placement], {
    nullable: 'itemsAndList',
    description: 'Who of other schools advises this one today, as their placements.',
  })
  advisers(@Root() { id }: School, @Ctx() { loaders }: Context) {
    return loaders.advisersOfSchool.load(id);
  }

  @Requires('opportunity:publish')
  @FieldResolver(() => PlacementConnection, {
    nullable: true,
    description:
      'Who comes to this school for a time or goes from it, the latest start first: for its head and the people team; none for others.',
  })
  placements(
    @Root() { id }: School,
    @Args(() => SchoolPlacementArgs) args: SchoolPlacementArgs,
    @Ctx() { loaders }: Context,
  ) {
    return loaders.placementsAtSchool.load(id, args);
  }
}
