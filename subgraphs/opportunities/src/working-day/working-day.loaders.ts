import { manyByKey } from '@trellis/subgraph-kit/batch';
import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { WorkingDay } from './working-day.types.ts';

/** A working day as read. */
export interface WorkingDayRow extends WorkingDay {
  readonly personId: string;
  readonly schoolId: string;
}

/** When people work where, batched. Colleagues know it, as they know posts. */
export function workingDayLoaders(db: Database, { trustId }: Viewer) {
  return {
    workingDays: manyByKey<WorkingDayRow>(
      ({ personId }) => personId,
      (ids) =>
        db.rows<WorkingDayRow>(
          `SELECT person_id AS "personId", weekday, school_id AS "schoolId" FROM working_day
            WHERE trust_id = $1 AND person_id = ANY ($2::uuid[]) ORDER BY person_id, weekday`,
          [trustId, ids],
        ),
    ),
  };
}
