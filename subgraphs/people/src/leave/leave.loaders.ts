import { manyByKey } from '@trellis/subgraph-kit/batch';
import type { Database } from '@trellis/subgraph-kit/database';
import { SqlParameters } from '@trellis/subgraph-kit/sql-parameters';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import DataLoader from 'dataloader';
import { isHeadOf } from '../person/person.reach.ts';
import { absenceCategories, leaveKindOf } from './leave.codes.ts';
import type { LeavePeriod } from './leave.types.ts';

interface LeaveRow {
  readonly personId: string;
  readonly id: string;
  readonly categoryCode: string;
  readonly startsOn: string;
  readonly endsOn: string | null;
}

/** Leave of people, the newest first, for those who may know of it. */
export function leaveLoaders(db: Database, viewer: Viewer) {
  return {
    leaveOfPerson: manyByKey<LeavePeriod & { readonly personId: string }>(
      ({ personId }) => personId,
      async (personIds) => {
        const rows = await db.rows<LeaveRow>(
          `SELECT id, person_id AS "personId", category_code AS "categoryCode",
                  starts_on AS "startsOn", ends_on AS "endsOn"
             FROM leave_period WHERE trust_id = $1 AND person_id = ANY ($2::uuid[])
            ORDER BY starts_on DESC, id`,
          [viewer.trustId, personIds],
        );
        return rows.map(({ categoryCode, ...row }) => ({
          ...row,
          kind: leaveKindOf(categoryCode),
          category: absenceCategories.get(categoryCode),
        }));
      },
    ),

    /** Whether the viewer may know when and why the person is away. */
    mayKnowLeaveOf: new DataLoader<string, boolean>(async (personIds) => {
      const parameters = new SqlParameters();
      const rows = await db.rows<{ id: string }>(
        `SELECT person.id FROM person
          WHERE person.trust_id = ${parameters.add(viewer.trustId)}
            AND person.id = ANY (${parameters.add(personIds)}::uuid[])
            AND ${isHeadOf(viewer, 'leave:read', parameters)}`,
        parameters.values,
      );
      const known = new Set(rows.map(({ id }) => id));
      return personIds.map((id) => id === viewer.personId || known.has(id));
    }),
  };
}
