import { byId, byKey, manyByKey, PagesByParent } from '@trellis/subgraph-kit/batch';
import type { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import type { Database } from '@trellis/subgraph-kit/database';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import type { Pages } from '@trellis/subgraph-kit/page';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import {
  legsOf,
  matchingList,
  matchingsById,
  type SwapLegRow,
  type SwapRow,
  swapsById,
  swapsOfMatchingList,
  swapsOfPersonList,
  type SwapWishRow,
  wishesById,
  wishesOfPeople,
} from './swap.queries.ts';
import type { SwapMatching } from './swap.types.ts';

/** Wishes, matchings and swaps as far as the viewer may read them, batched. */
export function swapLoaders(db: Database, pages: Pages, now: Clock, viewer: Viewer) {
  const today = londonDay(now());
  return {
    swapWish: byId((ids) => wishesById(db, viewer, ids)),
    swapWishOfPerson: byKey<SwapWishRow>(
      ({ personId }) => personId,
      (ids) => wishesOfPeople(db, viewer, ids),
    ),
    swap: byId((ids) => swapsById(db, viewer, today, ids)),
    swapLegs: manyByKey<SwapLegRow>(
      ({ swapId }) => swapId,
      (ids) => legsOf(db, viewer, ids),
    ),
    swapsOfPerson: new PagesByParent<ConnectionArgs, SwapRow>((args, ids) =>
      pages.ofEach(viewer, swapsOfPersonList(viewer, today), args, 'l.person_id', ids),
    ),
    swapMatching: byId((ids) => matchingsById(db, viewer, ids)),
    swapMatchings: (args: ConnectionArgs) =>
      pages.of<SwapMatching>(viewer, matchingList(viewer), args),
    swapsOfMatching: new PagesByParent<ConnectionArgs, SwapRow>((args, ids) =>
      pages.ofEach(viewer, swapsOfMatchingList(viewer, today), args, 's.matching_id', ids),
    ),
  };
}
