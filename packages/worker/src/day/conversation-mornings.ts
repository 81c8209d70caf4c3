import type { Pool } from 'pg';
import { leavingWord } from '../word-left.ts';

const word = leavingWord({
  type: 'conversation.morning',
  aggregateType: 'Trust',
  aggregateId: 'trust_id',
  data: `jsonb_build_object('day', day)`,
  actor: 'reminders',
  from: 'begun',
});

/**
 * Tells people, at the instant `$1`, that it is the morning of a working day, once for each trust: people
 * knows the rules of conversations, and whom to nudge. Two workers, or the same twice, change nothing by
 * it.
 */
const morningSql = `
  WITH begun AS (
    SELECT id AS trust_id, ($1::timestamptz AT TIME ZONE 'Europe/London')::date AS day FROM trust),
  ${word}`;

/** Has the conversations of all trusts seen to this morning. */
export async function tellOfMorning(pool: Pool, now: Date): Promise<void> {
  await pool.query(morningSql, [now]);
}
