import type { MigrationInterface, QueryRunner } from 'typeorm';

const read = 'host_school_id, network_id, audience, closing_told_of';

/**
 * That others were told when a closing day was over, which the worker tells: nothing else happens on
 * the day after. One column that may be null; that it changes is no change of the opportunity. Of what
 * is over by now nothing is told.
 */
export class OpportunityClosings1797300100000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE opportunity ADD COLUMN closing_told_of date; -- the closing day that was told to be over
      DROP TRIGGER change_noted ON opportunity;
      ALTER TABLE opportunity NO FORCE ROW LEVEL SECURITY;
      UPDATE opportunity SET closing_told_of = closes_on WHERE closes_on < current_date;
      ALTER TABLE opportunity FORCE ROW LEVEL SECURITY;
      CREATE TRIGGER change_noted AFTER UPDATE ON opportunity FOR EACH ROW
        WHEN (to_jsonb(NEW) - 'closing_told_of' <> to_jsonb(OLD) - 'closing_told_of')
        EXECUTE FUNCTION note_change();
      CREATE POLICY closings_for_jobs ON opportunity FOR UPDATE TO opportunities_job
        USING (true) WITH CHECK (true);
      GRANT SELECT (${read}), UPDATE (closing_told_of) ON opportunity TO opportunities_job`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      REVOKE SELECT (${read}), UPDATE (closing_told_of) ON opportunity FROM opportunities_job;
      DROP POLICY closings_for_jobs ON opportunity;
      DROP TRIGGER change_noted ON opportunity;
      CREATE TRIGGER change_noted AFTER UPDATE ON opportunity
        FOR EACH ROW EXECUTE FUNCTION note_change();
      ALTER TABLE opportunity DROP COLUMN closing_told_of`);
  }
}
