import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * That the worker has left word of a day, once for each trust, and what it may read for it. One new table,
 * which the version before does not see.
 */
export class CohortDays1797300600003 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE cohort_day (
        trust_id uuid NOT NULL,
        day date NOT NULL,
        PRIMARY KEY (trust_id, day)
      );
      ALTER TABLE cohort_day ENABLE ROW LEVEL SECURITY;
      ALTER TABLE cohort_day FORCE ROW LEVEL SECURITY;
      CREATE POLICY same_trust ON cohort_day
        USING (trust_id = (select app.trust())) WITH CHECK (trust_id = (select app.trust()));
      CREATE POLICY days_for_jobs ON cohort_day TO opportunities_job USING (true) WITH CHECK (true);
      GRANT SELECT, INSERT ON cohort_day TO opportunities_job;
      CREATE POLICY days_for_jobs ON cohort FOR SELECT TO opportunities_job USING (true);
      GRANT SELECT (trust_id, ends_on) ON cohort TO opportunities_job`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      REVOKE SELECT (trust_id, ends_on) ON cohort FROM opportunities_job;
      DROP POLICY days_for_jobs ON cohort;
      DROP TABLE cohort_day`);
  }
}
