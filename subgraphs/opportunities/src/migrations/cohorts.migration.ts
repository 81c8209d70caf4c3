import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Cohorts with their seats, who sat and sits there from when to when, who waits on the reserve list, and
 * which opportunity announced which seat. New tables; what must hold of them comes with the next.
 */
export class Cohorts1797300600000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`${cohorts} ${sitting} ${announcing} ${reserves}`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE seat_offer, cohort_reserve, seat_announcement, seat_pause, seat_term, cohort_seat,
        cohort, school_phase;
      DROP FUNCTION runs_cohort(uuid, uuid)`);
  }
}

const secured = (table: string, rule: string, grants: string) => `
  ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
  ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
  CREATE POLICY ours ON ${table} USING (trust_id = (select app.trust()) ${rule})
    WITH CHECK (trust_id = (select app.trust()));
  GRANT ${grants} ON ${table} TO opportunities_app;`;

/** The person, and those who run the cohort. */
const ownOrRun = (table: string) =>
  `AND (person_id = (select app.person()) OR runs_cohort(${table}.trust_id, ${table}.cohort_id))`;

const cohorts = `
  CREATE TABLE cohort (
    trust_id uuid NOT NULL,
    id uuid NOT NULL,
    name text NOT NULL CHECK (name ~ '\\S' AND length(name) <= 100),
    purpose text NOT NULL CHECK (purpose ~ '\\S' AND length(purpose) <= 5000),
    host_school_id uuid, -- owned by the people subgraph: no foreign key; null: of the whole trust
    starts_on date NOT NULL,
    ends_on date CHECK (ends_on > starts_on), -- first day on which there is none any more
    term_years integer NOT NULL CHECK (term_years IN (1, 2)),
    most_terms integer NOT NULL CHECK (most_terms BETWEEN 1 AND 5), -- one after the other
    cooling_off_months integer NOT NULL CHECK (cooling_off_months BETWEEN 1 AND 60),
    least_attendance integer NOT NULL CHECK (least_attendance BETWEEN 0 AND 100), -- percent
    keeps_seat_on_move boolean NOT NULL,
    planned_at timestamptz NOT NULL,
    planned_by_id uuid,
    version integer NOT NULL DEFAULT 1 CHECK (version > 0),
    PRIMARY KEY (trust_id, id)
  );
  CREATE INDEX cohort_by_name ON cohort (trust_id, name, id);
  ${secured(
    'cohort',
    '',
    'SELECT, INSERT, UPDATE (name, purpose, least_attendance, keeps_seat_on_move, version)',
  )}

  -- Whether the viewer answers for the cohort, as a head or one of the people team does.
  CREATE FUNCTION runs_cohort(trust uuid, which uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT 'opportunity:publish' = ANY (app.scopes())
       AND (app.all_places() OR EXISTS (
             SELECT 1 FROM cohort WHERE trust_id = trust AND id = which
                AND host_school_id = ANY (app.places())))
  $$;

  -- As people last said; what a seat that is kept for phases is judged by.
  CREATE TABLE school_phase (
    trust_id uuid NOT NULL,
    school_id uuid NOT NULL,
    phase text NOT NULL, -- GIAS code
    PRIMARY KEY (trust_id, school_id)
  );
  ${secured('school_phase', '', 'SELECT, INSERT, UPDATE (phase)')}

  CREATE TABLE cohort_seat (
    trust_id uuid NOT NULL,
    id uuid NOT NULL,
    cohort_id uuid NOT NULL,
    number integer NOT NULL CHECK (number BETWEEN 1 AND 60),
    staff_groups text[] NOT NULL, -- for whom it is kept; none of all three: for anybody
    school_ids uuid[] NOT NULL,
    phases text[] NOT NULL,
    kept_reason text CHECK (kept_reason ~ '\\S' AND length(kept_reason) <= 1000),
    starts_on date NOT NULL,
    first_months integer NOT NULL CHECK (first_months BETWEEN 1 AND 24), -- of its first period
    PRIMARY KEY (trust_id, id),
    UNIQUE (trust_id, cohort_id, number),
    FOREIGN KEY (trust_id, cohort_id) REFERENCES cohort (trust_id, id),
    CONSTRAINT kept_with_a_reason CHECK (
      (kept_reason IS NULL) = (staff_groups = '{}' AND school_ids = '{}' AND phases = '{}'))
  );
  ${secured('cohort_seat', '', 'SELECT, INSERT')}`;

const sitting = `
  CREATE TABLE seat_term (
    trust_id uuid NOT NULL,
    id uuid NOT NULL,
    cohort_id uuid NOT NULL,
    seat_id uuid NOT NULL,
    person_id uuid NOT NULL, -- owned by the people subgraph: no foreign key; nor is the school
    school_id uuid, -- of their main post when it began
    starts_on date NOT NULL,
    ends_on date NOT NULL CHECK (ends_on > starts_on), -- first day on which they sit no more
    came_by text NOT NULL CHECK (came_by IN ('PANEL', 'RESERVE', 'RECORDED')), -- before it was here
    stands_in boolean NOT NULL DEFAULT false, -- for somebody whose term rests
    application_id uuid,
    state text NOT NULL DEFAULT 'STANDS' CHECK (state IN ('STANDS', 'CANCELLED')),
    end_reason text CHECK (end_reason IN ('GAVE_UP', 'LEFT_TRUST', 'MOVED_SCHOOL')), -- before its time
    days datemultirange NOT NULL DEFAULT '{}', -- on which they sit; kept by triggers
    taken_at timestamptz NOT NULL,
    version integer NOT NULL DEFAULT 1 CHECK (version > 0),
    PRIMARY KEY (trust_id, id),
    FOREIGN KEY (trust_id, cohort_id) REFERENCES cohort (trust_id, id),
    FOREIGN KEY (trust_id, seat_id) REFERENCES cohort_seat (trust_id, id),
    FOREIGN KEY (trust_id, application_id) REFERENCES application (trust_id, id),
    CONSTRAINT chosen_by_a_panel CHECK ((came_by = 'PANEL') = (application_id IS NOT NULL))
  );
  CREATE INDEX seat_term_of_seat ON seat_term (trust_id, seat_id, starts_on);
  CREATE INDEX seat_term_of_person ON seat_term (trust_id, person_id, starts_on, id);
  CREATE INDEX seat_term_of_cohort ON seat_term (trust_id, cohort_id, starts_on, id);
  CREATE INDEX seat_term_of_application ON seat_term (trust_id, application_id);
  ${secured(
    'seat_term',
    '',
    'SELECT, INSERT, UPDATE (school_id, ends_on, state, end_reason, days, version)',
  )}

  -- That a term rests while somebody is away, and that they come back. Why is nobody's business.
  CREATE TABLE seat_pause (
    trust_id uuid NOT NULL,
    id uuid NOT NULL,
    term_id uuid NOT NULL,
    cohort_id uuid NOT NULL,
    person_id uuid NOT NULL,
    from_on date NOT NULL,
    until_on date NOT NULL CHECK (until_on > from_on), -- first day on which they sit again
    given_back integer NOT NULL CHECK (given_back BETWEEN 0 AND until_on - from_on), -- days
    recorded_at timestamptz NOT NULL,
    recorded_by_id uuid,
    PRIMARY KEY (trust_id, id),
    FOREIGN KEY (trust_id, term_id) REFERENCES seat_term (trust_id, id),
    CONSTRAINT pauses_apart EXCLUDE USING gist (
      one_id(trust_id, trust_id, '[]') WITH &&, one_id(term_id, term_id, '[]') WITH &&,
      daterange(from_on, until_on) WITH &&)
  );
  CREATE INDEX seat_pause_of_term ON seat_pause (trust_id, term_id);
  ${secured('seat_pause', ownOrRun('seat_pause'), 'SELECT, INSERT, UPDATE (until_on, given_back)')}`;

/** One opportunity announces seats of a cohort that are for the same people and the same days. */
const announcing = `
  CREATE TABLE seat_announcement (
    trust_id uuid NOT NULL,
    opportunity_id uuid NOT NULL,
    seat_id uuid NOT NULL,
    cohort_id uuid NOT NULL,
    starts_on date NOT NULL, -- from which the seat is free
    ends_on date NOT NULL CHECK (ends_on > starts_on),
    PRIMARY KEY (trust_id, opportunity_id, seat_id),
    FOREIGN KEY (trust_id, opportunity_id) REFERENCES opportunity (trust_id, id),
    FOREIGN KEY (trust_id, seat_id) REFERENCES cohort_seat (trust_id, id)
  );
  CREATE INDEX seat_announcement_of_seat ON seat_announcement (trust_id, seat_id, starts_on);
  CREATE INDEX seat_announcement_of_cohort ON seat_announcement (trust_id, cohort_id, starts_on);
  ${secured('seat_announcement', '', 'SELECT, INSERT')}`;

const reserves = `
  CREATE TABLE cohort_reserve (
    trust_id uuid NOT NULL,
    id uuid NOT NULL, -- that of the application
    cohort_id uuid NOT NULL,
    person_id uuid NOT NULL,
    opportunity_id uuid NOT NULL,
    place integer, -- in the panel's order
    until_on date NOT NULL, -- when the seats that the panel chose for rotate
    state text NOT NULL DEFAULT 'WAITING' CHECK (state IN ('WAITING', 'TAKEN', 'GIVEN_UP')),
    version integer NOT NULL DEFAULT 1 CHECK (version > 0),
    PRIMARY KEY (trust_id, id),
    FOREIGN KEY (trust_id, id) REFERENCES application (trust_id, id),
    FOREIGN KEY (trust_id, cohort_id) REFERENCES cohort (trust_id, id)
  );
  CREATE INDEX cohort_reserve_of_cohort ON cohort_reserve (trust_id, cohort_id, place, id);
  CREATE INDEX cohort_reserve_of_person ON cohort_reserve (trust_id, person_id);
  ${secured('cohort_reserve', ownOrRun('cohort_reserve'), 'SELECT, UPDATE (state, version)')}

  CREATE TABLE seat_offer (
    trust_id uuid NOT NULL,
    id uuid NOT NULL,
    cohort_id uuid NOT NULL,
    seat_id uuid NOT NULL,
    reserve_id uuid NOT NULL,
    person_id uuid NOT NULL,
    starts_on date NOT NULL,
    ends_on date NOT NULL CHECK (ends_on > starts_on),
    stands_in boolean NOT NULL, -- somebody's term rests, and they come back
    offered_at timestamptz NOT NULL,
    answer_by date NOT NULL, -- the last day; after it the seat may go to the next
    state text NOT NULL DEFAULT 'OFFERED'
      CHECK (state IN ('OFFERED', 'ACCEPTED', 'DECLINED', 'LAPSED', 'WITHDRAWN')),
    version integer NOT NULL DEFAULT 1 CHECK (version > 0),
    PRIMARY KEY (trust_id, id),
    FOREIGN KEY (trust_id, seat_id) REFERENCES cohort_seat (trust_id, id),
    FOREIGN KEY (trust_id, reserve_id) REFERENCES cohort_reserve (trust_id, id)
  );
  CREATE UNIQUE INDEX one_offer_of_a_seat ON seat_offer (trust_id, seat_id) WHERE state = 'OFFERED';
  CREATE UNIQUE INDEX one_offer_to_a_person ON seat_offer (trust_id, cohort_id, person_id)
    WHERE state = 'OFFERED';
  CREATE INDEX seat_offer_of_person ON seat_offer (trust_id, person_id, offered_at);
  CREATE INDEX seat_offer_of_reserve ON seat_offer (trust_id, reserve_id);
  ${secured('seat_offer', ownOrRun('seat_offer'), 'SELECT, INSERT, UPDATE (state, version)')}`;
