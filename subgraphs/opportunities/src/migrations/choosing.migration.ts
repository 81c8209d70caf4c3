import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Offers, how many places there are, and the placements that come of them. New tables, and new columns
 * that may be null or have a default. The database keeps three things by itself, whoever writes: what
 * became of each application, by whom and when; how many applications stand where; and that no more
 * places are offered and taken than there are, and nothing ends while somebody waits for their answer
 * or for feedback.
 */
export class Choosing1797110010001 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `${columns} ${tables} ${counting} ${offerNext} ${closing} ${placement}`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TRIGGER everybody_answered ON opportunity;
      DROP FUNCTION guard_ending();
      DROP FUNCTION offer_next_place(uuid, timestamptz, date, date);
      DROP TRIGGER application_moved ON application;
      DROP TRIGGER application_made ON application;
      DROP FUNCTION keep_application_moved(), keep_application_made();
      DROP TABLE application_step, opportunity_place;
      ALTER TABLE application DROP CONSTRAINT application_offer_has_days, DROP COLUMN offer_ends_on,
        DROP COLUMN offer_starts_on, DROP COLUMN offered_at;
      DROP INDEX one_placement_of_application;
      REVOKE UPDATE (state) ON placement FROM opportunities_app;
      ALTER TABLE placement NO FORCE ROW LEVEL SECURITY;
      DELETE FROM placement WHERE application_id IS NOT NULL;
      ALTER TABLE placement FORCE ROW LEVEL SECURITY, DROP COLUMN state, DROP COLUMN application_id,
        ALTER COLUMN ends_on SET NOT NULL, ALTER COLUMN home_school_id SET NOT NULL,
        ALTER COLUMN host_school_id SET NOT NULL`);
  }
}

const columns = `
  ALTER TABLE application
    ADD COLUMN offered_at timestamptz,
    ADD COLUMN offer_starts_on date,
    ADD COLUMN offer_ends_on date, -- the first day on which it no longer runs; null: for good
    ADD CONSTRAINT application_offer_has_days CHECK (
      (offered_at IS NULL) = (offer_starts_on IS NULL) AND (offer_ends_on > offer_starts_on) IS NOT FALSE
      AND (state NOT IN ('OFFERED', 'ACCEPTED') OR offered_at IS NOT NULL));`;

const secured = (table: string, rule: string, check: string, grants: string) => `
  ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
  ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
  CREATE POLICY same_trust ON ${table}
    USING (trust_id = (select app.trust()) ${rule})
    WITH CHECK (trust_id = (select app.trust()) ${check});
  GRANT ${grants} ON ${table} TO opportunities_app;`;

const tables = `
  CREATE TABLE opportunity_place (
    trust_id uuid NOT NULL,
    opportunity_id uuid NOT NULL,
    places integer NOT NULL DEFAULT 1 CHECK (places BETWEEN 1 AND 1000),
    offered integer NOT NULL DEFAULT 0,
    accepted integer NOT NULL DEFAULT 0,
    undecided integer NOT NULL DEFAULT 0, -- applications that still wait for an answer
    owed integer NOT NULL DEFAULT 0, -- those unsuccessful and without feedback
    PRIMARY KEY (trust_id, opportunity_id),
    FOREIGN KEY (trust_id, opportunity_id) REFERENCES opportunity (trust_id, id),
    CONSTRAINT no_more_than_places CHECK (offered + accepted <= places)
  );
  ${secured(
    'opportunity_place',
    '',
    '',
    'SELECT, INSERT (trust_id, opportunity_id, places), UPDATE (places)',
  )}

  CREATE TABLE application_step (
    trust_id uuid NOT NULL,
    application_id uuid NOT NULL,
    number integer NOT NULL, -- the version that the application then had
    state text NOT NULL,
    made_at timestamptz NOT NULL,
    made_by_id uuid, -- a person; null where a rule or an API key did it
    PRIMARY KEY (trust_id, application_id, number),
    FOREIGN KEY (trust_id, application_id) REFERENCES application (trust_id, id)
  );
  ${secured(
    'application_step',
    `AND EXISTS (SELECT 1 FROM application a
                  WHERE a.trust_id = application_step.trust_id AND a.id = application_id)`,
    '',
    'SELECT',
  )}`;

const undecided = "'SUBMITTED', 'SHORTLISTED', 'INTERVIEWING', 'WAITLISTED', 'OFFERED'";

/** How the counts change when rows of `moved` are taken away (-1) or come (1). */
const recount = `
  UPDATE opportunity_place AS place
     SET offered = place.offered + change.offered, accepted = place.accepted + change.accepted,
         undecided = place.undecided + change.undecided, owed = place.owed + change.owed
    FROM (SELECT trust_id, opportunity_id,
                 coalesce(sum(sign) FILTER (WHERE state = 'OFFERED'), 0) AS offered,
                 coalesce(sum(sign) FILTER (WHERE state = 'ACCEPTED'), 0) AS accepted,
                 coalesce(sum(sign) FILTER (WHERE state IN (${undecided})), 0) AS undecided,
                 coalesce(sum(sign) FILTER (WHERE state = 'UNSUCCESSFUL'), 0) AS owed
            FROM moved GROUP BY trust_id, opportunity_id) AS change
   WHERE place.trust_id = change.trust_id AND place.opportunity_id = change.opportunity_id`;

/** As the tables' owner, because the app may write neither the counts nor the steps. */
const counting = `
  CREATE FUNCTION keep_application_made() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
  BEGIN
    INSERT INTO application_step (trust_id, application_id, number, state, made_at, made_by_id)
    SELECT trust_id, id, version, state, coalesce(withdrawn_at, submitted_at), app.person() FROM fresh;
    INSERT INTO opportunity_place (trust_id, opportunity_id)
    SELECT DISTINCT trust_id, opportunity_id FROM fresh ORDER BY 1, 2 ON CONFLICT DO NOTHING;
    WITH moved AS (SELECT trust_id, opportunity_id, state, 1 AS sign FROM fresh) ${recount};
    RETURN NULL;
  END $$;
  CREATE TRIGGER application_made AFTER INSERT ON application REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION keep_application_made();

  CREATE FUNCTION keep_application_moved() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
  BEGIN
    INSERT INTO application_step (trust_id, application_id, number, state, made_at, made_by_id)
    SELECT fresh.trust_id, fresh.id, fresh.version, fresh.state, clock_timestamp(), app.person()
      FROM fresh JOIN stale ON stale.trust_id = fresh.trust_id AND stale.id = fresh.id
     WHERE fresh.state <> stale.state;
    WITH moved AS (SELECT trust_id, opportunity_id, state, 1 AS sign FROM fresh
                   UNION ALL SELECT trust_id, opportunity_id, state, -1 FROM stale) ${recount};
    RETURN NULL;
  END $$;
  CREATE TRIGGER application_moved AFTER UPDATE ON application
    REFERENCING OLD TABLE AS stale NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION keep_application_moved();

  ALTER TABLE application NO FORCE ROW LEVEL SECURITY;
  ALTER TABLE application_step NO FORCE ROW LEVEL SECURITY;
  ALTER TABLE opportunity_place NO FORCE ROW LEVEL SECURITY;
  INSERT INTO application_step (trust_id, application_id, number, state, made_at, made_by_id)
  SELECT trust_id, id, version, state, coalesce(withdrawn_at, submitted_at),
         CASE WHEN state IN ('SUBMITTED', 'WITHDRAWN') THEN person_id END
    FROM application;
  INSERT INTO opportunity_place (trust_id, opportunity_id)
  SELECT DISTINCT trust_id, opportunity_id FROM application;
  WITH moved AS (SELECT trust_id, opportunity_id, state, 1 AS sign FROM application) ${recount};
  ALTER TABLE application FORCE ROW LEVEL SECURITY;
  ALTER TABLE application_step FORCE ROW LEVEL SECURITY;
  ALTER TABLE opportunity_place FORCE ROW LEVEL SECURITY;`;

/**
 * Whoever gives a place back may not read who waits for it, so the function reads on nobody's behalf.
 * It can do no more than what follows anyway: offer a free place to the next in the panel's order.
 */
const offerNext = `
  CREATE FUNCTION offer_next_place(which uuid, at timestamptz, starts date, ends date)
  RETURNS TABLE (id uuid, person_id uuid) LANGUAGE plpgsql AS $$
  #variable_conflict use_column
  DECLARE
    was_person text := current_setting('app.person', true);
    was_scopes text := current_setting('app.scopes', true);
    was_all_places text := current_setting('app.all_places', true);
  BEGIN
    PERFORM set_config('app.person', '', true),
            set_config('app.scopes', '{application:read}', true),
            set_config('app.all_places', 'true', true);
    RETURN QUERY
    UPDATE application SET state = 'OFFERED', version = version + 1, offered_at = at,
           offer_starts_on = starts, offer_ends_on = ends
     WHERE trust_id = app.trust() AND application.id = (
             SELECT waiting.id FROM application AS waiting
               JOIN opportunity AS host ON host.trust_id = waiting.trust_id AND host.id = which
                AND host.state IN ('CLOSED', 'SHORTLISTING', 'DECIDING')
               JOIN opportunity_place AS place ON place.trust_id = waiting.trust_id
                AND place.opportunity_id = which AND place.offered + place.accepted < place.places
               LEFT JOIN candidate_person AS link ON link.trust_id = waiting.trust_id
                AND link.application_id = waiting.id
               LEFT JOIN candidate ON candidate.trust_id = waiting.trust_id
                AND candidate.id = link.candidate_id
              WHERE waiting.trust_id = app.trust() AND waiting.opportunity_id = which
                AND waiting.state = 'WAITLISTED'
                AND NOT EXISTS (SELECT 1 FROM roster_person AS gone
                                 WHERE gone.trust_id = waiting.trust_id
                                   AND gone.id = waiting.person_id AND gone.status = 'LEFT')
              ORDER BY candidate.place NULLS LAST, sha256(convert_to(waiting.id::text, 'UTF8'))
              LIMIT 1)
    RETURNING application.id, application.person_id;
    PERFORM set_config('app.person', coalesce(was_person, ''), true),
            set_config('app.scopes', coalesce(was_scopes, ''), true),
            set_config('app.all_places', coalesce(was_all_places, ''), true);
  END $$;`;

const closing = `
  CREATE FUNCTION guard_ending() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    held opportunity_place := (SELECT place FROM opportunity_place AS place
                                WHERE place.trust_id = NEW.trust_id AND place.opportunity_id = NEW.id);
  BEGIN
    IF NEW.state <> 'WITHDRAWN' AND held.undecided + held.owed > 0 THEN
      RAISE EXCEPTION 'ended while somebody waits for an answer or for feedback'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'everybody_answered';
    END IF;
    IF NEW.state IN ('WITHDRAWN', 'UNFILLED') AND held.accepted > 0 THEN
      RAISE EXCEPTION 'taken back, or said to be empty, while somebody has a place'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'places_are_taken';
    END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER everybody_answered AFTER UPDATE OF state ON opportunity FOR EACH ROW
    WHEN (NEW.state <> OLD.state AND NEW.state IN ('FILLED', 'PART_FILLED', 'UNFILLED', 'WITHDRAWN'))
    EXECUTE FUNCTION guard_ending();`;

/** Null ends: an appointment for good. What came from elsewhere is RECORDED; nothing is known of its parts. */
const placement = `
  ALTER TABLE placement
    ALTER COLUMN ends_on DROP NOT NULL,
    ALTER COLUMN home_school_id DROP NOT NULL, -- the roster may not know it
    ALTER COLUMN host_school_id DROP NOT NULL, -- what is of the whole trust has none
    ADD COLUMN application_id uuid,
    ADD COLUMN state text NOT NULL DEFAULT 'RECORDED'
      CHECK (state IN ('RECORDED', 'PREPARING', 'CANCELLED')),
    ADD CONSTRAINT placement_of_application FOREIGN KEY (trust_id, application_id)
      REFERENCES application (trust_id, id),
    ADD CONSTRAINT recorded_elsewhere CHECK ((state = 'RECORDED') = (application_id IS NULL));
  CREATE UNIQUE INDEX one_placement_of_application ON placement (trust_id, application_id)
    WHERE state <> 'CANCELLED';
  GRANT UPDATE (state) ON placement TO opportunities_app;`;
