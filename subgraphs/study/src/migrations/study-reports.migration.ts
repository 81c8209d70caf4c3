import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What was told of an academic year, as it was first told: one new table, never changed. An award keeps
 * when it was last put off, also when study has gone on since.
 */
export class StudyReports1797200700000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE study_report (
        trust_id uuid NOT NULL,
        academic_year integer NOT NULL CHECK (academic_year >= 2000 AND academic_year <= 2100),
        told_on date NOT NULL,
        told jsonb NOT NULL, -- figures as they are told: rounded, small numbers held back
        PRIMARY KEY (trust_id, academic_year),
        CONSTRAINT told_after_the_year CHECK (told_on >= make_date(academic_year + 1, 9, 1))
      );
      ALTER TABLE study_report ENABLE ROW LEVEL SECURITY;
      ALTER TABLE study_report FORCE ROW LEVEL SECURITY;
      CREATE POLICY same_trust ON study_report
        USING (trust_id = (select app.trust())) WITH CHECK (trust_id = (select app.trust()));
      GRANT SELECT, INSERT ON study_report TO study_app;
      ALTER TABLE award ADD last_deferred_on date;
      ALTER TABLE award NO FORCE ROW LEVEL SECURITY;
      UPDATE award SET last_deferred_on = deferred_on WHERE deferred_on IS NOT NULL;
      ALTER TABLE award FORCE ROW LEVEL SECURITY;
      CREATE FUNCTION keep_last_deferral() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        NEW.last_deferred_on := coalesce(NEW.deferred_on, OLD.last_deferred_on);
        RETURN NEW;
      END $$;
      CREATE TRIGGER award_deferral_kept BEFORE UPDATE OF deferred_on ON award
        FOR EACH ROW EXECUTE FUNCTION keep_last_deferral();`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE study_report;
      DROP TRIGGER award_deferral_kept ON award;
      DROP FUNCTION keep_last_deferral();
      ALTER TABLE award DROP last_deferred_on;`);
  }
}
