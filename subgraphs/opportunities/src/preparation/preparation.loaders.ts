import { byKey, PagesByParent } from '@trellis/subgraph-kit/batch';
import type { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import type { Database } from '@trellis/subgraph-kit/database';
import type { Pages } from '@trellis/subgraph-kit/page';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import {
  ownPlaces,
  participantList,
  preparationList,
  type PreparationPlaceRow,
  type PreparationRow,
} from './preparation.queries.ts';

/** Help to get ready, and who takes part, batched. */
export function preparationLoaders(db: Database, pages: Pages, viewer: Viewer) {
  return {
    preparationsOf: new PagesByParent<ConnectionArgs, PreparationRow>((args, ids) =>
      pages.ofEach(viewer, preparationList(viewer), args, 'p.opportunity_id', ids),
    ),
    participantsOf: new PagesByParent<ConnectionArgs, PreparationPlaceRow>((args, ids) =>
      pages.ofEach(viewer, participantList(viewer), args, 't.offer_id', ids),
    ),
    ownPreparationPlace: byKey<PreparationPlaceRow>(
      ({ offerId }) => offerId,
      (ids) => ownPlaces(db, viewer, ids),
    ),
  };
}
