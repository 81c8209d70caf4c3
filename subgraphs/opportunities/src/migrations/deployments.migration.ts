import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Specialists' days that schools lend each other: what is needed, who offers days and who approves, which
 * days are lent, and what is owed for those worked. New tables. The database keeps four things, whoever
 * writes: no more days or hours are lent than the contract has; no more than were offered; nobody is lent
 * twice for one day; and what is owed is for the days that were worked, neither more nor less.
 */
export class Deployments1797200800005 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`${agreeing} ${lending} ${counting} ${charging}`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TRIGGER not_lent_any_more ON placement;
      DROP TABLE recharge CASCADE;
      DROP TABLE deployment_day, deployment, lending_offer, specialist_need, lending_account,
        lending_policy;
      DROP FUNCTION guard_recharge(), guard_charged(), release_days(), count_lent(),
        contract_share(uuid, uuid, date)`);
  }
}

const secured = (table: string, rule: string, grants: string) => `
  ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
  ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
  CREATE POLICY ours ON ${table} USING (trust_id = (select app.trust()) ${rule})
    WITH CHECK (trust_id = (select app.trust()));
  GRANT ${grants} ON ${table} TO opportunities_app;`;

const agreeing = `
  -- What a full-time year has. STPCD 2024, paragraphs 51.2 to 51.5: 195 days and 1,265 hours.
  CREATE TABLE lending_policy (
    trust_id uuid PRIMARY KEY,
    id uuid NOT NULL,
    days_a_year integer NOT NULL CHECK (days_a_year BETWEEN 1 AND 366),
    hours_a_year integer NOT NULL CHECK (hours_a_year BETWEEN 1 AND 3000),
    set_at timestamptz NOT NULL,
    set_by_id uuid
  );
  ${secured('lending_policy', '', 'SELECT, INSERT, UPDATE')}

  CREATE TABLE specialist_need (
    trust_id uuid NOT NULL,
    id uuid NOT NULL,
    school_id uuid NOT NULL, -- owned by the people subgraph: no foreign key
    subject_code text NOT NULL CHECK (subject_code ~ '\\S' AND length(subject_code) <= 20),
    phase text CHECK (length(phase) <= 40),
    purpose text NOT NULL CHECK (purpose ~ '\\S' AND length(purpose) <= 2000),
    days integer NOT NULL CHECK (days BETWEEN 1 AND 195),
    starts_on date NOT NULL,
    ends_on date NOT NULL CHECK (ends_on > starts_on),
    stated_at timestamptz NOT NULL,
    stated_by_id uuid,
    withdrawn_at timestamptz,
    version integer NOT NULL DEFAULT 1 CHECK (version > 0),
    PRIMARY KEY (trust_id, id)
  );
  CREATE INDEX specialist_need_by_day ON specialist_need (trust_id, starts_on, id);
  CREATE INDEX specialist_need_of_school ON specialist_need (trust_id, school_id);
  ${secured('specialist_need', '', 'SELECT, INSERT, UPDATE (withdrawn_at, version)')}

  CREATE TABLE lending_offer (
    trust_id uuid NOT NULL,
    id uuid NOT NULL,
    person_id uuid NOT NULL, -- owned by the people subgraph: no foreign key
    home_school_id uuid NOT NULL,
    academic_year integer NOT NULL,
    subject_codes text[] NOT NULL CHECK (cardinality(subject_codes) BETWEEN 1 AND 20),
    phases text[] NOT NULL, -- none: any
    school_ids uuid[] NOT NULL, -- to which they would go; none: any
    days integer NOT NULL CHECK (days BETWEEN 1 AND 195),
    used integer NOT NULL DEFAULT 0,
    rate_pence integer CHECK (rate_pence BETWEEN 0 AND 1000000), -- what a day costs
    offered_at timestamptz NOT NULL,
    approved_at timestamptz,
    approved_by_id uuid,
    withdrawn_at timestamptz,
    version integer NOT NULL DEFAULT 1 CHECK (version > 0),
    PRIMARY KEY (trust_id, id),
    CHECK ((approved_at IS NULL) = (rate_pence IS NULL)),
    CONSTRAINT no_more_than_offered CHECK (used <= days)
  );
  CREATE INDEX lending_offer_of_person ON lending_offer (trust_id, person_id, academic_year);
  ${secured(
    'lending_offer',
    '',
    `SELECT, INSERT (trust_id, id, person_id, home_school_id, academic_year, subject_codes, phases,
       school_ids, days, offered_at),
     UPDATE (rate_pence, approved_at, approved_by_id, withdrawn_at, version)`,
  )}`;

const lending = `
  -- What of somebody's contract is lent in a year; kept by triggers.
  CREATE TABLE lending_account (
    trust_id uuid NOT NULL,
    person_id uuid NOT NULL,
    academic_year integer NOT NULL,
    contract_days integer NOT NULL,
    contract_minutes integer NOT NULL,
    lent_days integer NOT NULL CHECK (lent_days >= 0),
    lent_minutes integer NOT NULL CHECK (lent_minutes >= 0),
    PRIMARY KEY (trust_id, person_id, academic_year),
    CONSTRAINT no_more_days_than_contract CHECK (lent_days <= contract_days),
    CONSTRAINT no_more_hours_than_contract CHECK (lent_minutes <= contract_minutes)
  );
  ${secured('lending_account', '', 'SELECT')}

  CREATE TABLE deployment (
    trust_id uuid NOT NULL,
    id uuid NOT NULL, -- that of its placement
    need_id uuid NOT NULL,
    offer_id uuid NOT NULL,
    home_school_id uuid NOT NULL,
    host_school_id uuid NOT NULL CHECK (host_school_id <> home_school_id),
    rate_pence integer NOT NULL CHECK (rate_pence >= 0),
    minutes_a_day integer NOT NULL CHECK (minutes_a_day BETWEEN 1 AND 720),
    PRIMARY KEY (trust_id, id),
    FOREIGN KEY (trust_id, id) REFERENCES placement (trust_id, id),
    FOREIGN KEY (trust_id, need_id) REFERENCES specialist_need (trust_id, id),
    FOREIGN KEY (trust_id, offer_id) REFERENCES lending_offer (trust_id, id)
  );
  CREATE INDEX deployment_of_need ON deployment (trust_id, need_id);
  CREATE INDEX deployment_of_offer ON deployment (trust_id, offer_id);
  ${secured('deployment', '', 'SELECT, INSERT')}

  CREATE TABLE deployment_day (
    trust_id uuid NOT NULL,
    deployment_id uuid NOT NULL,
    person_id uuid NOT NULL,
    day date NOT NULL,
    state text NOT NULL CHECK (state IN ('LENT', 'WORKED', 'RELEASED')),
    PRIMARY KEY (trust_id, deployment_id, day),
    FOREIGN KEY (trust_id, deployment_id) REFERENCES deployment (trust_id, id)
  );
  CREATE UNIQUE INDEX lent_once_a_day ON deployment_day (trust_id, person_id, day)
    WHERE state <> 'RELEASED';
  ${secured('deployment_day', '', 'SELECT, INSERT, UPDATE (state)')}`;

/** As the tables' owner, because the app may not write the counts. */
const counting = `
  -- What somebody's posts on a day come to of a full-time year.
  CREATE FUNCTION contract_share(trust uuid, person uuid, the_day date)
  RETURNS TABLE (days integer, minutes integer) LANGUAGE sql STABLE AS $$
    SELECT floor(coalesce(max(policy.days_a_year), 195) * coalesce(max(post.fte), 0))::integer,
           floor(coalesce(max(policy.hours_a_year), 1265) * 60 * coalesce(max(post.fte), 0))::integer
      FROM (SELECT least(sum(fte), 1) AS fte FROM roster_assignment
             WHERE trust_id = trust AND person_id = person AND starts_on <= the_day
               AND (ends_on IS NULL OR ends_on > the_day)) AS post
      LEFT JOIN lending_policy AS policy ON policy.trust_id = trust
  $$;

  CREATE FUNCTION count_lent() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DECLARE
    change integer := (NEW.state <> 'RELEASED')::integer
                      - (TG_OP = 'UPDATE' AND OLD.state <> 'RELEASED')::integer;
    lent deployment := (SELECT d FROM deployment AS d
                         WHERE d.trust_id = NEW.trust_id AND d.id = NEW.deployment_id);
  BEGIN
    IF change = 0 THEN RETURN NULL; END IF;
    INSERT INTO lending_account (trust_id, person_id, academic_year, contract_days, contract_minutes,
                                 lent_days, lent_minutes)
    SELECT NEW.trust_id, NEW.person_id, academic_year(NEW.day), days, minutes, 0, 0
      FROM contract_share(NEW.trust_id, NEW.person_id, NEW.day)
    ON CONFLICT (trust_id, person_id, academic_year) DO NOTHING;
    UPDATE lending_account AS account
       SET lent_days = lent_days + change, lent_minutes = lent_minutes + change * lent.minutes_a_day,
           contract_days = CASE WHEN change > 0 THEN share.days ELSE contract_days END,
           contract_minutes = CASE WHEN change > 0 THEN share.minutes ELSE contract_minutes END
      FROM contract_share(NEW.trust_id, NEW.person_id, NEW.day) AS share
     WHERE account.trust_id = NEW.trust_id AND account.person_id = NEW.person_id
       AND account.academic_year = academic_year(NEW.day);
    UPDATE lending_offer SET used = used + change
     WHERE trust_id = NEW.trust_id AND id = lent.offer_id;
    RETURN NULL;
  END $$;
  CREATE TRIGGER lent_is_counted AFTER INSERT OR UPDATE OF state ON deployment_day
    FOR EACH ROW EXECUTE FUNCTION count_lent();

  -- By whatever path a placement is given up or ends early, days that nobody worked are nobody's.
  CREATE FUNCTION release_days() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    UPDATE deployment_day SET state = 'RELEASED'
     WHERE trust_id = NEW.trust_id AND deployment_id = NEW.id AND state = 'LENT'
       AND (NEW.state = 'CANCELLED' OR day >= NEW.ends_on);
    RETURN NULL;
  END $$;
  CREATE TRIGGER not_lent_any_more AFTER UPDATE OF state ON placement
    FOR EACH ROW WHEN (NEW.kind = 'DEPLOYMENT' AND NEW.state IN ('CANCELLED', 'ENDED_EARLY'))
    EXECUTE FUNCTION release_days();`;

/** One row has both sides, so that they cannot differ. It is never changed: a mistake is taken back. */
const charging = `
  CREATE TABLE recharge (
    trust_id uuid NOT NULL,
    id uuid NOT NULL,
    deployment_id uuid NOT NULL,
    academic_year integer NOT NULL,
    debit_school_id uuid NOT NULL, -- owes it
    credit_school_id uuid NOT NULL CHECK (credit_school_id <> debit_school_id), -- is owed it
    days integer NOT NULL CHECK (days > 0),
    rate_pence integer NOT NULL CHECK (rate_pence >= 0),
    amount_pence bigint NOT NULL,
    reverses_id uuid,
    reason text CHECK (reason ~ '\\S' AND length(reason) <= 2000),
    posted_at timestamptz NOT NULL,
    posted_by_id uuid,
    PRIMARY KEY (trust_id, id),
    FOREIGN KEY (trust_id, deployment_id) REFERENCES deployment (trust_id, id),
    FOREIGN KEY (trust_id, reverses_id) REFERENCES recharge (trust_id, id),
    UNIQUE (trust_id, reverses_id),
    CONSTRAINT days_at_the_rate CHECK (amount_pence = days::bigint * rate_pence),
    CHECK ((reverses_id IS NULL) = (reason IS NULL))
  );
  CREATE INDEX recharge_owed_by ON recharge (trust_id, debit_school_id, academic_year, posted_at, id);
  CREATE INDEX recharge_owed_to ON recharge (trust_id, credit_school_id, academic_year, posted_at, id);
  CREATE INDEX recharge_of_deployment ON recharge (trust_id, deployment_id);
  ${secured(
    'recharge',
    `AND ((select app.scopes())::text[] && '{spend:read,opportunity:publish}')
     AND ((select app.all_places())
          OR debit_school_id = ANY ((select app.places())::uuid[])
          OR credit_school_id = ANY ((select app.places())::uuid[]))`,
    'SELECT, INSERT',
  )}
  ALTER TABLE deployment_day ADD COLUMN recharge_id uuid,
    ADD CONSTRAINT worked_is_charged CHECK ((state = 'WORKED') = (recharge_id IS NOT NULL)),
    ADD FOREIGN KEY (trust_id, recharge_id) REFERENCES recharge (trust_id, id);
  CREATE INDEX deployment_day_charged ON deployment_day (trust_id, recharge_id);
  GRANT UPDATE (recharge_id) ON deployment_day TO opportunities_app;

  CREATE FUNCTION guard_recharge() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    lent deployment := (SELECT d FROM deployment AS d
                         WHERE d.trust_id = NEW.trust_id AND d.id = NEW.deployment_id);
    taken_back recharge := (SELECT r FROM recharge AS r
                             WHERE r.trust_id = NEW.trust_id AND r.id = NEW.reverses_id);
  BEGIN
    IF NEW.rate_pence <> lent.rate_pence
       OR NEW.reverses_id IS NULL AND (NEW.debit_school_id, NEW.credit_school_id) IS DISTINCT FROM
            (lent.host_school_id, lent.home_school_id)
       OR NEW.reverses_id IS NOT NULL
          AND (NEW.debit_school_id, NEW.credit_school_id, NEW.days, taken_back.reverses_id)
              IS DISTINCT FROM
              (taken_back.credit_school_id, taken_back.debit_school_id, taken_back.days, NULL::uuid) THEN
      RAISE EXCEPTION 'a recharge is of its deployment, and its taking back mirrors it'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'recharge_mirrors';
    END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER recharge_mirrors AFTER INSERT ON recharge
    FOR EACH ROW EXECUTE FUNCTION guard_recharge();

  CREATE FUNCTION guard_charged() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    charged bigint := (SELECT coalesce(sum(CASE WHEN reverses_id IS NULL THEN days ELSE -days END), 0)
                         FROM recharge WHERE trust_id = NEW.trust_id AND deployment_id = NEW.deployment_id);
    worked bigint := (SELECT count(*) FROM deployment_day WHERE trust_id = NEW.trust_id
                         AND deployment_id = NEW.deployment_id AND state = 'WORKED');
  BEGIN
    IF charged <> worked THEN
      RAISE EXCEPTION '% days are charged and % were worked', charged, worked
        USING ERRCODE = 'check_violation', CONSTRAINT = 'charged_as_worked';
    END IF;
    RETURN NULL;
  END $$;
  CREATE CONSTRAINT TRIGGER charged_as_worked AFTER INSERT ON recharge
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard_charged();
  CREATE CONSTRAINT TRIGGER charged_as_worked AFTER INSERT OR UPDATE ON deployment_day
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.state = 'WORKED')
    EXECUTE FUNCTION guard_charged();
  CREATE CONSTRAINT TRIGGER uncharged_as_unworked AFTER UPDATE ON deployment_day
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.state = 'WORKED' AND NEW.state <> 'WORKED')
    EXECUTE FUNCTION guard_charged();`;
