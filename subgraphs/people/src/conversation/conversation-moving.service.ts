import type { Database } from '@trellis/subgraph-kit/database';
import { newId } from '@trellis/subgraph-kit/ids';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { holdsOn } from '../assignment/assignment.queries.ts';
import { isHere } from './conversation.queries.ts';

interface ToMove {
  readonly id: string;
  readonly managerId: string;
}

/** Conversations follow whoever line-manages. */
export class ConversationMovingService {
  constructor(private readonly db: Database) {}

  /**
   * Moves what is arranged with somebody’s former line manager to the one of today: the same day with
   * another lead. It is a new conversation, so that what was written down for the one is not read by
   * the other. What a person arranged with a colleague of their choice stays, and so does what nobody
   * is there to take on.
   *
   * @param today ISO day.
   * @returns how many were moved.
   */
  async follow({ trustId }: Viewer, today = londonDay()): Promise<number> {
    const moving = await this.db.rows<ToMove>(toMoveSql, [trustId, today]);
    if (moving.length === 0) return 0;
    const ids = moving.map(({ id }) => id);
    const leads = moving.map(({ managerId }) => managerId);
    await this.db.rows(cancelSql, [trustId, ids]);
    await this.db.rows(againSql, [trustId, ids, leads, ids.map(() => newId())]);
    return moving.length;
  }
}

const toMoveSql = `
  SELECT talk.id, link.manager_id AS "managerId" FROM career_conversation AS talk
    JOIN manager_link AS link ON link.trust_id = $1 AND link.person_id = talk.person_id
     AND link.manager_id <> talk.lead_id AND ${holdsOn('link', '$2')}
   WHERE talk.trust_id = $1 AND NOT talk.chosen AND talk.state IN ('SCHEDULED', 'POSTPONED')
     AND ${isHere('link.manager_id', '$1', '$2')}
     FOR UPDATE OF talk`;

const cancelSql = `
  UPDATE career_conversation SET state = 'CANCELLED', version = version + 1
   WHERE trust_id = $1 AND id = ANY ($2::uuid[])`;

const againSql = `
  INSERT INTO career_conversation
    (trust_id, id, person_id, lead_id, chosen, situation, state, planned_on, postponed_for)
  SELECT $1, told.new_id, former.person_id, told.lead_id, false, former.situation,
         CASE WHEN former.planned_on IS NULL THEN 'POSTPONED' ELSE 'SCHEDULED' END,
         former.planned_on, former.postponed_for
    FROM unnest($2::uuid[], $3::uuid[], $4::uuid[]) AS told (id, lead_id, new_id)
    JOIN career_conversation AS former ON former.trust_id = $1 AND former.id = told.id`;
