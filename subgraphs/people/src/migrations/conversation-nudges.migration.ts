import type { MigrationInterface, QueryRunner } from 'typeorm';
import { sameTrust } from './same-trust.ts';

/**
 * Who was nudged that a conversation is due, and what the worker may do for it: ask each trust’s people
 * once a morning, and no more. One new table, which the version before does not see.
 */
export class ConversationNudges1797300200000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE conversation_nudge (
        trust_id uuid NOT NULL,
        person_id uuid NOT NULL, -- who was nudged
        kind text NOT NULL CHECK (kind IN ('OWN', 'LEAD')),
        period_on date NOT NULL, -- by when the own one is owed; first day of a lead’s month
        nudged_on date NOT NULL,
        PRIMARY KEY (trust_id, person_id, kind, period_on),
        FOREIGN KEY (trust_id, person_id) REFERENCES person (trust_id, id)
      );
      ${sameTrust('conversation_nudge', 'SELECT, INSERT, UPDATE')}
      CREATE POLICY mornings_for_jobs ON trust FOR SELECT TO people_job USING (true);
      GRANT SELECT (id) ON trust TO people_job;`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      REVOKE SELECT (id) ON trust FROM people_job;
      DROP POLICY mornings_for_jobs ON trust;
      DROP TABLE conversation_nudge;`);
  }
}
