import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * When an opportunity may be decided at the earliest: once everybody it is for has been told and has
 * had their school days. Two new tables, three new columns that may be null, and triggers that let
 * nobody decide before.
 */
export class FairnessWindows1797080000004 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`${tables} ${policyFunctions} ${windowFunction} ${guards}`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TRIGGER fairly_placed ON placement;
      DROP TRIGGER fairly_chosen ON application;
      DROP TRIGGER fairly_decided ON opportunity;
      DROP TRIGGER told_when_published ON opportunity;
      DROP FUNCTION guard_placement(), guard_application(), guard_decision(), guard_publishing();
      DROP FUNCTION refuse_early_decision(uuid, uuid);
      DROP FUNCTION fairness_window(uuid, uuid);
      DROP FUNCTION fairness_days(uuid, text);
      DROP FUNCTION fairness_minimum(text);
      DROP TABLE opportunity_notice, fairness_policy;
      ALTER TABLE opportunity DROP CONSTRAINT opportunity_acting_is_accounted_for,
        DROP COLUMN acting_ends_on, DROP COLUMN acting_approved_by_id, DROP COLUMN acting_reason`);
  }
}

const sameTrust = (table: string) => `
  ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
  ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
  CREATE POLICY same_trust ON ${table}
    USING (trust_id = (select app.trust())) WITH CHECK (trust_id = (select app.trust()));
  GRANT SELECT, INSERT, UPDATE ON ${table} TO opportunities_app;`;

const tables = `
  ALTER TABLE opportunity
    ADD COLUMN acting_reason text CHECK (acting_reason ~ '\\S' AND length(acting_reason) <= 1000),
    ADD COLUMN acting_approved_by_id uuid, -- a person, who is not the author
    ADD COLUMN acting_ends_on date, -- the first day on which nobody acts any more
    ADD CONSTRAINT opportunity_acting_is_accounted_for CHECK (
      CASE WHEN kind = 'ACTING' THEN told_version = 0 OR (acting_reason IS NOT NULL
            AND acting_approved_by_id IS NOT NULL AND acting_ends_on > opens_on)
           ELSE acting_reason IS NULL AND acting_approved_by_id IS NULL AND acting_ends_on IS NULL END);

  CREATE TABLE fairness_policy (
    trust_id uuid NOT NULL,
    id uuid NOT NULL,
    kind text NOT NULL,
    days integer NOT NULL CHECK (days <= 60), -- school days that everybody has
    joiner_days integer NOT NULL CHECK (joiner_days <= days), -- those who become eligible meanwhile
    set_at timestamptz NOT NULL,
    set_by_id uuid,
    PRIMARY KEY (trust_id, kind),
    UNIQUE (trust_id, id)
  );
  ${sameTrust('fairness_policy')}

  CREATE TABLE opportunity_notice (
    trust_id uuid NOT NULL,
    opportunity_id uuid NOT NULL,
    version integer NOT NULL,
    person_id uuid NOT NULL, -- owned by the people subgraph: no foreign key
    asked_at timestamptz NOT NULL,
    days integer NOT NULL CHECK (days >= 0), -- school days that the person has from being told
    reached_at timestamptz,
    reached_by text, -- a channel, as people tells it
    unreached_reason text, -- as people tells it; null while nothing is known
    alternative_on date, -- told otherwise on this day
    alternative_means text CHECK (length(alternative_means) <= 500),
    alternative_by_id uuid, -- who put that on record
    PRIMARY KEY (trust_id, opportunity_id, version, person_id),
    FOREIGN KEY (trust_id, opportunity_id, version)
      REFERENCES opportunity_version (trust_id, opportunity_id, number),
    CHECK ((alternative_on IS NULL) = (alternative_means IS NULL))
  );
  ${sameTrust('opportunity_notice')}`;

const policyFunctions = `
  -- What no trust goes below.
  CREATE FUNCTION fairness_minimum(kind text) RETURNS TABLE (days integer, joiner_days integer)
  LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN is_long THEN 10 ELSE 5 END, CASE WHEN is_long THEN 5 ELSE 3 END
      FROM (SELECT kind IN ('POST', 'SECONDMENT', 'SPECIALIST_ROLE', 'COHORT_SEAT', 'RESPONSIBILITY',
                            'STUDY_ROUND') AS is_long) AS length
  $$;

  CREATE FUNCTION fairness_days(trust uuid, the_kind text)
  RETURNS TABLE (days integer, joiner_days integer) LANGUAGE sql STABLE AS $$
    SELECT greatest(least.days, policy.days), greatest(least.joiner_days, policy.joiner_days)
      FROM fairness_minimum(the_kind) AS least
      LEFT JOIN fairness_policy AS policy ON policy.trust_id = trust AND policy.kind = the_kind
  $$;`;

const windowFunction = `
  -- days_over_on: the last day by which all who were told have had their days;
  -- earliest_on: the first day on which it may be decided; none while somebody is not reached.
  CREATE FUNCTION fairness_window(trust uuid, which uuid)
  RETURNS TABLE (opens_on date, closes_on date, earliest_on date, days_over_on date,
                 eligible integer, told integer, without_calendar integer)
  LANGUAGE sql STABLE AS $$
    WITH asked AS (
      SELECT o.kind, o.told_version, o.opens_on, version.number,
             (o.published_at AT TIME ZONE 'Europe/London')::date AS published_on,
             (version.made_at AT TIME ZONE 'Europe/London')::date AS made_on,
             greatest(o.closes_on, version.closes_on) AS closes_on
        FROM opportunity AS o
        LEFT JOIN opportunity_version AS version ON version.trust_id = trust
         AND version.opportunity_id = which AND version.number = o.told_version
       WHERE o.trust_id = trust AND o.id = which
    ), standing AS (
      SELECT person.person_id, notice.days,
             coalesce((notice.reached_at AT TIME ZONE 'Europe/London')::date,
                      notice.alternative_on) AS told_on
        FROM asked
        JOIN opportunity_eligible AS person ON person.trust_id = trust
         AND person.opportunity_id = which AND person.dropped_at IS NULL
        LEFT JOIN opportunity_notice AS notice ON notice.trust_id = trust
         AND notice.opportunity_id = which AND notice.version = asked.number
         AND notice.person_id = person.person_id
       WHERE asked.number IS NOT NULL
    ), placed AS (
      SELECT standing.*, post.school_id
        FROM standing CROSS JOIN asked
        LEFT JOIN roster_assignment AS post ON post.trust_id = trust
         AND post.person_id = standing.person_id
         AND post.starts_on <= coalesce(told_on, made_on)
         AND (post.ends_on IS NULL OR post.ends_on > coalesce(told_on, made_on))
    ), counted AS MATERIALIZED (
      SELECT school_day_after(trust, school_id, told_on, days) AS day
        FROM (SELECT DISTINCT school_id, told_on, days FROM placed WHERE told_on IS NOT NULL) AS clock
    ), calendarless AS (
      SELECT count(DISTINCT person_id)::integer AS people FROM placed CROSS JOIN asked
       WHERE NOT EXISTS (SELECT 1 FROM school_calendar AS calendar
                          WHERE calendar.trust_id = trust AND calendar.school_id = placed.school_id
                            AND calendar.academic_year = academic_year(coalesce(told_on, made_on)))
    ), counts AS (
      SELECT count(*)::integer AS eligible, count(told_on)::integer AS told FROM standing
    )
    SELECT coalesce(made_on, asked.opens_on), asked.closes_on,
           CASE WHEN published_on IS NULL THEN NULL
                WHEN told_version = 0 THEN asked.closes_on + 1
                WHEN asked.number IS NULL THEN NULL
                WHEN kind = 'ACTING' THEN published_on
                WHEN eligible > told OR EXISTS (SELECT 1 FROM counted WHERE day IS NULL) THEN NULL
                ELSE greatest(asked.closes_on + 1, (SELECT max(day) FROM counted)) END,
           (SELECT max(day) FROM counted), eligible, told, calendarless.people
      FROM asked CROSS JOIN counts CROSS JOIN calendarless
  $$;`;

const guards = `
  CREATE FUNCTION refuse_early_decision(trust uuid, which uuid) RETURNS void LANGUAGE plpgsql AS $$
  DECLARE
    earliest date := (SELECT earliest_on FROM fairness_window(trust, which));
  BEGIN
    IF earliest IS NULL OR earliest > (clock_timestamp() AT TIME ZONE 'Europe/London')::date THEN
      RAISE EXCEPTION 'decided before the end of its fairness window'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'fairness_window';
    END IF;
  END $$;

  CREATE FUNCTION guard_publishing() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    RAISE EXCEPTION 'published without a version that everybody is told of'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'told_when_published';
  END $$;
  CREATE TRIGGER told_when_published AFTER UPDATE OF state, told_version ON opportunity FOR EACH ROW
    WHEN (NEW.state IN ('PUBLISHED', 'REOPENED') AND NEW.state <> OLD.state
            AND NEW.told_version <= OLD.told_version OR NEW.told_version < OLD.told_version)
    EXECUTE FUNCTION guard_publishing();

  CREATE FUNCTION guard_decision() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM refuse_early_decision(NEW.trust_id, NEW.id);
    RETURN NULL;
  END $$;
  CREATE TRIGGER fairly_decided AFTER UPDATE OF state ON opportunity FOR EACH ROW
    WHEN (NEW.state <> OLD.state AND NEW.state IN
          ('CLOSED', 'SHORTLISTING', 'DECIDING', 'FILLED', 'PART_FILLED', 'UNFILLED'))
    EXECUTE FUNCTION guard_decision();

  CREATE FUNCTION guard_application() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_OP = 'INSERT' OR OLD.state IN ('DRAFT', 'SUBMITTED') THEN
      PERFORM refuse_early_decision(NEW.trust_id, NEW.opportunity_id);
    END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER fairly_chosen AFTER INSERT OR UPDATE OF state ON application FOR EACH ROW
    WHEN (NEW.state NOT IN ('DRAFT', 'SUBMITTED', 'WITHDRAWN'))
    EXECUTE FUNCTION guard_application();

  -- What was placed before the trust came here has no version.
  CREATE FUNCTION guard_placement() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF EXISTS (SELECT 1 FROM opportunity WHERE trust_id = NEW.trust_id AND id = NEW.opportunity_id
                  AND told_version > 0) THEN
      PERFORM refuse_early_decision(NEW.trust_id, NEW.opportunity_id);
    END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER fairly_placed AFTER INSERT ON placement FOR EACH ROW
    EXECUTE FUNCTION guard_placement();`;
