import type { Database } from '@trellis/subgraph-kit/database';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import type { EntityFinder, EntityReader } from '@trellis/subgraph-kit/known-entities';
import type { Clock } from '@trellis/subgraph-kit/london-day';
import type { PlacementService } from './placement/placement.service.ts';
import { SwapMatchingService } from './swap/swap-matching.service.ts';
import { SwapPreparingService } from './swap/swap-preparing.service.ts';
import { SwapWishService } from './swap/swap-wish.service.ts';
import {
  SwapLegResolver,
  SwapMatchingResolver,
  SwapResolver,
  SwapsOfPersonResolver,
  SwapWishResolver,
} from './swap/swap.resolver.ts';

/** The resolvers of the part of the subgraph that is about swaps. */
export function swapResolvers(
  db: Database,
  people: EntityFinder & EntityReader,
  placements: PlacementService,
  idempotency: Idempotency,
  now: Clock,
) {
  return [
    new SwapWishResolver(new SwapWishService(db, idempotency, people, now)),
    new SwapMatchingResolver(new SwapMatchingService(db, idempotency, people, now)),
    new SwapResolver(new SwapPreparingService(db, placements, idempotency, now)),
    new SwapLegResolver(),
    new SwapsOfPersonResolver(),
  ];
}
