import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Panels that choose without knowing whom, and the feedback owed to those not chosen. New tables, and
 * one policy that is stricter than before: who is to score somebody's application blind cannot read it
 * elsewhere. The version now running sees none of it.
 */
export class Panels1797081000001 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(panel);
    await queryRunner.query(candidate);
    await queryRunner.query(score);
    await queryRunner.query(feedback);
    await queryRunner.query(blindness);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP POLICY panel_is_blind ON application;
      DROP TABLE feedback, candidate_score, candidate_recusal, candidate_person, candidate,
                 panel_conflict, panel_member, panel;
      DROP FUNCTION candidate_score_stands();`);
  }
}

const secured = (table: string, grants: string, rule = 'true') => `
  ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
  ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
  CREATE POLICY same_trust ON ${table}
    USING (trust_id = (select app.trust()) AND ${rule})
    WITH CHECK (trust_id = (select app.trust()) AND ${rule});
  GRANT ${grants} ON ${table} TO opportunities_app;`;

const readsApplications = "'application:read' = ANY ((select app.scopes())::text[])";

const panel = `
  CREATE TABLE panel (
    trust_id uuid NOT NULL,
    opportunity_id uuid NOT NULL,
    scoring_from timestamptz,
    locked_at timestamptz CHECK (locked_at >= scoring_from),
    places integer CHECK (places > 0),
    lottery_seed text,
    PRIMARY KEY (trust_id, opportunity_id),
    FOREIGN KEY (trust_id, opportunity_id) REFERENCES opportunity (trust_id, id),
    CHECK ((locked_at IS NULL) = (places IS NULL) AND (locked_at IS NULL) = (lottery_seed IS NULL))
  );
  CREATE TABLE panel_member (
    trust_id uuid NOT NULL,
    opportunity_id uuid NOT NULL,
    person_id uuid NOT NULL, -- owned by the people subgraph: no foreign key
    declared_at timestamptz,
    stood_down_at timestamptz,
    PRIMARY KEY (trust_id, opportunity_id, person_id),
    FOREIGN KEY (trust_id, opportunity_id) REFERENCES panel (trust_id, opportunity_id)
  );
  CREATE TABLE panel_conflict (
    trust_id uuid NOT NULL,
    opportunity_id uuid NOT NULL,
    member_id uuid NOT NULL,
    person_id uuid NOT NULL, -- whom the member is close to
    PRIMARY KEY (trust_id, opportunity_id, member_id, person_id),
    FOREIGN KEY (trust_id, opportunity_id, member_id)
      REFERENCES panel_member (trust_id, opportunity_id, person_id)
  );
  ${secured('panel', 'SELECT, INSERT, UPDATE')}
  ${secured('panel_member', 'SELECT, INSERT, UPDATE')}
  ${secured('panel_conflict', 'SELECT, INSERT', `(member_id = (select app.person()) OR ${readsApplications})`)}`;

/** Whom a candidate is stands apart, where row security keeps it from those who score. */
const candidate = `
  CREATE TABLE candidate (
    trust_id uuid NOT NULL,
    id uuid NOT NULL, -- random: an order of arrival would tell something
    opportunity_id uuid NOT NULL,
    statement text,
    mean_points numeric(6,2),
    place integer CHECK (place > 0),
    drawn boolean NOT NULL DEFAULT false,
    shortlisted boolean,
    PRIMARY KEY (trust_id, id),
    FOREIGN KEY (trust_id, opportunity_id) REFERENCES panel (trust_id, opportunity_id)
  );
  CREATE INDEX candidate_of_opportunity ON candidate (trust_id, opportunity_id, id);
  CREATE TABLE candidate_person (
    trust_id uuid NOT NULL,
    candidate_id uuid NOT NULL,
    application_id uuid NOT NULL,
    person_id uuid NOT NULL,
    PRIMARY KEY (trust_id, candidate_id),
    UNIQUE (trust_id, application_id),
    FOREIGN KEY (trust_id, candidate_id) REFERENCES candidate (trust_id, id),
    FOREIGN KEY (trust_id, application_id) REFERENCES application (trust_id, id)
  );
  CREATE TABLE candidate_recusal (
    trust_id uuid NOT NULL,
    candidate_id uuid NOT NULL,
    member_id uuid NOT NULL,
    reason text NOT NULL CHECK (reason IN ('LINE_MANAGER', 'DECLARED', 'RECOGNISED')),
    PRIMARY KEY (trust_id, candidate_id, member_id),
    FOREIGN KEY (trust_id, candidate_id) REFERENCES candidate (trust_id, id)
  );
  ${secured(
    'candidate',
    'SELECT, INSERT, UPDATE',
    `(${readsApplications} OR EXISTS (
        SELECT 1 FROM panel_member m WHERE m.trust_id = candidate.trust_id
           AND m.opportunity_id = candidate.opportunity_id
           AND m.person_id = (select app.person()) AND m.stood_down_at IS NULL))`,
  )}
  ${secured(
    'candidate_person',
    'SELECT, INSERT',
    `NOT EXISTS (
        SELECT 1 FROM candidate c
          JOIN panel p ON p.trust_id = c.trust_id AND p.opportunity_id = c.opportunity_id
          JOIN panel_member m ON m.trust_id = c.trust_id AND m.opportunity_id = c.opportunity_id
         WHERE c.trust_id = candidate_person.trust_id AND c.id = candidate_person.candidate_id
           AND m.person_id = (select app.person()) AND m.stood_down_at IS NULL
           AND (p.locked_at IS NULL OR c.shortlisted IS NOT TRUE))
     AND (${readsApplications} OR EXISTS (
        SELECT 1 FROM candidate c
         WHERE c.trust_id = candidate_person.trust_id AND c.id = candidate_person.candidate_id))`,
  )}
  ${secured('candidate_recusal', 'SELECT, INSERT')}`;

const score = `
  CREATE TABLE candidate_score (
    trust_id uuid NOT NULL,
    candidate_id uuid NOT NULL,
    member_id uuid NOT NULL,
    number integer NOT NULL CHECK (number > 0), -- the newest one of a member counts
    points integer[] NOT NULL CHECK (0 <= ALL (points) AND 4 >= ALL (points)),
    note text CHECK (length(note) <= 2000),
    made_at timestamptz NOT NULL,
    PRIMARY KEY (trust_id, candidate_id, member_id, number),
    FOREIGN KEY (trust_id, candidate_id) REFERENCES candidate (trust_id, id)
  );
  ${secured('candidate_score', 'SELECT, INSERT', `(member_id = (select app.person()) OR ${readsApplications})`)}
  CREATE FUNCTION candidate_score_stands() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM 1 FROM candidate c
      JOIN panel p ON p.trust_id = c.trust_id AND p.opportunity_id = c.opportunity_id
      JOIN panel_member m ON m.trust_id = c.trust_id AND m.opportunity_id = c.opportunity_id
     WHERE c.trust_id = NEW.trust_id AND c.id = NEW.candidate_id AND m.person_id = NEW.member_id
       AND m.declared_at IS NOT NULL AND m.stood_down_at IS NULL
       AND p.scoring_from IS NOT NULL AND p.locked_at IS NULL
       AND NOT EXISTS (SELECT 1 FROM candidate_recusal r WHERE r.trust_id = c.trust_id
                          AND r.candidate_id = c.id AND r.member_id = m.person_id)
       FOR SHARE OF p;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'only a member without a conflict scores, until the shortlist is locked'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'candidate_score_stands';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER candidate_score_stands BEFORE INSERT ON candidate_score
    FOR EACH ROW EXECUTE FUNCTION candidate_score_stands();`;

const feedback = `
  CREATE TABLE feedback (
    trust_id uuid NOT NULL,
    application_id uuid NOT NULL,
    text text NOT NULL CHECK (text ~ '\\S' AND length(text) <= 10000),
    given_by_id uuid, -- a person; null where an API key gave it
    given_at timestamptz NOT NULL,
    PRIMARY KEY (trust_id, application_id),
    FOREIGN KEY (trust_id, application_id) REFERENCES application (trust_id, id)
  );
  ${secured(
    'feedback',
    'SELECT, INSERT',
    `EXISTS (SELECT 1 FROM application a
              WHERE a.trust_id = feedback.trust_id AND a.id = feedback.application_id)`,
  )}`;

const blindness = `
  CREATE POLICY panel_is_blind ON application AS RESTRICTIVE
    USING (person_id = (select app.person()) OR NOT EXISTS (
      SELECT 1 FROM panel_member m
        JOIN panel p ON p.trust_id = m.trust_id AND p.opportunity_id = m.opportunity_id
       WHERE m.trust_id = application.trust_id AND m.opportunity_id = application.opportunity_id
         AND m.person_id = (select app.person()) AND m.stood_down_at IS NULL
         AND p.locked_at IS NULL));`;
