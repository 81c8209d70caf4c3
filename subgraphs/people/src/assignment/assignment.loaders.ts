import { manyByKey } from '@trellis/subgraph-kit/batch';
import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type DataLoader from 'dataloader';
import {
  assignmentColumns,
  type AssignmentNode,
  assignmentOf,
  type AssignmentRow,
  holdsOn,
} from './assignment.queries.ts';

/** Assignments of people whom the caller has already been allowed to see. */
export function assignmentLoaders(db: Database, viewer: Viewer) {
  const find = async (condition: string, values: readonly unknown[]) => {
    const rows = await db.rows<AssignmentRow>(
      `SELECT ${assignmentColumns} FROM assignment WHERE assignment.trust_id = $1 AND ${condition}
        ORDER BY assignment.is_primary DESC, assignment.starts_on, assignment.id`,
      [viewer.trustId, ...values],
    );
    return rows.map(assignmentOf);
  };
  const byDay = new Map<string, DataLoader<string, AssignmentNode[]>>();
  return {
    /** Those that run on the day, the primary one first. */
    assignmentsOfPersonOn(day: string): DataLoader<string, AssignmentNode[]> {
      let loader = byDay.get(day);
      if (!loader) {
        const condition = `assignment.person_id = ANY ($2::uuid[]) AND ${holdsOn('assignment', '$3')}`;
        loader = manyByKey(
          ({ personId }) => personId,
          (personIds) => find(condition, [personIds, day]),
        );
        byDay.set(day, loader);
      }
      return loader;
    },

    /** All that there were and will be. */
    assignmentsOfContract: manyByKey<AssignmentNode>(
      ({ contractId }) => contractId,
      (contractIds) => find('assignment.contract_id = ANY ($2::uuid[])', [contractIds]),
    ),
  };
}
