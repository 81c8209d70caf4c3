import { byKey } from '@trellis/subgraph-kit/batch';
import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { type PlaceRow, placesOf } from './place.queries.ts';

/** For how many opportunities have room, batched. */
export function placeLoaders(db: Database, viewer: Viewer) {
  return {
    placesOf: byKey<PlaceRow>(
      ({ opportunityId }) => opportunityId,
      (ids) => placesOf(db, viewer, ids),
    ),
  };
}
