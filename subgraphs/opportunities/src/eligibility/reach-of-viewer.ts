import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { atSchoolsSql, reportsSql } from './eligibility.queries.ts';

/**
 * Of whom the viewer may know what is meant for them: of themself, of those whom they line-manage, and
 * where they offer opportunities of the people at the schools that they answer for.
 *
 * @param personIds well-formed.
 * @returns those of the people of whom the viewer may know.
 */
export async function withinReach(
  db: Database,
  viewer: Viewer,
  today: string,
  personIds: readonly string[],
): Promise<Set<string>> {
  const { trustId, personId, scopes, allPlaces, placeIds } = viewer;
  const ids = [...new Set(personIds)];
  const isOfferer = scopes.has('opportunity:publish');
  if (isOfferer && allPlaces) return new Set(ids);
  const others = ids.filter((id) => id !== personId);
  const reached = new Set(ids.filter((id) => id === personId));
  if (others.length === 0) return reached;
  if (personId !== null) {
    for (const id of await idsOf(db, reportsSql, [trustId, others, today, personId]))
      reached.add(id);
  }
  if (isOfferer) {
    for (const id of await idsOf(db, atSchoolsSql, [trustId, others, today, placeIds])) {
      reached.add(id);
    }
  }
  return reached;
}

async function idsOf(db: Database, sql: string, values: readonly unknown[]): Promise<string[]> {
  const rows = await db.rows<{ id: string }>(sql, values);
  return rows.map(({ id }) => id);
}
