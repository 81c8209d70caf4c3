import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';

/** What somebody says they know well, and who endorsed it from when to when, if anybody did. */
export interface ExpertiseRecord {
  readonly id: string;
  readonly endorsementId: string;
  readonly personId: string;
  readonly subjectCode: string | null;
  readonly theme: string | null;
  readonly level: string;
  readonly evidence: string;
  readonly daysATerm: number;
  readonly endorserId: string | null;
  readonly endorsedOn: string | null;
  readonly expiresOn: string | null;
}

/** Takes over what was stated and endorsed elsewhere. */
export class ExpertiseRecordService {
  constructor(private readonly db: Database) {}

  /** Adds what is not there; what is stays as it is. For every phase. */
  async record(viewer: Viewer, records: readonly ExpertiseRecord[]): Promise<void> {
    const given = JSON.stringify(records);
    await this.db.rows(recordSql, [viewer.trustId, given]);
    await this.db.rows(recordEndorsedSql, [viewer.trustId, given]);
  }
}

const given = `json_to_recordset($2) AS given (id uuid, "endorsementId" uuid, "personId" uuid,
  "subjectCode" text, theme text, level text, evidence text, "daysATerm" integer, "endorserId" uuid,
  "endorsedOn" date, "expiresOn" date)`;

const recordSql = `
  INSERT INTO expertise (trust_id, id, person_id, subject_code, theme, level, phase_codes, evidence,
    days_a_term)
  SELECT $1, id, "personId", "subjectCode", theme, level, '{}', evidence, "daysATerm" FROM ${given}
  ON CONFLICT DO NOTHING`;

const recordEndorsedSql = `
  INSERT INTO expertise_endorsement
    (trust_id, id, expertise_id, person_id, endorser_id, endorsed_on, expires_on)
  SELECT $1, "endorsementId", id, "personId", "endorserId", "endorsedOn", "expiresOn" FROM ${given}
   WHERE "endorserId" IS NOT NULL
  ON CONFLICT DO NOTHING`;
