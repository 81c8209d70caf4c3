import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Goals, schemes, rounds and what people apply for in them. New tables, unseen by the version before. */
export class Rounds1797107000001 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(goals);
    await queryRunner.query(rounds);
    await queryRunner.query(applications);
    await queryRunner.query(blindness);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE bursary_score, bursary_recusal, bursary_candidate_person, bursary_candidate, bursary_application, round_member, study_round,
                 bursary_scheme, development_goal`);
  }
}

const secured = (table: string, grants: string, rule = 'true') => `
  ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
  ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
  CREATE POLICY same_trust ON ${table}
    USING (trust_id = (select app.trust()) AND ${rule})
    WITH CHECK (trust_id = (select app.trust()) AND ${rule});
  GRANT ${grants} ON ${table} TO study_app;`;

const goals = `
  CREATE TABLE development_goal (
    trust_id uuid NOT NULL,
    id uuid NOT NULL,
    academic_year integer NOT NULL CHECK (academic_year >= 2000 AND academic_year <= 2100),
    school_id uuid, -- owned by the people subgraph: no foreign key; null: of the trust
    team text CHECK (length(team) >= 1 AND length(team) <= 200),
    title text NOT NULL CHECK (length(title) >= 1 AND length(title) <= 200),
    description text CHECK (length(description) <= 2000),
    PRIMARY KEY (trust_id, id)
  );
  CREATE INDEX development_goal_of_year ON development_goal (trust_id, academic_year, id);
  ${secured('development_goal', 'SELECT, INSERT')}`;

const rounds = `
  CREATE TABLE bursary_scheme (
    trust_id uuid NOT NULL,
    id uuid NOT NULL,
    name text NOT NULL CHECK (length(name) >= 1 AND length(name) <= 200),
    terms jsonb NOT NULL,
    version integer NOT NULL DEFAULT 1 CHECK (version > 0),
    PRIMARY KEY (trust_id, id),
    UNIQUE (trust_id, name)
  );
  ${secured('bursary_scheme', 'SELECT, INSERT')}
  GRANT UPDATE (terms, version) ON bursary_scheme TO study_app;
  CREATE TABLE study_round (
    trust_id uuid NOT NULL,
    id uuid NOT NULL,
    scheme_id uuid NOT NULL,
    terms jsonb NOT NULL, -- of the scheme, as it was when the round was announced
    terms_version integer NOT NULL,
    title text NOT NULL CHECK (length(title) >= 1 AND length(title) <= 200),
    opens_on date NOT NULL,
    closes_on date NOT NULL, -- last day on which it takes applications
    places integer NOT NULL CHECK (places > 0),
    reserved jsonb NOT NULL, -- [{"staffGroup": "TEACHING_ASSISTANT", "places": 2}]
    scoring_from timestamptz,
    locked_at timestamptz CHECK (locked_at >= scoring_from),
    lottery_seed text CHECK ((lottery_seed IS NULL) = (locked_at IS NULL)),
    PRIMARY KEY (trust_id, id),
    FOREIGN KEY (trust_id, scheme_id) REFERENCES bursary_scheme (trust_id, id),
    CHECK (closes_on >= opens_on)
  );
  CREATE INDEX study_round_of_scheme ON study_round (trust_id, scheme_id);
  CREATE INDEX study_round_by_close ON study_round (trust_id, closes_on, id);
  ${secured('study_round', 'SELECT, INSERT')}
  GRANT UPDATE (scoring_from, locked_at, lottery_seed) ON study_round TO study_app;
  CREATE TABLE round_member (
    trust_id uuid NOT NULL,
    round_id uuid NOT NULL,
    person_id uuid NOT NULL, -- owned by the people subgraph: no foreign key
    PRIMARY KEY (trust_id, round_id, person_id),
    FOREIGN KEY (trust_id, round_id) REFERENCES study_round (trust_id, id)
  );
  ${secured('round_member', 'SELECT, INSERT, DELETE')}`;

const applications = `
  CREATE TABLE bursary_application (
    trust_id uuid NOT NULL,
    id uuid NOT NULL,
    round_id uuid NOT NULL,
    person_id uuid NOT NULL, -- owned by the people subgraph: no foreign key
    school_id uuid NOT NULL, -- the same
    staff_groups text[] NOT NULL, -- on the day on which it was written
    programme_code text NOT NULL,
    cost_pence integer NOT NULL CHECK (cost_pence > 0),
    release_days integer NOT NULL CHECK (release_days >= 0 AND release_days <= 60),
    goal_id uuid,
    statement text NOT NULL CHECK (length(statement) >= 1 AND length(statement) <= 5000),
    project_question text CHECK (length(project_question) <= 2000),
    stage text NOT NULL DEFAULT 'DRAFT' CHECK (stage IN ('DRAFT', 'SUBMITTED', 'PANEL', 'OFFERED',
      'WAITLISTED', 'DEFERRED', 'WITHDRAWN')),
    submitted_at timestamptz CHECK ((submitted_at IS NULL) = (stage = 'DRAFT') OR stage = 'WITHDRAWN'),
    manager_id uuid,
    manager_comment text CHECK (length(manager_comment) <= 2000),
    head_id uuid,
    head_releases boolean CHECK ((head_releases IS NULL) = (head_id IS NULL)),
    head_reason text CHECK ((head_reason IS NULL) = (head_id IS NULL)),
    award_id uuid,
    feedback text CHECK (length(feedback) >= 1 AND length(feedback) <= 5000),
    version integer NOT NULL DEFAULT 1 CHECK (version > 0),
    PRIMARY KEY (trust_id, id),
    FOREIGN KEY (trust_id, round_id) REFERENCES study_round (trust_id, id),
    FOREIGN KEY (trust_id, goal_id) REFERENCES development_goal (trust_id, id),
    FOREIGN KEY (trust_id, award_id) REFERENCES award (trust_id, id),
    CHECK ((stage = 'OFFERED') = (award_id IS NOT NULL))
  );
  CREATE UNIQUE INDEX bursary_application_one_standing
    ON bursary_application (trust_id, round_id, person_id) WHERE stage <> 'WITHDRAWN';
  CREATE INDEX bursary_application_by_person ON bursary_application (trust_id, person_id, id);
  CREATE INDEX bursary_application_by_goal ON bursary_application (trust_id, goal_id);
  CREATE INDEX bursary_application_by_award ON bursary_application (trust_id, award_id);
  CREATE TABLE bursary_candidate (
    trust_id uuid NOT NULL,
    id uuid NOT NULL, -- random: an order of arrival would tell something
    round_id uuid NOT NULL,
    programme_code text NOT NULL,
    statement text NOT NULL,
    project_question text,
    mean_points numeric(6,2),
    place integer CHECK (place > 0),
    is_drawn boolean NOT NULL DEFAULT false,
    PRIMARY KEY (trust_id, id),
    FOREIGN KEY (trust_id, round_id) REFERENCES study_round (trust_id, id)
  );
  CREATE INDEX bursary_candidate_of_round ON bursary_candidate (trust_id, round_id, id);
  CREATE TABLE bursary_candidate_person (
    trust_id uuid NOT NULL,
    candidate_id uuid NOT NULL,
    application_id uuid NOT NULL,
    PRIMARY KEY (trust_id, candidate_id),
    UNIQUE (trust_id, application_id),
    FOREIGN KEY (trust_id, candidate_id) REFERENCES bursary_candidate (trust_id, id),
    FOREIGN KEY (trust_id, application_id) REFERENCES bursary_application (trust_id, id)
  );
  CREATE TABLE bursary_recusal (
    trust_id uuid NOT NULL,
    candidate_id uuid NOT NULL,
    member_id uuid NOT NULL, -- who wrote the application, or manages its writer
    PRIMARY KEY (trust_id, candidate_id, member_id),
    FOREIGN KEY (trust_id, candidate_id) REFERENCES bursary_candidate (trust_id, id)
  );
  CREATE TABLE bursary_score (
    trust_id uuid NOT NULL,
    candidate_id uuid NOT NULL,
    member_id uuid NOT NULL,
    number integer NOT NULL CHECK (number > 0), -- the newest one of a member counts
    points integer NOT NULL CHECK (points >= 0 AND points <= 10),
    note text CHECK (length(note) <= 2000),
    PRIMARY KEY (trust_id, candidate_id, member_id, number),
    FOREIGN KEY (trust_id, candidate_id) REFERENCES bursary_candidate (trust_id, id)
  );`;

const sits = (round: string) => `EXISTS (
  SELECT 1 FROM round_member m WHERE m.trust_id = (select app.trust()) AND m.round_id = ${round}
     AND m.person_id = (select app.person()))`;
const organises = "'study:manage' = ANY ((select app.scopes())::text[])";

/** Who scores a round sees no application of it before it is locked, but their own of old. */
const blindness = `
  ${secured('bursary_application', 'SELECT, INSERT')}
  GRANT UPDATE (stage, submitted_at, manager_id, manager_comment, head_id, head_releases, head_reason,
    award_id, feedback, version) ON bursary_application TO study_app;
  CREATE POLICY panel_is_blind ON bursary_application AS RESTRICTIVE
    USING (person_id = (select app.person()) OR NOT (${sits('round_id')} AND EXISTS (
      SELECT 1 FROM study_round r WHERE r.trust_id = bursary_application.trust_id
         AND r.id = bursary_application.round_id AND r.locked_at IS NULL)));
  ${secured('bursary_candidate', 'SELECT, INSERT', `(${organises} OR ${sits('round_id')})`)}
  GRANT UPDATE (mean_points, place, is_drawn) ON bursary_candidate TO study_app;
  ${secured(
    'bursary_candidate_person',
    'SELECT, INSERT',
    `EXISTS (SELECT 1 FROM bursary_application a WHERE a.trust_id = bursary_candidate_person.trust_id
                AND a.id = bursary_candidate_person.application_id)`,
  )}
  ${secured('bursary_recusal', 'SELECT, INSERT')}
  ${secured('bursary_score', 'SELECT, INSERT', `(member_id = (select app.person()) OR ${organises})`)}`;
