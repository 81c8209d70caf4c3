import { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import { Requires } from '@trellis/subgraph-kit/permission';
import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.ts';
import { Person } from '../person/person.types.ts';
import { Placement } from '../placement/placement.types.ts';
import { School } from '../school/school.types.ts';
import type { SwapMatchingService } from './swap-matching.service.ts';
import type { SwapPreparingService } from './swap-preparing.service.ts';
import type { SwapLegRow, SwapRow, SwapWishRow } from './swap.queries.ts';
import type { SwapWishService } from './swap-wish.service.ts';
import {
  StateSwapWishInput,
  StateSwapWishResult,
  SwapWish,
  TakeBackSwapWishInput,
  TakeBackSwapWishResult,
} from './swap-wish.types.ts';
import {
  MatchSwapsInput,
  PrepareSwapInput,
  PrepareSwapResult,
  Swap,
  SwapConnection,
  SwapLeg,
  SwapMatching,
  SwapMatchingConnection,
} from './swap.types.ts';

@Resolver(() => SwapWish)
export class SwapWishResolver {
  constructor(private readonly service: SwapWishService) {}

  @Requires('opportunity:apply')
  @Mutation(() => StateSwapWishResult, {
    nullable: true,
    description: 'Say what one would like to do for a time in the place of somebody else.',
  })
  stateSwapWish(
    @Arg('input', () => StateSwapWishInput, { description: 'What, where, when and how long.' })
    input: StateSwapWishInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.state(viewer, input);
  }

  @Requires('opportunity:apply')
  @Mutation(() => TakeBackSwapWishResult, {
    nullable: true,
    description: 'Take one’s wish back, so that no matching looks at it.',
  })
  takeBackSwapWish(
    @Arg('input', () => TakeBackSwapWishInput, { description: 'Which.' })
    input: TakeBackSwapWishInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.takeBack(viewer, input);
  }

  @FieldResolver(() => Person, { nullable: true, description: 'Whose it is.' })
  person(@Root() { personId }: SwapWishRow): Person {
    return { id: personId };
  }

  @FieldResolver(() => [School], {
    nullable: 'itemsAndList',
    description: 'Where, the best first; none for any school.',
  })
  schools(@Root() { schoolIds }: SwapWishRow): School[] {
    return schoolIds.map((id) => ({ id }));
  }
}

@Resolver(() => SwapMatching)
export class SwapMatchingResolver {
  constructor(private readonly service: SwapMatchingService) {}

  @Requires('opportunity:publish')
  @Mutation(() => SwapMatching, {
    nullable: true,
    description:
      'Match all open wishes anew. For those who answer for all schools. What an earlier matching found and nobody took up is set aside.',
  })
  matchSwaps(
    @Arg('input', () => MatchSwapsInput, { description: 'Nothing is chosen.' })
    input: MatchSwapsInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.match(viewer, input);
  }

  @Requires('opportunity:publish')
  @Query(() => SwapMatchingConnection, {
    nullable: true,
    description:
      'Searches for swaps, the latest first; none for who does not answer for all schools.',
  })
  swapMatchings(@Args(() => ConnectionArgs) args: ConnectionArgs, @Ctx() { loaders }: Context) {
    return loaders.swapMatchings(args);
  }

  @FieldResolver(() => SwapConnection, { description: 'What it found.' })
  swaps(
    @Root() { id }: SwapMatching,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() { loaders }: Context,
  ) {
    return loaders.swapsOfMatching.load(id, args);
  }
}

@Resolver(() => Swap)
export class SwapResolver {
  constructor(private readonly service: SwapPreparingService) {}

  @Requires('opportunity:apply')
  @Mutation(() => PrepareSwapResult, {
    nullable: true,
    description:
      'Take up a swap that was found: each leg becomes a placement that waits for consents, cover and clearance. All of them or none are ever scheduled.',
  })
  prepareSwap(
    @Arg('input', () => PrepareSwapInput, { description: 'Which.' }) input: PrepareSwapInput,
    @Ctx() { viewer }: Context,
  ) {
    return this.service.prepare(viewer, input);
  }

  @FieldResolver(() => [SwapLeg], {
    description: 'Who goes where; each takes the next one’s place.',
  })
  legs(@Root() { id }: SwapRow, @Ctx() { loaders }: Context) {
    return loaders.swapLegs.load(id);
  }
}

@Resolver(() => SwapLeg)
export class SwapLegResolver {
  @FieldResolver(() => Person, { nullable: true, description: 'Who.' })
  person(@Root() { personId }: SwapLegRow): Person {
    return { id: personId };
  }

  @FieldResolver(() => School, { nullable: true, description: 'Where they come from.' })
  homeSchool(@Root() { homeSchoolId }: SwapLegRow): School {
    return { id: homeSchoolId };
  }

  @FieldResolver(() => School, { nullable: true, description: 'Where they go.' })
  hostSchool(@Root() { hostSchoolId }: SwapLegRow): School {
    return { id: hostSchoolId };
  }

  @FieldResolver(() => Placement, {
    nullable: true,
    description: 'With its consents, cover and checks; null until the swap is taken up.',
  })
  placement(@Root() { placementId }: SwapLegRow, @Ctx() { loaders }: Context) {
    return placementId === null ? null : loaders.placement.load(placementId);
  }
}

@Resolver(() => Person)
export class SwapsOfPersonResolver {
  @Requires('opportunity:read')
  @FieldResolver(() => SwapWish, {
    nullable: true,
    description:
      'What they would like to swap: for themselves and the people team; null for others.',
  })
  swapWish(@Root() { id }: Person, @Ctx() { loaders }: Context) {
    return loaders.swapWishOfPerson.load(id);
  }

  @Requires('opportunity:read')
  @FieldResolver(() => SwapConnection, {
    nullable: true,
    description:
      'Swaps that were found or made for them, the latest start first: for those whom each moves, the people team and, once it is being prepared, the heads of its schools.',
  })
  swapMatches(
    @Root() { id }: Person,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() { loaders }: Context,
  ) {
    return loaders.swapsOfPerson.load(id, args);
  }
}
