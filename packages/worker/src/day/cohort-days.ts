import type { Pool } from 'pg';

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
  written AS (
    INSERT INTO event (trust_id, id, type, aggregate_type, aggregate_id, data, actor_kind, actor_id,
                       request_id)
    SELECT trust_id, gen_random_uuid(), 'cohort.day_began', 'CohortDay', trust_id,
           jsonb_build_object('day', day), 'JOB', 'cohorts', gen_random_uuid()::text
      FROM begun
    RETURNING 1)
  SELECT app.wake_delivery() FROM (SELECT count(*) AS days FROM written) AS all_written
   WHERE days > 0`;

/** Lets a day begin for the cohorts of all trusts. */
export async function beginCohortDay(pool: Pool, now: Date): Promise<void> {
  await pool.query(beginSql, [now]);
}
