import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Nobody is chosen or turned down before a panel has seen what they wrote. One trigger. */
export class PanelsDecide1797200300005 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE FUNCTION guard_choice() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NOT EXISTS (SELECT 1 FROM panel WHERE panel.trust_id = NEW.trust_id
                          AND panel.opportunity_id = NEW.opportunity_id AND locked_at IS NOT NULL)
           AND NOT EXISTS (SELECT 1 FROM opportunity AS o WHERE o.trust_id = NEW.trust_id
                              AND o.id = NEW.opportunity_id AND o.kind = 'ACTING') THEN
          RAISE EXCEPTION 'decided before a panel has locked its shortlist'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'decided_by_panel';
        END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER panel_decides AFTER UPDATE OF state ON application FOR EACH ROW
        WHEN (OLD.state = 'SUBMITTED' AND NEW.state NOT IN ('SUBMITTED', 'WITHDRAWN'))
        EXECUTE FUNCTION guard_choice()`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TRIGGER panel_decides ON application;
      DROP FUNCTION guard_choice()`);
  }
}
