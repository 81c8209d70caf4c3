import type { Pool } from 'pg';

/**
 * Tells opportunities, at the instant `$1`, that a day has begun, once for each trust in which something
 * is undecided: of posts that begin or end as was known before nobody tells on the day. Two workers, or
 * the same twice, change nothing by it.
 */
const beganSql = `
  WITH written AS (
    INSERT INTO event (trust_id, id, type, aggregate_type, aggregate_id, data, actor_kind, actor_id,
                       request_id)
    SELECT trust_id, gen_random_uuid(), 'roster.day_began', 'Trust', trust_id,
           jsonb_build_object('day', ($1::timestamptz AT TIME ZONE 'Europe/London')::date),
           'JOB', 'days', gen_random_uuid()::text
      FROM (SELECT DISTINCT trust_id FROM opportunity
             WHERE state IN ('PUBLISHED', 'REOPENED', 'CLOSED', 'SHORTLISTING', 'DECIDING')) AS open
    RETURNING 1)
  SELECT app.wake_delivery() FROM (SELECT count(*) AS days FROM written) AS all_written
   WHERE days > 0`;

/** Has whom opportunities are for brought up to the day, in all trusts. */
export async function tellOfDay(pool: Pool, now: Date): Promise<void> {
  await pool.query(beganSql, [now]);
}
