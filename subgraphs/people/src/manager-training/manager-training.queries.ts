import type { Database } from '@trellis/subgraph-kit/database';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import type { List } from '@trellis/subgraph-kit/page';
import { SqlParameters } from '@trellis/subgraph-kit/sql-parameters';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { holdsOn } from '../assignment/assignment.queries.ts';
import { isHeadOf } from '../person/person.reach.ts';
import type { ManagerTraining, UntrainedManager } from './manager-training.types.ts';

/** What the schema promises, and whose it is. */
export interface TrainingRow extends ManagerTraining {
  readonly personId: string;
}

/** What the schema promises, and who it is. */
export interface UntrainedManagerRow extends UntrainedManager {
  readonly personId: string;
}

/** Managers without training that holds, of those for whom the viewer answers; who has most reports first. */
export function untrainedList(viewer: Viewer): List {
  const parameters = new SqlParameters();
  const [trust, today] = [parameters.add(viewer.trustId), parameters.add(londonDay())];
  return {
    name: 'managersWithoutTraining',
    select: `person.id AS "personId", managing.report_count AS "reportCount",
      training.valid_until AS "expiredOn"`,
    from: `(SELECT manager_id, count(*)::integer AS report_count FROM manager_link
              WHERE trust_id = ${trust} AND ${holdsOn('manager_link', today)} GROUP BY 1) AS managing
      JOIN person ON person.trust_id = ${trust} AND person.id = managing.manager_id
      LEFT JOIN LATERAL (SELECT max(valid_until) AS valid_until FROM manager_training
        WHERE trust_id = ${trust} AND person_id = person.id) AS training ON true`,
    where: [
      `(training.valid_until IS NULL OR training.valid_until <= ${today}::date)`,
      isHeadOf(viewer, 'conversation:read', parameters),
    ],
    parameters,
    sort: {
      name: 'MOST_REPORTS',
      keys: [
        { sql: 'managing.report_count', type: 'integer' },
        { sql: 'person.id', type: 'uuid' },
      ],
      descending: true,
    },
  };
}

/** The training of each person that holds longest. */
export function trainingsOf(
  db: Database,
  { trustId }: Viewer,
  personIds: readonly string[],
): Promise<TrainingRow[]> {
  return db.rows<TrainingRow>(
    `SELECT DISTINCT ON (person_id) person_id AS "personId", trained_on AS "trainedOn",
            valid_until AS "validUntil", valid_until > $3 AS holds
       FROM manager_training WHERE trust_id = $1 AND person_id = ANY ($2::uuid[])
      ORDER BY person_id, valid_until DESC`,
    [trustId, personIds, londonDay()],
  );
}

/**
 * @param onDay when they would lead a conversation.
 * @returns since when the trust requires training that somebody will not have on that day; null when
 *   they may lead.
 */
export async function trainingLacking(
  db: Database,
  { trustId }: Viewer,
  personId: string,
  onDay: string,
): Promise<string | null> {
  const [required] = await db.rows<{ from: string }>(
    `SELECT training_required_from AS "from" FROM conversation_policy
      WHERE trust_id = $1 AND training_required_from <= $3
        AND NOT EXISTS (SELECT FROM manager_training WHERE trust_id = $1 AND person_id = $2
          AND trained_on <= $3 AND valid_until > $3)`,
    [trustId, personId, onDay],
  );
  return required?.from ?? null;
}

export const recordTrainingSql = `
  INSERT INTO manager_training (trust_id, person_id, trained_on, valid_until)
  SELECT $1, id, $3, $4 FROM person WHERE trust_id = $1 AND id = $2
      ON CONFLICT (trust_id, person_id, trained_on) DO UPDATE SET valid_until = excluded.valid_until
  RETURNING person_id AS id, trained_on AS "trainedOn", valid_until AS "validUntil",
    valid_until > $5 AS holds`;

/** Of two people who are one, training of one (`$2`) is the other's (`$3`). */
export const passOnTrainingSql = `
  WITH passed AS (
    INSERT INTO manager_training AS kept (trust_id, person_id, trained_on, valid_until)
    SELECT trust_id, $3, trained_on, valid_until FROM manager_training
     WHERE trust_id = $1 AND person_id = $2
        ON CONFLICT (trust_id, person_id, trained_on) DO UPDATE
       SET valid_until = greatest(kept.valid_until, excluded.valid_until))
  DELETE FROM manager_training WHERE trust_id = $1 AND person_id = $2`;
