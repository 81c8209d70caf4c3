import type { MigrationInterface, QueryRunner } from 'typeorm';
import { sameTrust } from './same-trust.ts';

/** What opportunities and study tell of people's careers. One new table. */
export class CareerEvents1796000030020 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE career_event (
        trust_id uuid NOT NULL,
        id uuid NOT NULL, -- of the event
        -- Null where it concerns nobody yet. No foreign key: an event may overtake the person's merger.
        person_id uuid,
        source text NOT NULL, -- the subgraph in which it happened
        type text NOT NULL,
        aggregate_id uuid NOT NULL, -- of what it happened to, there
        data jsonb NOT NULL,
        occurred_at timestamptz NOT NULL,
        PRIMARY KEY (trust_id, id)
      );
      CREATE INDEX career_event_of_person ON career_event (trust_id, person_id, occurred_at);
      ${sameTrust('career_event', 'SELECT, INSERT')}
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE career_event');
  }
}
