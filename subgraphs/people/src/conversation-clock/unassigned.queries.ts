import { londonDay } from '@trellis/subgraph-kit/london-day';
import type { List } from '@trellis/subgraph-kit/page';
import { SqlParameters } from '@trellis/subgraph-kit/sql-parameters';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { holdsOn } from '../assignment/assignment.queries.ts';
import { isHere } from '../conversation/conversation.queries.ts';
import { isHeadOf } from '../person/person.reach.ts';
import type { UnassignedPerson } from './unassigned.types.ts';

/** What the schema promises, and who it is. */
export interface UnassignedRow extends UnassignedPerson {
  readonly personId: string;
}

/**
 * People who are owed conversations and have nobody who leads them by office, of those for whom the
 * viewer answers; who has waited longest first. A line manager who has left or is on long leave leads
 * nobody. It is since the day on which there was last somebody, or the person joined. Of whoever is on long
 * leave only what waits to be taken on counts.
 */
export function unassignedList(viewer: Viewer): List {
  const parameters = new SqlParameters();
  const [trust, today] = [parameters.add(viewer.trustId), parameters.add(londonDay())];
  const hasLeft = `NOT ${isHere('link.manager_id', trust, today)}`;
  return {
    name: 'conversationsUnassigned',
    select: `person.id AS "personId", waiting.since, ${today}::date - waiting.since AS days,
      waiting.reason, clock.due_on AS "dueOn", coalesce(left_over.items, 0) AS "itemsWaiting",
      left_over.since AS "itemsWaitingSince"`,
    from: `conversation_clock(${trust}, ${today}, NULL) AS clock
      JOIN person ON person.trust_id = ${trust} AND person.id = clock.person_id
      LEFT JOIN manager_link AS link ON link.trust_id = ${trust}
       AND link.person_id = person.id AND ${holdsOn('link', today)}
      LEFT JOIN conversation_clock(${trust}, ${today}, NULL) AS lead
        ON lead.person_id = link.manager_id
      LEFT JOIN conversation_items_waiting(${trust}, ${today}) AS left_over
        ON left_over.person_id = person.id
     CROSS JOIN LATERAL (
       SELECT CASE WHEN link.id IS NULL THEN 'NO_MANAGER' WHEN ${hasLeft}
                   THEN 'MANAGER_LEFT' ELSE 'MANAGER_AWAY' END AS reason,
              greatest(clock.joined_on, CASE
                WHEN link.id IS NULL THEN (
                  SELECT max(ends_on) FROM manager_link AS former
                   WHERE former.trust_id = ${trust} AND former.person_id = person.id
                     AND former.ends_on <= ${today}::date)
                WHEN ${hasLeft} THEN greatest(link.starts_on, (
                  SELECT max(ends_on) FROM contract WHERE contract.trust_id = ${trust}
                     AND contract.person_id = link.manager_id AND ends_on <= ${today}::date))
                ELSE greatest(link.starts_on, (
                  SELECT max(starts_on) FROM leave_period AS away WHERE away.trust_id = ${trust}
                     AND away.person_id = link.manager_id AND ${holdsOn('away', today)})) END)
                AS since) AS waiting`,
    where: [
      `(link.id IS NULL OR ${hasLeft} OR lead.state = 'NOT_REQUIRED')`,
      `(clock.state <> 'NOT_REQUIRED' OR left_over.items IS NOT NULL)`,
      isHeadOf(viewer, 'conversation:read', parameters),
    ],
    parameters,
    sort: {
      name: 'LONGEST_WAIT',
      keys: [
        { sql: 'waiting.since', type: 'date' },
        { sql: 'person.id', type: 'uuid' },
      ],
    },
  };
}
