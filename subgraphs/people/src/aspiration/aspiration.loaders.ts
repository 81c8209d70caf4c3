import { manyByKey } from '@trellis/subgraph-kit/batch';
import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { type AspirationRow, aspirationsOfPeople } from './aspiration.queries.ts';

/** What people hope for, as far as they share it with the viewer. */
export function aspirationLoaders(db: Database, viewer: Viewer) {
  return {
    aspirationsOfPerson: manyByKey<AspirationRow>(
      ({ personId }) => personId,
      (personIds) => aspirationsOfPeople(db, viewer, personIds),
    ),
  };
}
