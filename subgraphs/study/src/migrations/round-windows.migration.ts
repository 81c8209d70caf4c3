import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When opportunities said that a round may be decided. A new column. */
export class RoundWindows1797107000002 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE study_round ADD decidable_from timestamptz;
      ALTER TABLE study_round ADD CONSTRAINT scored_after_the_window
        CHECK (scoring_from IS NULL OR decidable_from IS NOT NULL) NOT VALID;
      GRANT UPDATE (decidable_from) ON study_round TO study_app;`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE study_round DROP decidable_from');
  }
}
