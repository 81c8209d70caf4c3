import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * An opportunity ends as its places were taken, and nobody chooses among those they are one of. Two
 * triggers; no table changes.
 */
export class Endings1797200300004 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`${endsAsTaken} ${notTheirOwn}`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TRIGGER members_do_not_apply ON panel_member;
      DROP FUNCTION guard_panel_member();
      DROP TRIGGER places_as_said ON opportunity;
      DROP FUNCTION guard_filling()`);
  }
}

/** Study awards what it gives itself, and a redeployment is a record of its own. */
const endsAsTaken = `
  CREATE FUNCTION guard_filling() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    held opportunity_place := (SELECT place FROM opportunity_place AS place
                                WHERE place.trust_id = NEW.trust_id AND place.opportunity_id = NEW.id);
    taken integer := coalesce(held.accepted, 0);
    is_full boolean := taken >= coalesce(held.places, 1);
  BEGIN
    IF NOT (CASE WHEN NEW.state = 'FILLED' THEN is_full ELSE taken > 0 AND NOT is_full END)
       AND NEW.kind <> 'STUDY_ROUND'
       AND NOT EXISTS (SELECT 1 FROM redeployment AS r
                        WHERE r.trust_id = NEW.trust_id AND r.opportunity_id = NEW.id) THEN
      RAISE EXCEPTION 'said to be filled otherwise than its places are taken'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'places_as_said';
    END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER places_as_said AFTER UPDATE OF state ON opportunity FOR EACH ROW
    WHEN (NEW.state <> OLD.state AND NEW.state IN ('FILLED', 'PART_FILLED'))
    EXECUTE FUNCTION guard_filling();`;

/** Whoever appoints may not be able to read who applied, so the trigger reads on nobody's behalf. */
const notTheirOwn = `
  CREATE FUNCTION guard_panel_member() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    was_person text := current_setting('app.person', true);
    was_scopes text := current_setting('app.scopes', true);
    was_all_places text := current_setting('app.all_places', true);
    has_applied boolean;
  BEGIN
    PERFORM set_config('app.person', '', true),
            set_config('app.scopes', '{application:read}', true),
            set_config('app.all_places', 'true', true);
    has_applied := EXISTS (SELECT 1 FROM application AS a WHERE a.trust_id = NEW.trust_id
                              AND a.opportunity_id = NEW.opportunity_id
                              AND a.person_id = NEW.person_id AND a.withdrawn_at IS NULL);
    PERFORM set_config('app.person', coalesce(was_person, ''), true),
            set_config('app.scopes', coalesce(was_scopes, ''), true),
            set_config('app.all_places', coalesce(was_all_places, ''), true);
    IF has_applied THEN
      RAISE EXCEPTION 'on the panel of what they applied for'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'members_do_not_apply';
    END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER members_do_not_apply AFTER INSERT OR UPDATE OF stood_down_at ON panel_member
    FOR EACH ROW WHEN (NEW.stood_down_at IS NULL) EXECUTE FUNCTION guard_panel_member();`;
