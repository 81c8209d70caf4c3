import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Meetings of cohorts and who came, and what cohorts take on and what came of it. New tables. */
export class CohortLife1797300600004 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`${meetings} ${projects}`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE cohort_project, cohort_attendance, cohort_meeting');
  }
}

const secured = (table: string, rule: string, grants: string) => `
  ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
  ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
  CREATE POLICY ours ON ${table} USING (trust_id = (select app.trust()) ${rule})
    WITH CHECK (trust_id = (select app.trust()));
  GRANT ${grants} ON ${table} TO opportunities_app;`;

/** Who came is for themselves and those who run the cohort. */
const meetings = `
  CREATE TABLE cohort_meeting (
    trust_id uuid NOT NULL,
    id uuid NOT NULL,
    cohort_id uuid NOT NULL,
    held_on date NOT NULL,
    title text NOT NULL CHECK (title ~ '\\S' AND length(title) <= 200),
    recorded_at timestamptz NOT NULL,
    recorded_by_id uuid,
    PRIMARY KEY (trust_id, id),
    UNIQUE (trust_id, cohort_id, held_on),
    FOREIGN KEY (trust_id, cohort_id) REFERENCES cohort (trust_id, id)
  );
  ${secured('cohort_meeting', '', 'SELECT, INSERT, UPDATE (title, recorded_at, recorded_by_id)')}

  CREATE TABLE cohort_attendance (
    trust_id uuid NOT NULL,
    meeting_id uuid NOT NULL,
    term_id uuid NOT NULL,
    cohort_id uuid NOT NULL,
    person_id uuid NOT NULL,
    mark text NOT NULL CHECK (mark IN ('CAME', 'EXCUSED', 'MISSED')),
    PRIMARY KEY (trust_id, meeting_id, term_id),
    FOREIGN KEY (trust_id, meeting_id) REFERENCES cohort_meeting (trust_id, id),
    FOREIGN KEY (trust_id, term_id) REFERENCES seat_term (trust_id, id)
  );
  CREATE INDEX cohort_attendance_of_term ON cohort_attendance (trust_id, term_id);
  ${secured(
    'cohort_attendance',
    `AND (person_id = (select app.person()) OR runs_cohort(trust_id, cohort_id))`,
    'SELECT, INSERT, UPDATE (mark)',
  )}`;

const projects = `
  CREATE TABLE cohort_project (
    trust_id uuid NOT NULL,
    id uuid NOT NULL,
    cohort_id uuid NOT NULL,
    title text NOT NULL CHECK (title ~ '\\S' AND length(title) <= 200),
    purpose text NOT NULL CHECK (purpose ~ '\\S' AND length(purpose) <= 2000),
    begun_on date NOT NULL,
    begun_by_id uuid,
    finished_on date CHECK (finished_on >= begun_on),
    output text CHECK (output ~ '\\S' AND length(output) <= 2000),
    version integer NOT NULL DEFAULT 1 CHECK (version > 0),
    PRIMARY KEY (trust_id, id),
    FOREIGN KEY (trust_id, cohort_id) REFERENCES cohort (trust_id, id),
    CONSTRAINT finished_with_an_output CHECK ((finished_on IS NULL) = (output IS NULL))
  );
  CREATE INDEX cohort_project_of_cohort ON cohort_project (trust_id, cohort_id, begun_on);
  ${secured('cohort_project', '', 'SELECT, INSERT, UPDATE (finished_on, output, version)')}`;
