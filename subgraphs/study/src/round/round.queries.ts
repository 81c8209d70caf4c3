import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { StudyRound } from './round.types.ts';

/** A round with the scheme that it is of. */
export interface RoundRow extends StudyRound {
  readonly schemeId: string;
}

const columns = `r.id, r.scheme_id AS "schemeId", r.title, r.terms, r.opens_on AS "opensOn",
  r.closes_on AS "closesOn", r.places, r.reserved, r.lottery_seed AS "lotterySeed",
  r.decidable_from IS NOT NULL AS "isDecidable",
  CASE WHEN r.locked_at IS NOT NULL THEN 'LOCKED' WHEN r.scoring_from IS NOT NULL THEN 'SCORING'
       ELSE 'ANNOUNCED' END AS state`;

/** @returns the trust's rounds of those ids, held where `lock` says so. */
export function roundsById(
  db: Database,
  { trustId }: Viewer,
  ids: readonly string[],
  lock: '' | 'FOR SHARE' | 'FOR UPDATE' = '',
): Promise<RoundRow[]> {
  return db.rows<RoundRow>(
    `SELECT ${columns} FROM study_round r WHERE r.trust_id = $1 AND r.id = ANY ($2::uuid[])
      ORDER BY r.id ${lock}`,
    [trustId, ids],
  );
}

/** @returns rounds that close on that day or later, next first. */
export function openRounds(db: Database, { trustId }: Viewer, today: string) {
  return db.rows<RoundRow>(
    `SELECT ${columns} FROM study_round r WHERE r.trust_id = $1 AND r.closes_on >= $2
      ORDER BY r.closes_on, r.id LIMIT 100`,
    [trustId, today],
  );
}

/** Whether the person scores in the round. */
export async function sitsOn(db: Database, { trustId, personId }: Viewer, roundId: string) {
  const rows = await db.rows(
    'SELECT 1 FROM round_member WHERE trust_id = $1 AND round_id = $2 AND person_id = $3',
    [trustId, roundId, personId],
  );
  return rows.length > 0;
}
