import type { Pool } from 'pg';
import { leavingWord } from '../word-left.ts';

const word = leavingWord({
  type: 'opportunity.notice_requested',
  aggregateType: 'Placement',
  aggregateId: 'id',
  data: `jsonb_build_object(
             'opportunityId', id, 'part', jsonb_build_object('type', 'Placement', 'id', id),
             'version', 1, 'kind', 'PLACEMENT_BEGINS',
             'title', left(to_char(starts_on, 'FMDD FMMonth: ')
                           || regexp_replace(coalesce(purpose, ''), '[[:cntrl:]]', ' ', 'g'), 200),
             'text', 'You are expected there.', 'closesOn', starts_on,
             'personIds', jsonb_build_array(person_id), 'page', 1, 'pages', 1,
             'wantsProof', false, 'canWait', false)`,
  actor: 'reminders',
  from: 'due',
});

/**
 * Asks people to remind those who go somewhere on the next day, or on Friday of what begins until
 * Monday, at the instant `$1`. Each is reminded once of what is firm. One statement for all trusts, so
 * that two workers remind nobody twice.
 */
const remindSql = `
  WITH here AS (SELECT ($1::timestamptz AT TIME ZONE 'Europe/London')::date AS today),
  due AS (
    UPDATE placement AS p SET reminded_at = $1 FROM here
     WHERE p.state = 'SCHEDULED' AND p.reminded_at IS NULL AND p.starts_on > here.today
       AND p.starts_on <= here.today + CASE extract(isodow FROM here.today)::integer
                                         WHEN 5 THEN 3 WHEN 6 THEN 2 ELSE 1 END
    RETURNING p.trust_id, p.id, p.person_id, p.purpose, p.starts_on),
  ${word}`;

/** Reminds people, in all trusts, of where they go next. */
export async function remindOfPlacements(pool: Pool, now: Date): Promise<void> {
  await pool.query(remindSql, [now]);
}
