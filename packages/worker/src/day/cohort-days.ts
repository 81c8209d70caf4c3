import type { Pool } from 'pg';
import { leavingWord } from '../word-left.ts';

const word = leavingWord({
  type: 'cohort.day_began',
  aggregateType: 'CohortDay',
  aggregateId: 'trust_id',
  data: `jsonb_build_object('day', day)`,
  actor: 'cohorts',
  from: 'begun',
});

/**
 * Leaves word, at the instant `$1`, that a day has begun for the cohorts of each trust: seats that fall free
 * are announced, vacant ones offered, and those who are gone sit no more. Once a day and trust, in the
 * transaction that takes note of it, so that a worker that crashed, or a second one, changes nothing.
 */
const beginSql = `
  WITH begun AS (
    INSERT INTO cohort_day (trust_id, day)
    SELECT DISTINCT c.trust_id, here.today
      FROM cohort AS c
     CROSS JOIN (SELECT ($1::timestamptz AT TIME ZONE 'Europe/London')::date AS today) AS here
     WHERE c.ends_on IS NULL OR c.ends_on > here.today
        ON CONFLICT DO NOTHING
    RETURNING trust_id, day),
  ${word}`;

/** Lets a day begin for the cohorts of all trusts. */
export async function beginCohortDay(pool: Pool, now: Date): Promise<void> {
  await pool.query(beginSql, [now]);
}
