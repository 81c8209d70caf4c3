import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What must never be false of placements, whoever writes: none is scheduled, and so none can run, while
 * a part is missing; placements of one agreement stand and fall together; who is cleared until when
 * follows what is known of their checks. No new tables.
 */
export class PlacementRules1797200800002 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`${clearing} ${parts} ${guarding} ${together}`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TRIGGER stand_and_fall_together ON placement;
      DROP TRIGGER whole_before_scheduled ON placement;
      DROP TRIGGER party_of_a_plan ON placement_party;
      DROP TRIGGER said_of_a_plan ON placement_consent;
      DROP TRIGGER checks_of_placement ON placement;
      DROP TRIGGER clearance_is_known ON clearance;
      DROP FUNCTION guard_agreement(), guard_scheduling(), guard_consent(), keep_checks(),
        keep_cleared(), placement_state(placement, date), placement_missing(uuid),
        unworked_days(placement), taken_weekdays(placement), cleared_until(uuid, uuid, text[]), asked_checks(uuid, text)`);
  }
}

/**
 * Whose checks they are may read them, so this reads as that person: whoever has it counted learns a
 * day and no more.
 */
const clearing = `
  -- Beside the least, which everybody has who works in a school; the checks of their own school hold there.
  CREATE FUNCTION asked_checks(trust uuid, of_kind text) RETURNS text[] LANGUAGE sql STABLE AS $$
    SELECT array_agg(DISTINCT asked ORDER BY asked)
      FROM (SELECT unnest(ARRAY['IDENTITY', 'DBS', 'BARRED_LIST']) AS asked
            UNION ALL
            SELECT unnest(checks) FROM clearance_policy WHERE trust_id = trust AND kind = of_kind) AS all_asked
  $$;

  CREATE FUNCTION cleared_until(trust uuid, person uuid, asked text[]) RETURNS date LANGUAGE plpgsql AS $$
  DECLARE
    was_person text := current_setting('app.person', true);
    until date;
  BEGIN
    PERFORM set_config('app.person', person::text, true);
    SELECT CASE WHEN count(*) FILTER (WHERE latest.outcome IS DISTINCT FROM 'HELD') > 0 THEN NULL
                ELSE coalesce(min(coalesce(latest.valid_to, 'infinity'::date)), 'infinity'::date) END
      INTO until
      FROM unnest(asked) AS asked_for (check_code)
      LEFT JOIN LATERAL (SELECT c.outcome, c.valid_to FROM clearance AS c
                          WHERE c.trust_id = trust AND c.person_id = person
                            AND c.check_code = asked_for.check_code AND c.outcome <> 'ASKED'
                          ORDER BY c.recorded_at DESC, c.id DESC LIMIT 1) AS latest ON true;
    PERFORM set_config('app.person', coalesce(was_person, ''), true);
    RETURN until;
  END $$;

  CREATE FUNCTION keep_checks() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
  BEGIN
    IF NEW.state = 'RECORDED' OR NEW.home_school_id = NEW.host_school_id THEN
      NEW.checks := '{}';
    ELSE
      NEW.checks := asked_checks(NEW.trust_id, NEW.kind);
    END IF;
    NEW.cleared_until := cleared_until(NEW.trust_id, NEW.person_id, NEW.checks);
    RETURN NEW;
  END $$;
  CREATE TRIGGER checks_of_placement BEFORE INSERT ON placement
    FOR EACH ROW EXECUTE FUNCTION keep_checks();

  CREATE FUNCTION keep_cleared() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
  BEGIN
    UPDATE placement SET cleared_until = cleared_until(trust_id, person_id, checks)
     WHERE trust_id = NEW.trust_id AND person_id = NEW.person_id
       AND state IN ('PREPARING', 'SCHEDULED');
    RETURN NULL;
  END $$;
  CREATE TRIGGER clearance_is_known AFTER INSERT ON clearance
    FOR EACH ROW EXECUTE FUNCTION keep_cleared();`;

/** On nobody's behalf: whoever asks may read some of the parts only, and learns which are missing. */
const parts = `
  -- The days of the week that a placement takes; each where it runs for a week or longer.
  CREATE FUNCTION taken_weekdays(p placement) RETURNS smallint[] LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce(p.weekdays, ARRAY (
      SELECT DISTINCT extract(isodow FROM p.starts_on + n)::smallint
        FROM generate_series(0, least(coalesce(p.ends_on - p.starts_on, 7), 7) - 1) AS n ORDER BY 1))
  $$;

  -- Days of the week that a placement takes and the person does not work. Null where it is not known
  -- which they work, though they are part-time or at several schools.
  CREATE FUNCTION unworked_days(p placement) RETURNS smallint[] LANGUAGE sql STABLE AS $$
    WITH worked AS (
      SELECT array_agg(weekday) AS weekdays FROM working_day
       WHERE trust_id = p.trust_id AND person_id = p.person_id
    ), posts AS (
      SELECT coalesce(sum(fte), 1) AS fte, count(DISTINCT school_id) AS schools FROM roster_assignment
       WHERE trust_id = p.trust_id AND person_id = p.person_id AND starts_on <= p.starts_on
         AND (ends_on IS NULL OR ends_on > p.starts_on)
    )
    SELECT CASE
      WHEN isempty(p.days) THEN '{}'::smallint[]
      WHEN worked.weekdays IS NOT NULL THEN
        ARRAY (SELECT weekday FROM unnest(taken_weekdays(p)) AS weekday
                WHERE weekday < 6 AND weekday <> ALL (worked.weekdays)
                  AND (p.weekdays IS NOT NULL OR p.ends_on - p.starts_on < 7))
      WHEN posts.fte < 1 OR posts.schools > 1 THEN NULL
      ELSE '{}'::smallint[]
    END FROM worked, posts
  $$;

  CREATE FUNCTION placement_missing(which uuid) RETURNS text[] LANGUAGE plpgsql AS $$
  DECLARE
    was_scopes text := current_setting('app.scopes', true);
    was_all_places text := current_setting('app.all_places', true);
    missing text[];
  BEGIN
    PERFORM set_config('app.scopes', '{opportunity:publish}', true),
            set_config('app.all_places', 'true', true);
    SELECT array_remove(ARRAY[
        CASE WHEN p.purpose IS NULL THEN 'PURPOSE' END,
        CASE WHEN 'PERSON' = ANY (lacking.parties)
                  OR NOT EXISTS (SELECT 1 FROM placement_party AS a WHERE a.trust_id = p.trust_id
                                    AND a.placement_id = p.id AND a.party = 'PERSON')
             THEN 'PERSON_CONSENT' END,
        CASE WHEN 'HOME_HEAD' = ANY (lacking.parties) THEN 'HOME_CONSENT' END,
        CASE WHEN 'HOST_HEAD' = ANY (lacking.parties) THEN 'HOST_CONSENT' END,
        CASE WHEN NOT EXISTS (SELECT 1 FROM placement_cover AS c
                               WHERE c.trust_id = p.trust_id AND c.placement_id = p.id)
             THEN 'COVER' END,
        CASE WHEN p.cleared_until IS NULL OR p.cleared_until < p.starts_on THEN 'CLEARANCE' END,
        CASE WHEN NOT EXISTS (SELECT 1 FROM placement_induction AS i
                               WHERE i.trust_id = p.trust_id AND i.placement_id = p.id)
             THEN 'INDUCTION' END,
        CASE WHEN unworked_days(p) IS DISTINCT FROM '{}' THEN 'WORKING_DAYS' END,
        CASE WHEN EXISTS (SELECT 1 FROM placement AS other
                           WHERE other.trust_id = p.trust_id AND other.person_id = p.person_id
                             AND other.id <> p.id AND other.days && p.days
                             AND other.state IN ('SCHEDULED', 'ENDED_EARLY', 'RECORDED'))
             THEN 'DAYS_FREE' END], NULL)
      INTO missing
      FROM placement AS p
      CROSS JOIN LATERAL (
        SELECT coalesce(array_agg(asked.party), '{}') AS parties FROM placement_party AS asked
         WHERE asked.trust_id = p.trust_id AND asked.placement_id = p.id
           AND (SELECT given.agrees FROM placement_consent AS given
                 WHERE given.trust_id = asked.trust_id AND given.party_id = asked.id
                   AND given.given_at >= asked.asked_at
                 ORDER BY given.number DESC LIMIT 1) IS NOT TRUE) AS lacking
     WHERE p.trust_id = app.trust() AND p.id = which;
    PERFORM set_config('app.scopes', coalesce(was_scopes, ''), true),
            set_config('app.all_places', coalesce(was_all_places, ''), true);
    RETURN missing;
  END $$;

  -- What a placement is on a day. It runs while each check of the person holds, and not a day longer.
  CREATE FUNCTION placement_state(p placement, today date) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
      WHEN p.state <> 'SCHEDULED' OR today < p.starts_on THEN p.state
      WHEN today >= p.ends_on THEN 'COMPLETED'
      WHEN p.cleared_until IS NULL OR p.cleared_until < today THEN 'SUSPENDED'
      ELSE 'ACTIVE'
    END
  $$;`;

const guarding = `
  CREATE FUNCTION guard_scheduling() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    missing text[];
  BEGIN
    IF TG_OP = 'UPDATE' AND NEW.state <> OLD.state AND NOT (
         OLD.state = 'PREPARING' AND NEW.state IN ('SCHEDULED', 'CANCELLED')
         OR OLD.state = 'SCHEDULED' AND NEW.state IN ('CANCELLED', 'ENDED_EARLY')) THEN
      RAISE EXCEPTION 'a placement does not go from % to %', OLD.state, NEW.state
        USING ERRCODE = 'check_violation', CONSTRAINT = 'placement_goes_on';
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.state <> 'PREPARING' AND NEW.state <> 'ENDED_EARLY'
       AND (NEW.starts_on, NEW.ends_on, NEW.weekdays) IS DISTINCT FROM
           (OLD.starts_on, OLD.ends_on, OLD.weekdays) THEN
      RAISE EXCEPTION 'the days of a placement stand once it is scheduled'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'placement_days_stand';
    END IF;
    IF NEW.state = 'SCHEDULED' AND (TG_OP = 'INSERT' OR OLD.state <> 'SCHEDULED') THEN
      missing := placement_missing(NEW.id);
      IF cardinality(missing) > 0 THEN
        RAISE EXCEPTION 'scheduled without %', missing
          USING ERRCODE = 'check_violation', CONSTRAINT = 'whole_before_scheduled';
      END IF;
    END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER whole_before_scheduled AFTER INSERT OR UPDATE ON placement
    FOR EACH ROW EXECUTE FUNCTION guard_scheduling();

  -- Who must agree, and what they say, changes while a placement is being prepared and not after.
  CREATE FUNCTION guard_consent() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF NOT EXISTS (SELECT 1 FROM placement WHERE trust_id = NEW.trust_id AND id = NEW.placement_id
                      AND state = 'PREPARING') THEN
      RAISE EXCEPTION 'nobody is asked about a placement that is not being prepared'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'said_of_a_plan';
    END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER said_of_a_plan AFTER INSERT ON placement_consent
    FOR EACH ROW EXECUTE FUNCTION guard_consent();
  CREATE TRIGGER party_of_a_plan AFTER INSERT OR UPDATE ON placement_party
    FOR EACH ROW EXECUTE FUNCTION guard_consent();`;

/** At the end of the transaction: in between, one leg is written before another. */
const together = `
  CREATE FUNCTION guard_agreement() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF (SELECT count(DISTINCT CASE state WHEN 'ENDED_EARLY' THEN 'CANCELLED' ELSE state END) FROM placement
         WHERE trust_id = NEW.trust_id AND agreement_id = NEW.agreement_id) > 1 THEN
      RAISE EXCEPTION 'placements of one agreement do not stand alike'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'stand_and_fall_together';
    END IF;
    RETURN NULL;
  END $$;
  CREATE CONSTRAINT TRIGGER stand_and_fall_together AFTER INSERT OR UPDATE OF state ON placement
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.agreement_id IS NOT NULL)
    EXECUTE FUNCTION guard_agreement();`;
