import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Which schools are asked to release whoever applies, what each answered, and who may not answer because
 * they are close. New tables; answers given before are in them. The three columns of one head’s answer
 * are written by the version before alone, and go with the next release.
 */
export class SchoolReleases1797300000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(tables);
    await queryRunner.query(history);
    await queryRunner.query(guard);
    await queryRunner.query(`
      ${secured('school_release', visible('school_release'), 'SELECT, INSERT, DELETE')}
      GRANT UPDATE (days, needs_another) ON school_release TO study_app;
      ${secured('release_answer', visible('release_answer'), 'SELECT, INSERT')}
      GRANT UPDATE (set_aside_at) ON release_answer TO study_app;
      ${secured('release_conflict', declared, 'SELECT, INSERT')}
      GRANT UPDATE (release_days) ON bursary_application TO study_app;`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE release_answer, school_release, release_conflict;
      DROP FUNCTION refuse_close_release();
      REVOKE UPDATE (release_days) ON bursary_application FROM study_app;`);
  }
}

const tables = `
  CREATE TABLE school_release (
    trust_id uuid NOT NULL,
    application_id uuid NOT NULL,
    school_id uuid NOT NULL, -- owned by the people subgraph: no foreign key
    days integer CHECK (days >= 0 AND days <= 60), -- null: nobody said how they fall among the schools
    needs_another boolean NOT NULL DEFAULT false, -- somebody who would answer is close to the applicant
    PRIMARY KEY (trust_id, application_id, school_id),
    FOREIGN KEY (trust_id, application_id) REFERENCES bursary_application (trust_id, id)
  );
  CREATE INDEX school_release_by_school ON school_release (trust_id, school_id, application_id);
  CREATE TABLE release_answer (
    trust_id uuid NOT NULL,
    application_id uuid NOT NULL,
    school_id uuid NOT NULL,
    number integer NOT NULL CHECK (number > 0), -- the newest one of a school counts
    head_id uuid NOT NULL,
    releases boolean NOT NULL,
    reason text NOT NULL CHECK (length(reason) >= 1 AND length(reason) <= 1000),
    answered_at timestamptz NOT NULL,
    set_aside_at timestamptz, -- when it ceased to count: other days, or its writer is close
    PRIMARY KEY (trust_id, application_id, school_id, number),
    FOREIGN KEY (trust_id, application_id, school_id)
      REFERENCES school_release (trust_id, application_id, school_id)
  );
  CREATE INDEX release_answer_by_head ON release_answer (trust_id, head_id);
  CREATE TABLE release_conflict (
    trust_id uuid NOT NULL,
    head_id uuid NOT NULL, -- who is close to the person, and so answers on no release of theirs
    person_id uuid NOT NULL,
    declared_by_id uuid NOT NULL,
    declared_at timestamptz NOT NULL,
    PRIMARY KEY (trust_id, head_id, person_id)
  );`;

const history = `
  ALTER TABLE bursary_application NO FORCE ROW LEVEL SECURITY;
  INSERT INTO school_release (trust_id, application_id, school_id, days)
    SELECT trust_id, id, school_id, release_days FROM bursary_application
     WHERE submitted_at IS NOT NULL;
  INSERT INTO release_answer (trust_id, application_id, school_id, number, head_id, releases, reason,
                              answered_at)
    SELECT trust_id, id, school_id, 1, head_id, head_releases, head_reason, submitted_at
      FROM bursary_application WHERE head_id IS NOT NULL;
  ALTER TABLE bursary_application FORCE ROW LEVEL SECURITY;`;

/** Whatever writes it: nobody answers for themselves or for those to whom they are close. */
const guard = `
  CREATE FUNCTION refuse_close_release() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF EXISTS (SELECT FROM bursary_application a
                WHERE a.trust_id = NEW.trust_id AND a.id = NEW.application_id
                  AND (a.person_id = NEW.head_id OR EXISTS (
                    SELECT FROM release_conflict c WHERE c.trust_id = a.trust_id
                       AND c.head_id = NEW.head_id AND c.person_id = a.person_id))) THEN
      RAISE EXCEPTION 'release_of_no_close_one: whoever is close to somebody does not release them'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'release_of_no_close_one';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER release_of_no_close_one BEFORE INSERT ON release_answer
    FOR EACH ROW EXECUTE FUNCTION refuse_close_release();`;

/** Who may know of the application: a panel that scores blind may not. */
const visible = (table: string) => `EXISTS (
  SELECT 1 FROM bursary_application a WHERE a.trust_id = ${table}.trust_id
     AND a.id = ${table}.application_id)`;

/** Whom somebody is close to is read by them, and by those who run rounds. */
const declared = `(head_id = (select app.person())
  OR 'study:manage' = ANY ((select app.scopes())::text[]))`;

const secured = (table: string, rule: string, grants: string) => `
  ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
  ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
  CREATE POLICY same_trust ON ${table}
    USING (trust_id = (select app.trust()) AND ${rule})
    WITH CHECK (trust_id = (select app.trust()) AND ${rule});
  GRANT ${grants} ON ${table} TO study_app;`;
