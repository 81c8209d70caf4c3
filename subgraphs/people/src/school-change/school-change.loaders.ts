import { manyByKey } from '@trellis/subgraph-kit/batch';
import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { changeColumns, type SchoolChangeRow } from './school-change.queries.ts';

/** What became of schools, the newest first. */
export function schoolChangeLoaders(db: Database, { trustId }: Viewer) {
  return {
    changesOfSchool: manyByKey<SchoolChangeRow>(
      ({ schoolId }) => schoolId,
      (schoolIds) =>
        db.rows(
          `SELECT ${changeColumns} FROM school_change
            WHERE trust_id = $1 AND school_id = ANY ($2::uuid[])
            ORDER BY effective_on DESC, decided_at DESC, id DESC`,
          [trustId, schoolIds],
        ),
    ),
  };
}
