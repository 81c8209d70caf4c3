import { idOrNone } from '@trellis/subgraph-kit/ids';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import type { List } from '@trellis/subgraph-kit/page';
import { SqlParameters } from '@trellis/subgraph-kit/sql-parameters';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { holdsOn } from '../assignment/assignment.queries.ts';
import { isHeadOf } from '../person/person.reach.ts';
import type { ConversationDue, ConversationsDueFilter } from './conversation-due.types.ts';

/** What the schema promises, and whose it is. */
export interface ConversationDueRow extends ConversationDue {
  readonly personId: string;
}

const columns = `clock.person_id AS "personId", clock.due_on AS "dueOn", clock.state,
  clock.offered_on AS "offeredOn",
  (SELECT max(nudged_on) FROM conversation_nudge AS nudge
    WHERE nudge.trust_id = person.trust_id AND nudge.person_id = person.id
      AND nudge.kind = 'OWN') AS "nudgedOn"`;

/**
 * Who may know when a person's conversation is due, a condition on `person`: those who answer for them
 * by an office, and whoever line-manages them. A line manager learns no more than this.
 */
function mayKnow(viewer: Viewer, parameters: SqlParameters, today: string): string {
  const byOffice = isHeadOf(viewer, 'conversation:read', parameters);
  if (viewer.personId === null) return byOffice;
  return `(${byOffice} OR ${isManagedBy(parameters.add(viewer.personId), today)})`;
}

const isManagedBy = (manager: string, today: string) => `EXISTS (SELECT FROM manager_link
  WHERE trust_id = person.trust_id AND person_id = person.id AND manager_id = ${manager}
    AND ${holdsOn('manager_link', today)})`;

/** When the conversations of these people are due, as far as the viewer may know. */
export function dueOfPeople(viewer: Viewer, personIds: readonly string[]) {
  const parameters = new SqlParameters();
  const [trust, today] = [parameters.add(viewer.trustId), parameters.add(londonDay())];
  const isOwn =
    viewer.personId === null ? 'false' : `person.id = ${parameters.add(viewer.personId)}`;
  const sql = `SELECT ${columns}
    FROM conversation_clock(${trust}, ${today}, ${parameters.add(personIds)}::uuid[]) AS clock
    JOIN person ON person.trust_id = ${trust} AND person.id = clock.person_id
   WHERE (${isOwn} OR ${mayKnow(viewer, parameters, today)})`;
  return { sql, values: parameters.values };
}

/** Of everybody of whom the viewer may know it and who is not the viewer, the most pressing first. */
export function dueList(viewer: Viewer, filter: ConversationsDueFilter | null | undefined): List {
  const parameters = new SqlParameters();
  const [trust, today] = [parameters.add(viewer.trustId), parameters.add(londonDay())];
  const where = [mayKnow(viewer, parameters, today)];
  if (viewer.personId !== null) where.push(`person.id <> ${parameters.add(viewer.personId)}`);
  if (filter?.state != null) where.push(`clock.state = ${parameters.add(filter.state)}`);
  if (filter?.schoolId != null) {
    where.push(`EXISTS (SELECT FROM assignment WHERE trust_id = person.trust_id
      AND person_id = person.id AND school_id = ${parameters.add(idOrNone(filter.schoolId))}
      AND ${holdsOn('assignment', today)})`);
  }
  if (filter?.managerId != null) {
    where.push(isManagedBy(parameters.add(idOrNone(filter.managerId)), today));
  }
  return {
    name: 'conversationsDue',
    select: columns,
    from: `conversation_clock(${trust}, ${today}, NULL) AS clock
      JOIN person ON person.trust_id = ${trust} AND person.id = clock.person_id`,
    where,
    parameters,
    sort: {
      name: 'MOST_PRESSING',
      keys: [
        { sql: 'clock.due_on', type: 'date' },
        { sql: 'clock.person_id', type: 'uuid' },
      ],
    },
    filter,
  };
}
