import type { Database } from '@trellis/subgraph-kit/database';
import { Fault, notFound } from '@trellis/subgraph-kit/faults';
import { idOrNone, isId } from '@trellis/subgraph-kit/ids';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import type { List } from '@trellis/subgraph-kit/page';
import { SqlParameters } from '@trellis/subgraph-kit/sql-parameters';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { holdsOn } from '../assignment/assignment.queries.ts';
import { reachOf } from '../person/person.reach.ts';
import { type CareerConversation, ConversationState } from './conversation.types.ts';

/** What the schema promises, and whose it is. */
export interface ConversationRow extends CareerConversation {
  readonly personId: string;
  readonly leadId: string;
}

/** @param today a placeholder. */
const columns = (today: string) => `
  talk.id, talk.person_id AS "personId", talk.lead_id AS "leadId", talk.chosen, talk.situation,
  CASE WHEN talk.state = 'SCHEDULED' AND talk.planned_on < ${today}::date
       THEN 'MISSED' ELSE talk.state END AS state,
  talk.planned_on AS "plannedOn", talk.postponed_for AS "postponedFor",
  talk.offered_on AS "offeredOn", talk.person_agreed_at IS NOT NULL AS "agreedByPerson",
  talk.lead_agreed_at IS NOT NULL AS "agreedByLead", talk.version`;

/** Whose conversations a viewer sees: their own, of either side; and no office sees more. */
const isOneOfTheTwo = (me: string) => `(talk.person_id = ${me} OR talk.lead_id = ${me})`;

/** The viewer's own conversations, of either side, the newest first. */
export function conversationList(viewer: Viewer): List {
  const parameters = new SqlParameters();
  return {
    name: 'Viewer.conversations',
    select: columns(parameters.add(londonDay())),
    from: 'career_conversation AS talk',
    where: [
      `talk.trust_id = ${parameters.add(viewer.trustId)}`,
      isOneOfTheTwo(parameters.add(viewer.personId)),
    ],
    parameters,
    sort: { name: 'NEWEST', keys: [{ sql: 'talk.id', type: 'uuid' }], descending: true },
  };
}

/** Conversations with these ids of which the viewer is one of the two. */
export function conversationsById(
  db: Database,
  { trustId, personId }: Viewer,
  ids: readonly string[],
  lock: '' | 'FOR UPDATE' = '',
): Promise<ConversationRow[]> {
  return db.rows<ConversationRow>(
    `SELECT ${columns('$4')} FROM career_conversation AS talk
      WHERE talk.trust_id = $1 AND talk.id = ANY ($2::uuid[]) AND ${isOneOfTheTwo('$3')} ${lock}`,
    [trustId, ids.filter(isId), personId, londonDay()],
  );
}

/**
 * A conversation of which the viewer is one of the two.
 *
 * @param version as last read, of one that is to be changed: it is then held.
 * @throws NOT_FOUND for everybody else.
 * @throws CONFLICT with the current version when it changed since it was read.
 */
export async function foundConversation(
  db: Database,
  viewer: Viewer,
  id: string,
  version?: number,
): Promise<ConversationRow> {
  const lock = version === undefined ? '' : 'FOR UPDATE';
  const [found] = await conversationsById(db, viewer, [id], lock);
  if (!found) throw notFound('conversation');
  if (version !== undefined && found.version !== version) {
    throw new Fault('CONFLICT', 'The conversation was changed since it was read.', {
      currentVersion: found.version,
    });
  }
  return found;
}

/** A conversation of which the viewer is one of the two, held while something is written to it. */
export async function heldConversation(
  db: Database,
  viewer: Viewer,
  id: string,
): Promise<ConversationRow> {
  const [found] = await conversationsById(db, viewer, [id], 'FOR UPDATE');
  if (!found) throw notFound('conversation');
  return found;
}

/** Whether both have said that what is written down is right. */
export function isWrittenDown({ state }: ConversationRow): boolean {
  return state === ConversationState.AGREED || state === ConversationState.CLOSED;
}

/** Who has said that what is written down is right says so anew, because it is something else now. */
export const unsignSql = `
  UPDATE career_conversation
     SET person_agreed_at = NULL, lead_agreed_at = NULL, version = version + 1
   WHERE trust_id = $1 AND id = $2 AND state = 'HELD'
     AND (person_agreed_at IS NOT NULL OR lead_agreed_at IS NOT NULL)`;

/** Whether somebody works here on a day, also by an agreement with another employer. */
export const isHere = (id: string, trust: string, today: string) => `EXISTS (SELECT FROM contract
  WHERE contract.trust_id = ${trust} AND contract.person_id = ${id}
    AND ${holdsOn('contract', today)})`;

/** Who may talk with a person. */
export interface Partners {
  /** Of the person, today, unless they have left. */
  readonly managerId: string | null;
  /** By the trust, today. */
  readonly isEmployed: boolean;
  /** Whether the colleague works here today, and is willing or within the viewer's reach. */
  readonly isColleague: boolean;
}

/** @param leadId a colleague who may be asked. */
export async function partnersOf(
  db: Database,
  viewer: Viewer,
  personId: string,
  leadId: string,
): Promise<Partners> {
  const parameters = new SqlParameters();
  const trust = parameters.add(viewer.trustId);
  const today = parameters.add(londonDay());
  const [person, lead] = [parameters.add(idOrNone(personId)), parameters.add(idOrNone(leadId))];
  const works = (id: string) =>
    `EXISTS (SELECT FROM conversation_clock(${trust}, ${today}, ARRAY[${id}::uuid]))`;
  const [partners] = await db.rows<Partners>(
    `SELECT (SELECT manager_id FROM manager_link WHERE trust_id = ${trust}
               AND person_id = ${person} AND ${holdsOn('manager_link', today)}
               AND ${isHere('manager_link.manager_id', trust, today)}) AS "managerId",
            ${works(person)} AS "isEmployed",
            ${works(lead)} AND EXISTS (SELECT FROM person
              WHERE trust_id = ${trust} AND id = ${lead}
                AND (${reachOf(viewer, parameters).withinReach} OR EXISTS (
                  SELECT FROM willing_colleague AS willing
                   WHERE willing.trust_id = ${trust} AND willing.person_id = ${lead})))
              AS "isColleague"`,
    parameters.values,
  );
  return partners ?? { managerId: null, isEmployed: false, isColleague: false };
}

/** Of two people who are one, the open conversation of the one who stays (`$3`) goes on. */
export const cancelDoubleConversationsSql = `
  UPDATE career_conversation AS gone SET state = 'CANCELLED', version = version + 1
   WHERE gone.trust_id = $1 AND gone.state IN ('ASKED', 'SCHEDULED', 'POSTPONED')
     AND (gone.person_id, gone.lead_id) IN (($2, $3), ($3, $2))
      OR gone.trust_id = $1 AND gone.state IN ('ASKED', 'SCHEDULED', 'POSTPONED')
     AND gone.person_id = $2 AND EXISTS (
       SELECT FROM career_conversation AS own
        WHERE own.trust_id = $1 AND own.person_id = $3 AND own.lead_id <> $2
          AND own.state IN ('ASKED', 'SCHEDULED', 'POSTPONED'))`;

/** Conversations of one person (`$2`) become another's (`$3`), but those that the two had together. */
export const passOnConversationsSql = `
  WITH willing AS (
    INSERT INTO willing_colleague (trust_id, person_id)
    SELECT $1, $3 FROM willing_colleague WHERE trust_id = $1 AND person_id = $2
    ON CONFLICT DO NOTHING),
  unwilling AS (DELETE FROM willing_colleague WHERE trust_id = $1 AND person_id = $2)
  UPDATE career_conversation
     SET person_id = CASE person_id WHEN $2 THEN $3 ELSE person_id END,
         lead_id = CASE lead_id WHEN $2 THEN $3 ELSE lead_id END
   WHERE trust_id = $1 AND $2 IN (person_id, lead_id) AND $3 NOT IN (person_id, lead_id)`;

export const openOfPersonSql = `
  SELECT id, lead_id AS "leadId" FROM career_conversation
   WHERE trust_id = $1 AND person_id = $2 AND state IN ('ASKED', 'SCHEDULED', 'POSTPONED')`;

export const arrangeSql = `
  INSERT INTO career_conversation
    (trust_id, id, person_id, lead_id, chosen, situation, state, planned_on)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
  ON CONFLICT (trust_id, person_id) WHERE state IN ('ASKED', 'SCHEDULED', 'POSTPONED') DO NOTHING
  RETURNING id`;
