import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Statuses and qualifications in the roster, as a migration for the subgraph's list. One new column with a
 * default: who has which is known once people tells of them again, or the roster is rebuilt.
 */
export class RosterCredentials1797200400030 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `ALTER TABLE roster_person ADD COLUMN credentials jsonb NOT NULL DEFAULT '[]'`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE roster_person DROP COLUMN credentials');
  }
}
