import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { Clearance } from './clearance.types.ts';

/** A clearance as read. */
export interface ClearanceRow extends Clearance {
  readonly personId: string;
  readonly checkedById: string | null;
}

/**
 * What is known last of each check of people, as far as row security tells the viewer.
 *
 * @param id only that one, be it the latest or not.
 */
export function latestClearances(
  db: Database,
  { trustId }: Viewer,
  personIds: readonly string[],
  id: string | null = null,
): Promise<ClearanceRow[]> {
  return db.rows<ClearanceRow>(
    `SELECT DISTINCT ON (person_id, check_code) id, person_id AS "personId", check_code AS check,
            outcome, source, confirmed_by AS "confirmedBy", checked_on AS "checkedOn",
            checked_by_id AS "checkedById", valid_to AS "validTo"
       FROM clearance
      WHERE trust_id = $1 AND person_id = ANY ($2::uuid[]) AND ($3::uuid IS NULL OR id = $3)
      ORDER BY person_id, check_code, outcome = 'ASKED', recorded_at DESC, id DESC`,
    [trustId, personIds, id],
  );
}
