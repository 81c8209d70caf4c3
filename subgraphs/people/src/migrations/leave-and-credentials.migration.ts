import type { MigrationInterface, QueryRunner } from 'typeorm';
import { sameTrust } from './same-trust.ts';

/** When people are away, and what statuses and qualifications they have. Two new tables. */
export class LeaveAndCredentials1796000020000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE leave_period (
        trust_id uuid NOT NULL,
        id uuid NOT NULL,
        person_id uuid NOT NULL,
        source_record_id uuid NOT NULL, -- the record of staff that tells of it
        external_id text NOT NULL CHECK (external_id <> ''), -- names it within the record
        category_code text NOT NULL CHECK (category_code <> ''), -- as the source sent it
        starts_on date NOT NULL,
        ends_on date CHECK (ends_on > starts_on), -- first day back at work
        PRIMARY KEY (trust_id, id),
        UNIQUE (trust_id, source_record_id, external_id),
        FOREIGN KEY (trust_id, person_id) REFERENCES person (trust_id, id)
      );
      CREATE INDEX leave_period_of_person ON leave_period (trust_id, person_id, starts_on);
      CREATE TABLE credential (
        trust_id uuid NOT NULL,
        id uuid NOT NULL,
        person_id uuid NOT NULL,
        source_record_id uuid NOT NULL,
        external_id text NOT NULL CHECK (external_id <> ''),
        kind_code text NOT NULL CHECK (kind_code <> ''),
        title text CHECK (title <> ''),
        subject_code text CHECK (subject_code <> ''),
        awarded_on date,
        expires_on date CHECK (expires_on > awarded_on), -- first day on which it no longer holds
        PRIMARY KEY (trust_id, id),
        UNIQUE (trust_id, source_record_id, external_id),
        FOREIGN KEY (trust_id, person_id) REFERENCES person (trust_id, id)
      );
      CREATE INDEX credential_of_person ON credential (trust_id, person_id, awarded_on);
      ${sameTrust('leave_period', 'SELECT, INSERT, UPDATE, DELETE')}
      ${sameTrust('credential', 'SELECT, INSERT, UPDATE, DELETE')}
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE credential, leave_period');
  }
}
