import { byId } from '@trellis/subgraph-kit/batch';
import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { Trust } from './trust.types.ts';

/** The viewer's trust by id; any other is not found. */
export function trustLoaders(db: Database, viewer: Viewer) {
  return {
    trust: byId((ids) =>
      db.rows<Trust>(
        `SELECT id, name, uid, group_id AS "groupId", ukprn,
                companies_house_number AS "companiesHouseNumber"
           FROM trust WHERE id = $1 AND id = ANY ($2::uuid[])`,
        [viewer.trustId, ids],
      ),
    ),
  };
}
