import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What must never be false of seats, whoever writes and on whatever day: nobody shares one, nobody has two
 * in one cohort, kept seats go to those for whom they are kept, nobody sits on for longer than the limit
 * without a break, and nobody sits who was not chosen. No new tables.
 */
export class CohortRules1797300600001 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`${periods} ${daysSat} ${bars} ${guarding}`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TRIGGER rest_counts ON seat_pause;
      DROP TRIGGER sits_by_the_rules ON seat_term;
      DROP TRIGGER days_of_term ON seat_term;
      ALTER TABLE seat_term DROP CONSTRAINT one_seat_a_person, DROP CONSTRAINT one_person_a_seat;
      DROP FUNCTION guard_seat_term(), count_rest(), keep_seat_days(), seat_bars(cohort_seat, uuid, date, date),
        sits_again_on(uuid, uuid, uuid, date, date), fits_seat(cohort_seat, uuid, date),
        main_school(uuid, uuid, date), rest_of_term(uuid, uuid), seat_period(cohort_seat, date)`);
  }
}

/** Counted from the first day each time, so that a 29 February is not lost on the way. */
const periods = `
  -- The period of a seat that a day is in; before the seat is there, its first one.
  CREATE FUNCTION seat_period(s cohort_seat, day date) RETURNS daterange LANGUAGE sql STABLE AS $$
    SELECT daterange(least(began, c.ends_on), least(over, c.ends_on))
      FROM cohort AS c CROSS JOIN LATERAL (
        SELECT CASE WHEN n = 0 THEN s.starts_on ELSE (s.starts_on + make_interval(
                 months => s.first_months + 12 * c.term_years * (n - 1)))::date END AS began,
               (s.starts_on + make_interval(months => s.first_months + 12 * c.term_years * n))::date AS over
          FROM generate_series(0, 200) AS n) AS period
     WHERE c.trust_id = s.trust_id AND c.id = s.cohort_id AND over > day
     ORDER BY began LIMIT 1
  $$;`;

/** On nobody's behalf: whoever has it counted learns days and not why. */
const daysSat = `
  CREATE FUNCTION rest_of_term(trust uuid, which uuid) RETURNS datemultirange LANGUAGE plpgsql AS $$
  DECLARE
    was_scopes text := current_setting('app.scopes', true);
    was_all_places text := current_setting('app.all_places', true);
    rest datemultirange;
  BEGIN
    PERFORM set_config('app.scopes', '{opportunity:publish}', true),
            set_config('app.all_places', 'true', true);
    rest := (SELECT range_agg(daterange(from_on, until_on)) FROM seat_pause
              WHERE trust_id = trust AND term_id = which);
    PERFORM set_config('app.scopes', coalesce(was_scopes, ''), true),
            set_config('app.all_places', coalesce(was_all_places, ''), true);
    RETURN coalesce(rest, '{}');
  END $$;

  CREATE FUNCTION keep_seat_days() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    NEW.days := datemultirange(daterange(NEW.starts_on, NEW.ends_on)) - rest_of_term(NEW.trust_id, NEW.id);
    RETURN NEW;
  END $$;
  CREATE TRIGGER days_of_term BEFORE INSERT OR UPDATE OF starts_on, ends_on, days ON seat_term
    FOR EACH ROW EXECUTE FUNCTION keep_seat_days();

  -- Who was asked to stand in for longer than that, and has not answered, is asked no more.
  CREATE FUNCTION count_rest() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    was_scopes text := current_setting('app.scopes', true);
    was_all_places text := current_setting('app.all_places', true);
  BEGIN
    UPDATE seat_term SET days = days WHERE trust_id = NEW.trust_id AND id = NEW.term_id;
    PERFORM set_config('app.scopes', '{opportunity:publish}', true),
            set_config('app.all_places', 'true', true);
    UPDATE seat_offer AS o SET state = 'WITHDRAWN', version = o.version + 1
      FROM seat_term AS t
     WHERE t.trust_id = NEW.trust_id AND t.id = NEW.term_id AND o.trust_id = t.trust_id
       AND o.seat_id = t.seat_id AND o.state = 'OFFERED' AND t.days && daterange(o.starts_on, o.ends_on);
    PERFORM set_config('app.scopes', coalesce(was_scopes, ''), true),
            set_config('app.all_places', coalesce(was_all_places, ''), true);
    RETURN NULL;
  END $$;
  CREATE TRIGGER rest_counts AFTER INSERT OR UPDATE ON seat_pause
    FOR EACH ROW EXECUTE FUNCTION count_rest();

  ALTER TABLE seat_term
    ADD CONSTRAINT one_person_a_seat EXCLUDE USING gist (
      one_id(trust_id, trust_id, '[]') WITH &&, one_id(seat_id, seat_id, '[]') WITH &&,
      days WITH &&) WHERE (state = 'STANDS'),
    ADD CONSTRAINT one_seat_a_person EXCLUDE USING gist (
      one_id(cohort_id, cohort_id, '[]') WITH &&, one_id(person_id, person_id, '[]') WITH &&,
      daterange(starts_on, ends_on) WITH &&) WHERE (state = 'STANDS');`;

const bars = `
  -- The school of the main post of somebody on a day.
  CREATE FUNCTION main_school(trust uuid, person uuid, day date) RETURNS uuid LANGUAGE sql STABLE AS $$
    SELECT school_id FROM roster_assignment
     WHERE trust_id = trust AND person_id = person AND starts_on <= day
       AND (ends_on IS NULL OR ends_on > day)
     ORDER BY is_primary DESC, fte DESC, id LIMIT 1
  $$;

  -- Whether one post that somebody has on a day is one for which the seat is kept. What it is kept for and
  -- nobody is at any more, such as a school that has left, keeps it from nobody.
  CREATE FUNCTION fits_seat(s cohort_seat, person uuid, day date) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
      SELECT 1 FROM roster_person AS who
        JOIN roster_assignment AS post ON post.trust_id = who.trust_id AND post.person_id = who.id
         AND post.starts_on <= day AND (post.ends_on IS NULL OR post.ends_on > day)
       WHERE who.trust_id = s.trust_id AND who.id = person AND who.status NOT IN ('LEFT', 'MERGED')
         AND (s.staff_groups = '{}' OR s.staff_groups && post.staff_groups)
         AND (s.school_ids = '{}' OR post.school_id = ANY (s.school_ids)
              OR NOT EXISTS (SELECT 1 FROM roster_assignment AS there
                              WHERE there.trust_id = s.trust_id AND there.school_id = ANY (s.school_ids)
                                AND there.starts_on <= day
                                AND (there.ends_on IS NULL OR there.ends_on > day)))
         AND (s.phases = '{}' OR EXISTS (
               SELECT 1 FROM school_phase AS p WHERE p.trust_id = s.trust_id
                  AND p.school_id = post.school_id AND p.phase = ANY (s.phases))))
  $$;

  -- When somebody may sit in a cohort again who, with the days given, would have sat there for more than
  -- the limit's terms and half of one without a break as long as the cooling-off. Null: now.
  CREATE FUNCTION sits_again_on(trust uuid, which uuid, person uuid, starts date, ends date) RETURNS date
  LANGUAGE sql STABLE AS $$
    WITH sat AS (
      SELECT starts_on, ends_on, false AS is_asked,
             (SELECT coalesce(sum(upper(part) - lower(part)), 0) FROM unnest(days) AS part) AS served
        FROM seat_term
       WHERE trust_id = trust AND cohort_id = which AND person_id = person AND state = 'STANDS'
      UNION ALL SELECT starts, ends, true, ends - starts WHERE starts IS NOT NULL
    ), breaks AS (
      SELECT sat.*, c.cooling_off_months,
             make_interval(months => c.term_years * (12 * c.most_terms + 6)) AS longest,
             (sat.starts_on < lag(sat.ends_on) OVER (ORDER BY sat.starts_on)
                              + make_interval(months => c.cooling_off_months)) IS NOT TRUE AS is_new
        FROM sat JOIN cohort AS c ON c.trust_id = trust AND c.id = which
    ), runs AS (
      SELECT breaks.*, count(*) FILTER (WHERE is_new) OVER (ORDER BY starts_on) AS run FROM breaks
    )
    SELECT (max(ends_on) FILTER (WHERE NOT is_asked) + make_interval(months => min(cooling_off_months)))::date
      FROM runs GROUP BY run
    HAVING sum(served) > (min(starts_on) + min(longest))::date - min(starts_on)
     LIMIT 1
  $$;

  -- Why somebody cannot have a seat for some days; no row where nothing speaks against it.
  CREATE FUNCTION seat_bars(s cohort_seat, person uuid, starts date, ends date)
  RETURNS TABLE (bar text, again_on date) LANGUAGE sql STABLE AS $$
    SELECT 'NO_POST', NULL::date WHERE NOT EXISTS (
      SELECT 1 FROM roster_person AS who
        JOIN roster_assignment AS post ON post.trust_id = who.trust_id AND post.person_id = who.id
         AND post.starts_on <= starts AND (post.ends_on IS NULL OR post.ends_on > starts)
       WHERE who.trust_id = s.trust_id AND who.id = person AND who.status NOT IN ('LEFT', 'MERGED'))
    UNION ALL SELECT 'KEPT_FOR_OTHERS', NULL WHERE s.kept_reason IS NOT NULL AND NOT fits_seat(s, person, starts)
    UNION ALL
    SELECT 'SITS_THEN', max(ends_on) FROM seat_term
     WHERE trust_id = s.trust_id AND cohort_id = s.cohort_id AND person_id = person AND state = 'STANDS'
       AND starts_on < ends AND ends_on > starts
    HAVING count(*) > 0
    UNION ALL
    SELECT 'SAT_TO_THE_LIMIT', again FROM sits_again_on(s.trust_id, s.cohort_id, person, starts, ends) AS again
     WHERE again IS NOT NULL
  $$;`;

/** Of two who take seats of one cohort at once, the second comes after the first and sees it. */
const guarding = `
  CREATE FUNCTION guard_seat_term() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    of_cohort cohort;
    of_seat cohort_seat := (SELECT s FROM cohort_seat AS s
                             WHERE s.trust_id = NEW.trust_id AND s.id = NEW.seat_id);
    period daterange := seat_period(of_seat, NEW.starts_on);
  BEGIN
    SELECT * INTO of_cohort FROM cohort WHERE trust_id = NEW.trust_id AND id = NEW.cohort_id FOR UPDATE;
    IF of_seat.cohort_id <> NEW.cohort_id OR NEW.starts_on < lower(period) OR isempty(period)
       OR NEW.ends_on > upper(period) + (SELECT coalesce(sum(upper(part) - lower(part)), 0)::integer
                                           FROM unnest(rest_of_term(NEW.trust_id, NEW.id)) AS part) THEN
      RAISE EXCEPTION 'sits for longer than the seat''s period'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'within_the_period';
    END IF;
    IF sits_again_on(NEW.trust_id, NEW.cohort_id, NEW.person_id, NULL, NULL) IS NOT NULL THEN
      RAISE EXCEPTION 'sits for longer than the limit without a break'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'no_longer_than_the_limit';
    END IF;
    IF TG_OP = 'UPDATE' THEN RETURN NULL; END IF;
    IF NOT (fits_seat(of_seat, NEW.person_id, NEW.starts_on) OR NEW.came_by = 'RECORDED'
            AND fits_seat(of_seat, NEW.person_id, (NEW.taken_at AT TIME ZONE 'Europe/London')::date)) THEN
      RAISE EXCEPTION 'a kept seat is for those for whom it is kept'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'kept_for_them';
    END IF;
    IF NOT (CASE NEW.came_by
         WHEN 'PANEL' THEN EXISTS (
           SELECT 1 FROM application AS a
             JOIN seat_announcement AS told ON told.trust_id = a.trust_id
              AND told.opportunity_id = a.opportunity_id AND told.seat_id = NEW.seat_id
            WHERE a.trust_id = NEW.trust_id AND a.id = NEW.application_id AND a.state = 'ACCEPTED'
              AND a.person_id = NEW.person_id)
         WHEN 'RESERVE' THEN EXISTS (
           SELECT 1 FROM seat_offer AS o
            WHERE o.trust_id = NEW.trust_id AND o.seat_id = NEW.seat_id
              AND o.person_id = NEW.person_id AND o.state = 'ACCEPTED'
              AND o.starts_on <= NEW.starts_on AND o.ends_on >= NEW.ends_on)
         ELSE NEW.starts_on < (of_cohort.planned_at AT TIME ZONE 'Europe/London')::date END) THEN
      RAISE EXCEPTION 'sits without having been chosen'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'chosen_to_sit';
    END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER sits_by_the_rules AFTER INSERT OR UPDATE OF starts_on, ends_on, state, days ON seat_term
    FOR EACH ROW WHEN (NEW.state = 'STANDS') EXECUTE FUNCTION guard_seat_term();`;
