import { holdsOn } from '../assignment/assignment.queries.ts';
import { isHere } from '../conversation/conversation.queries.ts';

/** Somebody who is nudged. */
export interface Nudge {
  readonly personId: string;
  /** Of their own conversation, or of those that they are to offer. */
  readonly kind: 'OWN' | 'LEAD';
}

/**
 * Writes down whom the trust (`$1`) nudges on a day (`$2`), and answers them. Who has a day to come
 * arranged, or has asked a colleague for one, is left alone; what passed without a conversation, or was
 * put off to no day, is not arranged. How late it is makes no difference. Two mornings at once nudge
 * nobody twice, because of the key.
 */
export const nudgeSql = `
  WITH owed AS (
    SELECT clock.person_id, clock.due_on
      FROM conversation_clock($1, $2, NULL) AS clock
     WHERE clock.state IN ('DUE', 'OVERDUE')
       AND EXISTS (SELECT FROM conversation_policy WHERE trust_id = $1)
       AND NOT EXISTS (SELECT FROM career_conversation AS talk
                        WHERE talk.trust_id = $1 AND talk.person_id = clock.person_id
                          AND talk.state IN ('ASKED', 'SCHEDULED') AND talk.planned_on >= $2)),
  wanted AS (
    SELECT person_id, 'OWN' AS kind, due_on AS period_on FROM owed
     UNION ALL
    SELECT DISTINCT link.manager_id, 'LEAD', date_trunc('month', $2::date)::date
      FROM owed JOIN manager_link AS link ON link.trust_id = $1
       AND link.person_id = owed.person_id AND ${holdsOn('link', '$2')}
     WHERE ${isHere('link.manager_id', '$1', '$2')})
  INSERT INTO conversation_nudge (trust_id, person_id, kind, period_on, nudged_on)
  SELECT $1, person_id, kind, period_on, $2 FROM wanted
   WHERE NOT EXISTS (SELECT FROM leave_period AS away
                      WHERE away.trust_id = $1 AND away.person_id = wanted.person_id
                        AND ${holdsOn('away', '$2')})
     AND NOT EXISTS (SELECT FROM conversation_nudge AS earlier
                      WHERE earlier.trust_id = $1 AND earlier.person_id = wanted.person_id
                        AND earlier.kind = wanted.kind AND earlier.nudged_on > $2::date - 28)
      ON CONFLICT DO NOTHING
  RETURNING person_id AS "personId", kind`;
