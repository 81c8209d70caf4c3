import type { Database } from '@trellis/subgraph-kit/database';
import { isId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { ActionLink, AgreedAction } from './agreed-action.types.ts';

/** What the schema promises, and whose it is. */
export interface ActionRow extends AgreedAction, ActionLink {
  readonly conversationId: string;
  readonly personId: string;
  readonly leadId: string;
}

/** The other of the two: with whom it was agreed, or the line manager who has taken it on. */
const lead = 'coalesce(action.taken_on_by_id, talk.lead_id)';

/** Conditions of row security once more: the viewer is one of the two. */
const actions = (which: string) => `
  SELECT action.id, action.conversation_id AS "conversationId", talk.person_id AS "personId",
         ${lead} AS "leadId", action.moves_on AS "movesOn", action.text, action.due_on AS "dueOn",
         CASE action.owner_id WHEN talk.person_id THEN 'PERSON' ELSE 'LEAD' END AS owner,
         action.state, action.settled_on AS "settledOn", action.link_type AS "linkType",
         action.link_id AS "linkId", action.version
    FROM agreed_action AS action JOIN career_conversation AS talk
      ON talk.trust_id = action.trust_id AND talk.id = action.conversation_id
   WHERE action.trust_id = $1 AND $3 IN (talk.person_id, ${lead}) AND ${which}`;

/** Actions with these ids, as far as they are the viewer's. */
export function actionsById(
  db: Database,
  { trustId, personId }: Viewer,
  ids: readonly string[],
  lock: '' | 'FOR UPDATE OF action' = '',
): Promise<ActionRow[]> {
  const sql = `${actions('action.id = ANY ($2::uuid[])')} ${lock}`;
  return db.rows<ActionRow>(sql, [trustId, ids.filter(isId), personId]);
}

/** Actions of these conversations, as far as they are the viewer's, in the order of their days. */
export function actionsOfConversations(
  db: Database,
  { trustId, personId }: Viewer,
  conversationIds: readonly string[],
): Promise<ActionRow[]> {
  const sql = `${actions('action.conversation_id = ANY ($2::uuid[])')}
    ORDER BY action.due_on, action.id`;
  return db.rows<ActionRow>(sql, [trustId, conversationIds, personId]);
}

/** What the viewer is to do still, in the order of their days. */
export function openActionsOf(db: Database, { trustId, personId }: Viewer): Promise<ActionRow[]> {
  const sql = `${actions("action.owner_id = $3 AND action.state = 'OPEN' AND $2::text IS NULL")}
    ORDER BY action.due_on, action.id LIMIT 100`;
  return db.rows<ActionRow>(sql, [trustId, null, personId]);
}

/** What the viewer has taken on from those who were line managers before, and is open. */
export function actionsTakenOnBy(db: Database, { trustId, personId }: Viewer) {
  const sql = `${actions("action.taken_on_by_id = $3 AND action.state = 'OPEN' AND $2::text IS NULL")}
    ORDER BY action.due_on, action.id LIMIT 100`;
  return db.rows<ActionRow>(sql, [trustId, null, personId]);
}

export const agreeActionSql = `
  INSERT INTO agreed_action
    (trust_id, id, conversation_id, owner_id, text, due_on, link_type, link_id)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`;

export const settleActionSql = `
  UPDATE agreed_action SET state = $3, settled_on = $4, version = version + 1
   WHERE trust_id = $1 AND id = $2`;
