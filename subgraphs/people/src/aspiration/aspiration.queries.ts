import type { Database } from '@trellis/subgraph-kit/database';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import { SqlParameters } from '@trellis/subgraph-kit/sql-parameters';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { holdsOn } from '../assignment/assignment.queries.ts';
import type { Aspiration } from './aspiration.types.ts';

/** What the schema promises, and whose it is. */
export interface AspirationRow extends Aspiration {
  readonly personId: string;
  readonly roleProfileCode: string | null;
}

export const aspirationColumns = `aspiration.id, aspiration.person_id AS "personId", aspiration.kind,
  aspiration.horizon, aspiration.text, aspiration.role_profile_code AS "roleProfileCode",
  aspiration.shared_with AS "sharedWith", aspiration.written_at AS "writtenAt", aspiration.version`;

/**
 * Whether an aspiration is the viewer's or shared with them; row security says the same once more.
 *
 * @param today a placeholder.
 */
export function isShared(viewer: Viewer, parameters: SqlParameters, today: string): string {
  if (viewer.personId === null) return 'false';
  const me = parameters.add(viewer.personId);
  const inTeam = viewer.scopes.has('aspiration:read')
    ? "OR 'PEOPLE_TEAM' = ANY (aspiration.shared_with)"
    : '';
  return `(aspiration.person_id = ${me} OR 'TRUST' = ANY (aspiration.shared_with) ${inTeam}
    OR ('MANAGER' = ANY (aspiration.shared_with) AND EXISTS (
      SELECT FROM manager_link WHERE manager_link.trust_id = aspiration.trust_id
         AND manager_link.person_id = aspiration.person_id
         AND manager_link.manager_id = ${me} AND ${holdsOn('manager_link', today)})))`;
}

/** Aspirations of people that they share with the viewer. */
export function aspirationsOfPeople(
  db: Database,
  viewer: Viewer,
  personIds: readonly string[],
): Promise<AspirationRow[]> {
  if (viewer.personId === null) return Promise.resolve([]); // a system, with which nobody shares
  const parameters = new SqlParameters();
  const today = parameters.add(londonDay());
  return db.rows<AspirationRow>(
    `SELECT ${aspirationColumns} FROM aspiration
      WHERE aspiration.trust_id = ${parameters.add(viewer.trustId)}
        AND aspiration.person_id = ANY (${parameters.add(personIds)}::uuid[])
        AND ${isShared(viewer, parameters, today)}
      ORDER BY aspiration.id DESC`,
    parameters.values,
  );
}

export const ownAspirationSql = `
  SELECT ${aspirationColumns} FROM aspiration WHERE trust_id = $1 AND person_id = $2 AND id = $3`;

export const countAspirationsSql = `
  SELECT count(*)::integer AS held FROM aspiration WHERE trust_id = $1 AND person_id = $2`;

export const writeAspirationSql = `
  INSERT INTO aspiration AS held
    (trust_id, person_id, id, kind, horizon, text, role_profile_code, shared_with)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
  ON CONFLICT (trust_id, id) DO UPDATE
     SET kind = excluded.kind, horizon = excluded.horizon, text = excluded.text,
         role_profile_code = excluded.role_profile_code, shared_with = excluded.shared_with,
         written_at = now(), version = held.version + 1`;

export const removeAspirationSql = `
  WITH gone AS (
    DELETE FROM aspiration WHERE trust_id = $1 AND person_id = $2 AND id = $3 RETURNING id)
  SELECT id FROM gone`;
