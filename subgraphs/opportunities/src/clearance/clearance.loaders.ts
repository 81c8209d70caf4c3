import { manyByKey } from '@trellis/subgraph-kit/batch';
import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { type ClearanceRow, latestClearances } from './clearance.queries.ts';

/** What is known of people's checks, batched, for those who may know. */
export function clearanceLoaders(db: Database, viewer: Viewer) {
  return {
    clearances: manyByKey<ClearanceRow>(
      ({ personId }) => personId,
      (ids) => latestClearances(db, viewer, ids),
    ),
  };
}
