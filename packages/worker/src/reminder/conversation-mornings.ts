import type { Pool } from 'pg';

/**
 * Tells people, at the instant `$1`, that it is the morning of a working day, once for each trust: people
 * knows the rules of conversations, and whom to nudge. Two workers, or the same twice, change nothing by
 * it.
 */
const morningSql = `
  WITH written AS (
    INSERT INTO event (trust_id, id, type, aggregate_type, aggregate_id, data, actor_kind, actor_id,
                       request_id)
    SELECT id, gen_random_uuid(), 'conversation.morning', 'Trust', id,
           jsonb_build_object('day', ($1::timestamptz AT TIME ZONE 'Europe/London')::date),
           'JOB', 'reminders', gen_random_uuid()::text
      FROM trust
    RETURNING 1)
  SELECT app.wake_delivery() FROM (SELECT count(*) AS mornings FROM written) AS all_written
   WHERE mornings > 0`;

/** Has the conversations of all trusts seen to this morning. */
export async function tellOfMorning(pool: Pool, now: Date): Promise<void> {
  await pool.query(morningSql, [now]);
}
