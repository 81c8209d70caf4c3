import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';

/** A conversation as another system knows it, without a word of what was said. */
export interface ConversationRecord {
  readonly id: string;
  readonly personId: string;
  readonly leadId: string;
  readonly chosen: boolean;
  readonly situation: string;
  readonly state: string;
  readonly plannedOn: string | null;
  readonly offeredOn: string | null;
}

/** That somebody was trained to hold conversations. */
export interface TrainingRecord {
  readonly personId: string;
  readonly trainedOn: string;
  readonly validUntil: string;
}

/** Takes over what was held, noted and said elsewhere. What is there already stays as it is. */
export class ConversationRecordService {
  constructor(private readonly db: Database) {}

  /** What is closed counts as signed by both on the day of the conversation. */
  async record({ trustId }: Viewer, conversations: readonly ConversationRecord[]): Promise<void> {
    await this.db.rows(recordSql, [trustId, JSON.stringify(conversations)]);
  }

  async recordTrainings({ trustId }: Viewer, trainings: readonly TrainingRecord[]): Promise<void> {
    await this.db.rows(trainingsSql, [trustId, JSON.stringify(trainings)]);
  }

  /** Of colleagues who may be asked, by id. */
  async recordWilling({ trustId }: Viewer, personIds: readonly string[]): Promise<void> {
    await this.db.rows(willingSql, [trustId, personIds]);
  }
}

const recordSql = `
  INSERT INTO career_conversation (trust_id, id, person_id, lead_id, chosen, situation, state,
    planned_on, offered_on, person_agreed_at, lead_agreed_at)
  SELECT $1, id, "personId", "leadId", chosen, situation, state, "plannedOn", "offeredOn",
         CASE state WHEN 'CLOSED' THEN "offeredOn" END, CASE state WHEN 'CLOSED' THEN "offeredOn" END
    FROM json_to_recordset($2) AS given (id uuid, "personId" uuid, "leadId" uuid, chosen boolean,
         situation text, state text, "plannedOn" date, "offeredOn" date)
  ON CONFLICT DO NOTHING`;

const trainingsSql = `
  INSERT INTO manager_training (trust_id, person_id, trained_on, valid_until)
  SELECT $1, "personId", "trainedOn", "validUntil"
    FROM json_to_recordset($2) AS given ("personId" uuid, "trainedOn" date, "validUntil" date)
  ON CONFLICT DO NOTHING`;

const willingSql = `
  INSERT INTO willing_colleague (trust_id, person_id)
  SELECT $1, unnest($2::uuid[]) ON CONFLICT DO NOTHING`;
