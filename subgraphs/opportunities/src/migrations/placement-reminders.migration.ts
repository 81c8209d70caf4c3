import type { MigrationInterface, QueryRunner } from 'typeorm';

/** That people were reminded of what they go to, and what the worker may read for it. */
export class PlacementReminders1797200800004 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE placement ADD COLUMN reminded_at timestamptz;
      CREATE POLICY reminders_for_jobs ON placement TO opportunities_job USING (true) WITH CHECK (true);
      GRANT SELECT (trust_id, id, person_id, state, purpose, starts_on, reminded_at),
        UPDATE (reminded_at) ON placement TO opportunities_job`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      REVOKE SELECT (trust_id, id, person_id, state, purpose, starts_on, reminded_at),
        UPDATE (reminded_at) ON placement FROM opportunities_job;
      DROP POLICY reminders_for_jobs ON placement;
      ALTER TABLE placement DROP COLUMN reminded_at`);
  }
}
