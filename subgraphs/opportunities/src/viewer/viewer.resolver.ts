import { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import { Requires } from '@trellis/subgraph-kit/permission';
import { Args, Ctx, FieldResolver, Resolver } from 'type-graphql';
import { ApplicationConnection } from '../application/application.types.ts';
import type { Context } from '../context.ts';
import {
  OpportunityMatchArgs,
  OpportunityMatchConnection,
} from '../eligibility/opportunity-match.types.ts';
import { PlacementConnection, PlacementListArgs } from '../placement/placement.types.ts';
import { SwapConnection } from '../swap/swap.types.ts';
import { VisitBookingConnection } from '../visit/visit.types.ts';
import { Viewer } from './viewer.types.ts';

@Resolver(() => Viewer)
export class ViewerResolver {
  @Requires('opportunity:read')
  @FieldResolver(() => OpportunityMatchConnection, {
    nullable: true,
    description:
      'What takes applications now and is meant for the caller, the earliest closing first; null for an API key.',
  })
  opportunities(
    @Args(() => OpportunityMatchArgs) args: OpportunityMatchArgs,
    @Ctx() { viewer, loaders }: Context,
  ) {
    return viewer.personId === null ? null : loaders.matchesOf(viewer.personId, args);
  }

  @Requires('opportunity:read')
  @FieldResolver(() => ApplicationConnection, {
    nullable: true,
    description: 'What the caller applied for, the latest first; null for an API key.',
  })
  applications(
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() { viewer, loaders }: Context,
  ) {
    return viewer.personId === null ? null : loaders.applicationsOf(viewer.personId, args);
  }

  @Requires('opportunity:read')
  @FieldResolver(() => PlacementConnection, {
    nullable: true,
    description:
      'What the caller does or did outside their post, the latest start first; null for an API key.',
  })
  placements(
    @Args(() => PlacementListArgs) args: PlacementListArgs,
    @Ctx() { viewer, loaders }: Context,
  ) {
    return viewer.personId === null ? null : loaders.placementsByPerson.load(viewer.personId, args);
  }

  @Requires('opportunity:read')
  @FieldResolver(() => PlacementConnection, {
    nullable: true,
    description:
      'What is prepared and waits for the caller to agree or not, for themselves or as head of a school, the earliest to begin first; null for an API key.',
  })
  placementsToAnswer(
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() { viewer, loaders }: Context,
  ) {
    return viewer.personId === null ? null : loaders.placementsToAnswer(args);
  }

  @Requires('opportunity:read')
  @FieldResolver(() => VisitBookingConnection, {
    nullable: true,
    description:
      'Visits that the caller booked, waits for or gave up, the latest first; null for an API key.',
  })
  visits(@Args(() => ConnectionArgs) args: ConnectionArgs, @Ctx() { viewer, loaders }: Context) {
    return viewer.personId === null ? null : loaders.bookingsOfPerson.load(viewer.personId, args);
  }

  @Requires('opportunity:read')
  @FieldResolver(() => SwapConnection, {
    nullable: true,
    description:
      'Swaps that were found or made for the caller, the latest start first; null for an API key.',
  })
  swaps(@Args(() => ConnectionArgs) args: ConnectionArgs, @Ctx() { viewer, loaders }: Context) {
    return viewer.personId === null ? null : loaders.swapsOfPerson.load(viewer.personId, args);
  }
}
