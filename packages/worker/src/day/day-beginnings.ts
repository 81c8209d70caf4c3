import type { Pool } from 'pg';
import { leavingWord } from '../word-left.ts';

const word = leavingWord({
  type: 'roster.day_began',
  aggregateType: 'Trust',
  aggregateId: 'trust_id',
  data: `jsonb_build_object('day', day)`,
  actor: 'days',
  from: 'begun',
});

/**
 * Tells opportunities, at the instant `$1`, that a day has begun, once for each trust in which something
 * is undecided: of posts that begin or end as was known before nobody tells on the day. Two workers, or
 * the same twice, change nothing by it.
 */
const beganSql = `
  WITH begun AS (
    SELECT DISTINCT trust_id, ($1::timestamptz AT TIME ZONE 'Europe/London')::date AS day FROM opportunity
     WHERE state IN ('PUBLISHED', 'REOPENED', 'CLOSED', 'SHORTLISTING', 'DECIDING')),
  ${word}`;

/** Has whom opportunities are for brought up to the day, in all trusts. */
export async function tellOfDay(pool: Pool, now: Date): Promise<void> {
  await pool.query(beganSql, [now]);
}
