import type { MigrationInterface, QueryRunner } from 'typeorm';
import { sameTrust } from './same-trust.ts';

/** What became of schools: joined, left, converted, merged. One new table, added to and never changed. */
export class SchoolChanges1796000020003 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE school_change (
        trust_id uuid NOT NULL,
        id uuid NOT NULL,
        school_id uuid NOT NULL,
        kind text NOT NULL CHECK (kind IN
          ('JOINED', 'LEFT', 'LEAVING_UNDONE', 'REPLACED', 'MERGED', 'AMALGAMATED', 'SUCCESSOR')),
        effective_on date NOT NULL, -- first day on which it holds
        other_school_id uuid, -- into which it went, or which came into it
        former_urn text,
        urn text,
        ended jsonb NOT NULL DEFAULT '[]', -- contracts and posts that it ended, and when they would have
        decided_by_kind text NOT NULL,
        decided_by text NOT NULL,
        decided_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (trust_id, id),
        FOREIGN KEY (trust_id, school_id) REFERENCES school (trust_id, id),
        FOREIGN KEY (trust_id, other_school_id) REFERENCES school (trust_id, id)
      );
      CREATE INDEX school_change_of_school ON school_change (trust_id, school_id, decided_at);
      CREATE INDEX school_change_of_other ON school_change (trust_id, other_school_id);
      ${sameTrust('school_change', 'SELECT, INSERT')}
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE school_change');
  }
}
