import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a placement consists of: its purpose and days, who must agree and what they said, cover,
 * clearance, induction, and an end before its time. New columns with defaults and new tables; what was
 * never to be changed has no right to be.
 */
export class Placements1797200800001 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`${days} ${columns} ${involved} ${agreeing} ${arranging} ${clearing}`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE placement_ending_answer, placement_ending, clearance_policy, clearance, working_day,
        placement_induction, placement_cover, placement_consent;
      DROP FUNCTION is_involved(placement) CASCADE;
      DROP TABLE placement_party;
      DROP TRIGGER days_of_placement ON placement;
      DROP FUNCTION keep_days();
      REVOKE UPDATE (purpose, weekdays, consent_by, starts_on, ends_on, scheduled_at, version)
        ON placement FROM opportunities_app;
      ALTER TABLE placement
        DROP CONSTRAINT one_place_a_day, DROP CONSTRAINT recorded_elsewhere,
        DROP CONSTRAINT placement_state_check, DROP CONSTRAINT placement_kind_check,
        DROP COLUMN days, DROP COLUMN purpose, DROP COLUMN weekdays, DROP COLUMN consent_by,
        DROP COLUMN agreement_id, DROP COLUMN checks, DROP COLUMN cleared_until,
        DROP COLUMN scheduled_at, DROP COLUMN version;
      ALTER TABLE placement
        ALTER COLUMN opportunity_id SET NOT NULL,
        ADD CONSTRAINT placement_kind_check CHECK (kind IN (${kinds})),
        ADD CONSTRAINT placement_state_check CHECK (state IN ('RECORDED', 'PREPARING', 'CANCELLED')),
        ADD CONSTRAINT recorded_elsewhere CHECK ((state = 'RECORDED') = (application_id IS NULL));
      DROP FUNCTION placement_days(text, date, date, smallint[]);
      DROP TYPE one_id`);
  }
}

const kinds = `'POST', 'SECONDMENT', 'SPECIALIST_ROLE', 'ACTING', 'PROJECT', 'SHADOWING', 'VISIT',
  'SWAP', 'COHORT_SEAT', 'MENTORING', 'RESPONSIBILITY', 'STUDY_ROUND'`;

/**
 * A range of ids that holds one, because an exclusion constraint compares ids no other way without an
 * extension, which not every server lets an owner add.
 */
const days = `
  CREATE TYPE one_id AS RANGE (subtype = uuid);

  -- The days on which somebody is elsewhere; none for what is done beside one's post or becomes it.
  -- Days of the week by ISO: 1 is Monday. No end: for good.
  CREATE FUNCTION placement_days(kind text, starts date, ends date, weekdays smallint[])
  RETURNS datemultirange LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
      WHEN kind NOT IN ('SECONDMENT', 'SHADOWING', 'VISIT', 'SWAP', 'DEPLOYMENT') THEN '{}'::datemultirange
      WHEN weekdays IS NULL THEN datemultirange(daterange(starts, ends))
      ELSE (SELECT coalesce(range_agg(daterange(starts + n, starts + n + 1)), '{}'::datemultirange)
              FROM generate_series(0, ends - starts - 1) AS n
             WHERE extract(isodow FROM starts + n)::smallint = ANY (weekdays))
    END
  $$;`;

/** What falls on the same day as another of the same person's is no placement. */
const columns = `
  ALTER TABLE placement DROP CONSTRAINT recorded_elsewhere, DROP CONSTRAINT placement_state_check,
    DROP CONSTRAINT placement_kind_check;
  ALTER TABLE placement
    ALTER COLUMN opportunity_id DROP NOT NULL, -- what is booked, lent or swapped comes from none
    ADD COLUMN purpose text CHECK (purpose ~ '\\S' AND length(purpose) <= 2000),
    ADD COLUMN weekdays smallint[]
      CHECK (weekdays IS NULL -- each day, be it for good
             OR weekdays <@ '{1,2,3,4,5,6,7}' AND cardinality(weekdays) BETWEEN 1 AND 7
             AND ends_on IS NOT NULL AND ends_on - starts_on <= 1100),
    ADD COLUMN consent_by date, -- the last day for an answer; from then on silence is shown
    ADD COLUMN agreement_id uuid, -- those of one agreement stand and fall together
    ADD COLUMN checks text[] NOT NULL DEFAULT '{}', -- that the host school must see held
    ADD COLUMN cleared_until date, -- the last day on which all checks hold; kept by triggers
    ADD COLUMN scheduled_at timestamptz,
    ADD COLUMN version integer NOT NULL DEFAULT 1 CHECK (version > 0),
    ADD CONSTRAINT placement_kind_check CHECK (kind IN (${kinds}, 'DEPLOYMENT')),
    ADD CONSTRAINT placement_state_check
      CHECK (state IN ('RECORDED', 'PREPARING', 'SCHEDULED', 'CANCELLED', 'ENDED_EARLY')),
    ADD CONSTRAINT recorded_elsewhere CHECK (state <> 'RECORDED' OR application_id IS NULL);
  ALTER TABLE placement
    ADD COLUMN days datemultirange NOT NULL DEFAULT '{}', -- on which one is elsewhere; kept by a trigger
    NO FORCE ROW LEVEL SECURITY;
  UPDATE placement SET days = placement_days(kind, starts_on, ends_on, weekdays);
  CREATE FUNCTION keep_days() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    NEW.days := placement_days(NEW.kind, NEW.starts_on, NEW.ends_on, NEW.weekdays);
    RETURN NEW;
  END $$;
  CREATE TRIGGER days_of_placement BEFORE INSERT OR UPDATE OF starts_on, ends_on, weekdays, days
    ON placement FOR EACH ROW EXECUTE FUNCTION keep_days();
  ALTER TABLE placement
    FORCE ROW LEVEL SECURITY,
    ADD CONSTRAINT one_place_a_day EXCLUDE USING gist (
      one_id(trust_id, trust_id, '[]') WITH &&, one_id(person_id, person_id, '[]') WITH &&,
      days WITH &&) WHERE (state IN ('SCHEDULED', 'ENDED_EARLY'));
  CREATE INDEX placement_by_home ON placement (trust_id, home_school_id, starts_on, id);
  CREATE INDEX placement_by_host ON placement (trust_id, host_school_id, starts_on, id);
  CREATE INDEX placement_by_agreement ON placement (trust_id, agreement_id)
    WHERE agreement_id IS NOT NULL;
  GRANT UPDATE (purpose, weekdays, consent_by, starts_on, ends_on, scheduled_at, version)
    ON placement TO opportunities_app;`;

const secured = (table: string, rule: string, grants: string) => `
  ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
  ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
  CREATE POLICY ours ON ${table} USING (trust_id = (select app.trust()) ${rule})
    WITH CHECK (trust_id = (select app.trust()));
  GRANT ${grants} ON ${table} TO opportunities_app;`;

/** Whose placement it is, and the heads and people team who have a say in it. */
const ofInvolved = (table: string) => `
  AND EXISTS (SELECT 1 FROM placement p WHERE p.trust_id = ${table}.trust_id
                 AND p.id = ${table}.placement_id AND is_involved(p))`;

const involved = `
  CREATE TABLE placement_party (
    trust_id uuid NOT NULL,
    id uuid NOT NULL,
    placement_id uuid NOT NULL,
    party text NOT NULL CHECK (party IN ('PERSON', 'HOME_HEAD', 'HOST_HEAD')),
    school_id uuid, -- whose head; null for the person
    asked_at timestamptz NOT NULL, -- what was said before it was said of something else
    PRIMARY KEY (trust_id, id),
    UNIQUE NULLS NOT DISTINCT (trust_id, placement_id, party, school_id),
    FOREIGN KEY (trust_id, placement_id) REFERENCES placement (trust_id, id),
    CHECK ((party = 'PERSON') = (school_id IS NULL))
  );
  ${secured('placement_party', '', 'SELECT, INSERT, UPDATE (asked_at)')}

  CREATE FUNCTION is_involved(p placement) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce(p.person_id = app.person(), false)
        OR 'opportunity:publish' = ANY (app.scopes())
           AND (app.all_places() OR p.home_school_id = ANY (app.places())
                OR p.host_school_id = ANY (app.places())
                OR EXISTS (SELECT 1 FROM placement_party AS asked
                            WHERE asked.trust_id = p.trust_id AND asked.placement_id = p.id
                              AND asked.school_id = ANY (app.places())))
  $$;`;

const agreeing = `
  CREATE TABLE placement_consent (
    trust_id uuid NOT NULL,
    party_id uuid NOT NULL,
    number integer NOT NULL, -- 1, 2, … as somebody thinks again; the last one holds
    placement_id uuid NOT NULL,
    agrees boolean NOT NULL,
    reason text CHECK (reason ~ '\\S' AND length(reason) <= 2000),
    given_at timestamptz NOT NULL,
    given_by_id uuid, -- a person; null where a rule gave it
    PRIMARY KEY (trust_id, party_id, number),
    FOREIGN KEY (trust_id, party_id) REFERENCES placement_party (trust_id, id),
    FOREIGN KEY (trust_id, placement_id) REFERENCES placement (trust_id, id),
    CONSTRAINT no_without_reason CHECK (agrees OR reason IS NOT NULL)
  );
  CREATE INDEX placement_consent_of ON placement_consent (trust_id, placement_id);
  ${secured('placement_consent', ofInvolved('placement_consent'), 'SELECT, INSERT')}

  -- One end before its time, as somebody proposed it; it ends so once both heads agree.
  CREATE TABLE placement_ending (
    trust_id uuid NOT NULL,
    id uuid NOT NULL,
    placement_id uuid NOT NULL,
    ends_on date NOT NULL, -- the first day on which it would no longer run
    reason text NOT NULL CHECK (reason ~ '\\S' AND length(reason) <= 2000),
    proposed_at timestamptz NOT NULL,
    proposed_by_id uuid,
    PRIMARY KEY (trust_id, id),
    FOREIGN KEY (trust_id, placement_id) REFERENCES placement (trust_id, id)
  );
  CREATE INDEX placement_ending_of ON placement_ending (trust_id, placement_id, proposed_at);
  ${secured('placement_ending', ofInvolved('placement_ending'), 'SELECT, INSERT')}

  CREATE TABLE placement_ending_answer (
    trust_id uuid NOT NULL,
    ending_id uuid NOT NULL,
    party_id uuid NOT NULL,
    placement_id uuid NOT NULL,
    agreed_at timestamptz NOT NULL,
    agreed_by_id uuid,
    PRIMARY KEY (trust_id, ending_id, party_id),
    FOREIGN KEY (trust_id, ending_id) REFERENCES placement_ending (trust_id, id),
    FOREIGN KEY (trust_id, party_id) REFERENCES placement_party (trust_id, id)
  );
  ${secured('placement_ending_answer', ofInvolved('placement_ending_answer'), 'SELECT, INSERT')}`;

const arranging = `
  CREATE TABLE placement_cover (
    trust_id uuid NOT NULL,
    placement_id uuid NOT NULL,
    is_needed boolean NOT NULL,
    plan text NOT NULL CHECK (plan ~ '\\S' AND length(plan) <= 2000), -- how, or why none is needed
    cost_pence integer NOT NULL CHECK (cost_pence >= 0 AND (is_needed OR cost_pence = 0)),
    paid_by text NOT NULL CHECK (paid_by IN ('HOME', 'HOST', 'TRUST')),
    planned_at timestamptz NOT NULL,
    planned_by_id uuid,
    PRIMARY KEY (trust_id, placement_id),
    FOREIGN KEY (trust_id, placement_id) REFERENCES placement (trust_id, id)
  );
  ${secured('placement_cover', ofInvolved('placement_cover'), 'SELECT, INSERT, UPDATE')}

  CREATE TABLE placement_induction (
    trust_id uuid NOT NULL,
    placement_id uuid NOT NULL,
    number integer NOT NULL CHECK (number BETWEEN 1 AND 50),
    item text NOT NULL CHECK (item ~ '\\S' AND length(item) <= 300),
    done_on date,
    done_by_id uuid,
    PRIMARY KEY (trust_id, placement_id, number),
    FOREIGN KEY (trust_id, placement_id) REFERENCES placement (trust_id, id)
  );
  ${secured(
    'placement_induction',
    ofInvolved('placement_induction'),
    'SELECT, INSERT, UPDATE (done_on, done_by_id)',
  )}

  -- On which day of the week somebody who is part-time, or at several schools, is where.
  CREATE TABLE working_day (
    trust_id uuid NOT NULL,
    person_id uuid NOT NULL, -- owned by the people subgraph: no foreign key; nor is the school
    weekday smallint NOT NULL CHECK (weekday BETWEEN 1 AND 7), -- ISO: 1 is Monday
    school_id uuid NOT NULL,
    PRIMARY KEY (trust_id, person_id, weekday) -- nobody is at two schools on one day
  );
  ${secured('working_day', '', 'SELECT, INSERT, DELETE')}`;

/** Whether checks are held, when and by whom they were made, never what they say. */
const checks = `'IDENTITY', 'DBS', 'BARRED_LIST', 'PROHIBITION', 'SECTION_128',
  'CHILDCARE_DISQUALIFICATION', 'OVERSEAS', 'RIGHT_TO_WORK', 'QUALIFICATIONS', 'REFERENCES'`;

const clearing = `
  CREATE TABLE clearance (
    trust_id uuid NOT NULL,
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    check_code text NOT NULL CHECK (check_code IN (${checks})),
    outcome text NOT NULL CHECK (outcome IN ('HELD', 'NOT_HELD', 'ASKED')),
    source text NOT NULL CHECK (source IN ('TRUST', 'OTHER_TRUST', 'AGENCY')),
    confirmed_by text CHECK (confirmed_by ~ '\\S' AND length(confirmed_by) <= 200), -- which one
    checked_on date CHECK ((checked_on IS NULL) = (outcome = 'ASKED')),
    checked_by_id uuid, -- of the trust; null where another trust or an agency did
    valid_to date CHECK (valid_to >= checked_on), -- the last day; null: no end
    recorded_at timestamptz NOT NULL,
    recorded_by_id uuid,
    PRIMARY KEY (trust_id, id),
    CHECK ((source = 'TRUST') = (confirmed_by IS NULL) AND (source <> 'TRUST' OR outcome <> 'ASKED'))
  );
  CREATE INDEX clearance_of_person ON clearance (trust_id, person_id, check_code, recorded_at);
  ${secured(
    'clearance',
    `AND (person_id = (select app.person())
          OR 'opportunity:publish' = ANY ((select app.scopes())::text[])
             AND ((select app.all_places())
                  OR EXISTS (SELECT 1 FROM roster_assignment AS post
                              WHERE post.trust_id = clearance.trust_id
                                AND post.person_id = clearance.person_id
                                AND post.school_id = ANY ((select app.places())::uuid[]))
                  OR EXISTS (SELECT 1 FROM placement p WHERE p.trust_id = clearance.trust_id
                                AND p.person_id = clearance.person_id
                                AND p.state IN ('PREPARING', 'SCHEDULED') AND is_involved(p))))`,
    'SELECT, INSERT',
  )}

  CREATE TABLE clearance_policy (
    trust_id uuid NOT NULL,
    id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN (${kinds}, 'DEPLOYMENT')),
    checks text[] NOT NULL CHECK (checks <@ ARRAY[${checks}]), -- beside those that are always asked
    set_at timestamptz NOT NULL,
    set_by_id uuid,
    PRIMARY KEY (trust_id, kind)
  );
  ${secured('clearance_policy', '', 'SELECT, INSERT, UPDATE')}`;
