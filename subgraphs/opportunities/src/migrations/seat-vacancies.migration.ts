import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rewritten } from './rewritten-function.ts';

/**
 * Who is on the reserve list, whom a seat goes to that falls free in mid-term, and which seats are to be
 * announced. Functions and triggers; no new tables.
 */
export class SeatVacancies1797300600002 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`${reserving} ${vacancies} ${offering} ${openings}`);
    await queryRunner.query(rewritten(offerNext, waits, waitsAndMaySit));
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(rewritten(offerNext, waitsAndMaySit, waits));
    await queryRunner.query(`
      DROP FUNCTION seat_openings(uuid, date, boolean), seats_are_due_until(uuid, date);
      DROP TRIGGER told_of_seat ON seat_offer;
      DROP FUNCTION tell_of_seat(), lapse_seat_offers(uuid[], date),
        offer_vacant_seat(uuid, date, timestamptz, uuid, date);
      DROP FUNCTION next_reserve(cohort_seat, daterange), seat_vacancy(cohort_seat, date);
      DROP TRIGGER reserve_follows ON application;
      DROP FUNCTION keep_reserve(), is_undecided(uuid, uuid)`);
  }
}

/** As the tables' owner, who reads on nobody's behalf: who waits for a place waits for the term, too. */
const reserving = `
  CREATE FUNCTION keep_reserve() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DECLARE
    was_person text := current_setting('app.person', true);
    was_scopes text := current_setting('app.scopes', true);
    was_all_places text := current_setting('app.all_places', true);
  BEGIN
    PERFORM set_config('app.person', '', true),
            set_config('app.scopes', '{application:read,opportunity:publish}', true),
            set_config('app.all_places', 'true', true);
    IF NEW.state = 'WAITLISTED' THEN
      INSERT INTO cohort_reserve (trust_id, id, cohort_id, person_id, opportunity_id, place, until_on)
      SELECT NEW.trust_id, NEW.id, told.cohort_id, NEW.person_id, NEW.opportunity_id,
             (SELECT c.place FROM candidate_person AS link
                JOIN candidate AS c ON c.trust_id = link.trust_id AND c.id = link.candidate_id
               WHERE link.trust_id = NEW.trust_id AND link.application_id = NEW.id),
             max(told.ends_on)
        FROM seat_announcement AS told
       WHERE told.trust_id = NEW.trust_id AND told.opportunity_id = NEW.opportunity_id
       GROUP BY told.cohort_id;
    ELSE
      UPDATE cohort_reserve SET version = version + 1,
             state = CASE NEW.state WHEN 'ACCEPTED' THEN 'TAKEN' ELSE 'GIVEN_UP' END
       WHERE trust_id = NEW.trust_id AND id = NEW.id AND state = 'WAITING';
    END IF;
    PERFORM set_config('app.person', coalesce(was_person, ''), true),
            set_config('app.scopes', coalesce(was_scopes, ''), true),
            set_config('app.all_places', coalesce(was_all_places, ''), true);
    RETURN NULL;
  END $$;
  CREATE TRIGGER reserve_follows AFTER UPDATE OF state ON application FOR EACH ROW
    WHEN (OLD.state <> NEW.state AND NEW.state IN ('WAITLISTED', 'ACCEPTED', 'DECLINED', 'WITHDRAWN'))
    EXECUTE FUNCTION keep_reserve();`;

const vacancies = `
  CREATE FUNCTION is_undecided(trust uuid, opportunity uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT 1 FROM opportunity AS o WHERE o.trust_id = trust AND o.id = opportunity
                      AND o.state NOT IN ('FILLED', 'PART_FILLED', 'UNFILLED', 'WITHDRAWN'))
  $$;

  -- The next days on which nobody sits in a seat, of its period or, once that was decided, the next;
  -- none while an opportunity for them is open, and none of less than four weeks.
  CREATE FUNCTION seat_vacancy(s cohort_seat, today date) RETURNS daterange LANGUAGE sql STABLE AS $$
    WITH asked AS (
      SELECT seat_period(s, today) AS period
      UNION SELECT seat_period(s, upper(seat_period(s, today)))
    ), taken AS (
      SELECT coalesce(range_agg(days), '{}') AS days FROM seat_term
       WHERE trust_id = s.trust_id AND seat_id = s.id AND state = 'STANDS'
    )
    SELECT gap
      FROM asked CROSS JOIN taken
     CROSS JOIN unnest((datemultirange(period) - taken.days) * datemultirange(daterange(today, NULL))) AS gap
      LEFT JOIN LATERAL (
        SELECT count(*) AS times, bool_or(is_undecided(told.trust_id, told.opportunity_id)) AS is_open
          FROM seat_announcement AS told
         WHERE told.trust_id = s.trust_id AND told.seat_id = s.id
           AND daterange(told.starts_on, told.ends_on) && gap) AS announced ON true
     WHERE upper(gap) - lower(gap) >= 28 AND announced.is_open IS NOT TRUE
       AND (lower(period) <= today OR announced.times > 0)
     ORDER BY gap LIMIT 1
  $$;

  -- Who on the reserve list is next for a seat and days: those first whom a panel chose for this very
  -- seat, in its order; nobody is asked twice for the same.
  CREATE FUNCTION next_reserve(s cohort_seat, gap daterange) RETURNS SETOF cohort_reserve
  LANGUAGE sql STABLE AS $$
    SELECT r.* FROM cohort_reserve AS r
     WHERE r.trust_id = s.trust_id AND r.cohort_id = s.cohort_id AND r.state = 'WAITING'
       AND r.until_on > lower(gap)
       AND NOT EXISTS (SELECT 1 FROM seat_offer AS o WHERE o.trust_id = r.trust_id
                          AND o.cohort_id = r.cohort_id AND o.person_id = r.person_id
                          AND (o.state = 'OFFERED' OR o.seat_id = s.id AND o.ends_on = upper(gap)))
       AND NOT EXISTS (SELECT 1 FROM seat_bars(s, r.person_id, lower(gap), upper(gap)))
     ORDER BY EXISTS (SELECT 1 FROM seat_announcement AS told
                       WHERE told.trust_id = r.trust_id AND told.opportunity_id = r.opportunity_id
                         AND told.seat_id = s.id AND told.ends_on > lower(gap)) DESC,
              r.place NULLS LAST, sha256(convert_to(r.id::text, 'UTF8'))
     LIMIT 1
  $$;`;

/** Whoever gives a seat up may not read who waits, so it is offered on nobody's behalf. */
const offering = `
  CREATE FUNCTION offer_vacant_seat(which uuid, today date, at timestamptz, fresh uuid, until date)
  RETURNS TABLE (id uuid, person_id uuid) LANGUAGE plpgsql AS $$
  #variable_conflict use_column
  DECLARE
    was_person text := current_setting('app.person', true);
    was_scopes text := current_setting('app.scopes', true);
    was_all_places text := current_setting('app.all_places', true);
    of_seat cohort_seat := (SELECT s FROM cohort_seat AS s WHERE s.trust_id = app.trust() AND s.id = which);
    gap daterange := seat_vacancy(of_seat, today);
  BEGIN
    PERFORM set_config('app.person', '', true),
            set_config('app.scopes', '{opportunity:publish}', true),
            set_config('app.all_places', 'true', true);
    RETURN QUERY
    INSERT INTO seat_offer (trust_id, id, cohort_id, seat_id, reserve_id, person_id, starts_on, ends_on,
                            stands_in, offered_at, answer_by)
    SELECT r.trust_id, fresh, r.cohort_id, which, r.id, r.person_id, lower(gap), upper(gap),
           upper(gap) < upper(seat_period(of_seat, lower(gap))), at, until
      FROM next_reserve(of_seat, gap) AS r
     WHERE gap IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM seat_offer AS o WHERE o.trust_id = app.trust()
                          AND o.seat_id = which AND o.state = 'OFFERED')
    RETURNING id, person_id;
    PERFORM set_config('app.person', coalesce(was_person, ''), true),
            set_config('app.scopes', coalesce(was_scopes, ''), true),
            set_config('app.all_places', coalesce(was_all_places, ''), true);
  END $$;

  CREATE FUNCTION lapse_seat_offers(cohorts uuid[], today date) RETURNS void LANGUAGE plpgsql AS $$
  DECLARE
    was_scopes text := current_setting('app.scopes', true);
    was_all_places text := current_setting('app.all_places', true);
  BEGIN
    PERFORM set_config('app.scopes', '{opportunity:publish}', true),
            set_config('app.all_places', 'true', true);
    UPDATE seat_offer SET state = 'LAPSED', version = version + 1
     WHERE trust_id = app.trust() AND cohort_id = ANY (cohorts) AND state = 'OFFERED'
       AND answer_by < today;
    PERFORM set_config('app.scopes', coalesce(was_scopes, ''), true),
            set_config('app.all_places', coalesce(was_all_places, ''), true);
  END $$;

  CREATE FUNCTION tell_of_seat() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM ask_for_own_notice(
      NEW.trust_id, r.opportunity_id, 'SeatOffer', NEW.id, 1, NEW.person_id, 'SEAT_OFFERED',
      'News of the reserve list', 'A seat is offered to you, from '
        || to_char(NEW.starts_on, 'FMDD FMMonth YYYY') || ' until ' || to_char(NEW.ends_on - 1, 'FMDD FMMonth YYYY')
        || '. Please say by ' || to_char(NEW.answer_by, 'FMDD FMMonth') || ' whether you take it.')
      FROM cohort_reserve AS r WHERE r.trust_id = NEW.trust_id AND r.id = NEW.reserve_id;
    RETURN NULL;
  END $$;
  CREATE TRIGGER told_of_seat AFTER INSERT ON seat_offer FOR EACH ROW EXECUTE FUNCTION tell_of_seat();`;

const openings = `
  -- Seats that fall free up to this day are announced now: twelve weeks ahead, or as long as everybody's
  -- days in the fairness window take, with a week to be told and four for the panel.
  CREATE FUNCTION seats_are_due_until(trust uuid, today date) RETURNS date LANGUAGE sql STABLE AS $$
    SELECT greatest(today + 84, max(school_day_after(trust, school_id, today + 7, fair.days)) + 28)
      FROM fairness_days(trust, 'COHORT_SEAT') AS fair
      LEFT JOIN (SELECT DISTINCT school_id FROM school_calendar WHERE trust_id = trust) AS schools ON true
  $$;

  -- Seats that nobody has from some day to the end of their period, where no opportunity for them is open:
  -- those of the next half year when somebody asks for it. By itself, only those that are due and never were, and of what fell free
  -- in mid-term only what nobody on the reserve list is for, and what is left of it worth the while. On
  -- nobody's behalf: who announces may not read who is on the list.
  CREATE FUNCTION seat_openings(trust uuid, today date, again boolean)
  RETURNS TABLE (seat_id uuid, cohort_id uuid, starts_on date, ends_on date) LANGUAGE plpgsql AS $$
  DECLARE
    was_scopes text := current_setting('app.scopes', true);
    was_all_places text := current_setting('app.all_places', true);
  BEGIN
    PERFORM set_config('app.scopes', '{opportunity:publish}', true),
            set_config('app.all_places', 'true', true);
    RETURN QUERY
    WITH due AS (SELECT seats_are_due_until(trust, today) AS until)
    SELECT s.id, s.cohort_id, lower(gap), upper(gap)
      FROM cohort_seat AS s CROSS JOIN due
     CROSS JOIN LATERAL (
       SELECT seat_period(s, today) AS period
       UNION SELECT seat_period(s, upper(seat_period(s, today)))) AS asked
     CROSS JOIN LATERAL (
       SELECT coalesce(range_agg(daterange(t.starts_on, t.ends_on)), '{}') AS days FROM seat_term AS t
        WHERE t.trust_id = trust AND t.seat_id = s.id AND t.state = 'STANDS') AS taken
     CROSS JOIN LATERAL unnest(datemultirange(asked.period) - taken.days) AS gap
     WHERE s.trust_id = trust AND upper(gap) = upper(asked.period) AND upper(gap) > today + 28
       AND lower(gap) <= greatest(due.until, CASE WHEN again THEN today + 183 END)
       AND NOT EXISTS (SELECT 1 FROM seat_announcement AS told
                        WHERE told.trust_id = trust AND told.seat_id = s.id
                          AND daterange(told.starts_on, told.ends_on) && gap
                          AND (is_undecided(trust, told.opportunity_id)
                               OR NOT again AND told.starts_on = lower(gap)))
       AND NOT EXISTS (SELECT 1 FROM seat_offer AS o
                        WHERE o.trust_id = trust AND o.seat_id = s.id AND o.state = 'OFFERED')
       AND (again OR lower(gap) = lower(asked.period) AND lower(gap) > today
            OR upper(gap) - greatest(lower(gap), today) >= 120
               AND NOT EXISTS (SELECT 1 FROM next_reserve(s, gap)));
    PERFORM set_config('app.scopes', coalesce(was_scopes, ''), true),
            set_config('app.all_places', coalesce(was_all_places, ''), true);
  END $$;`;

const offerNext = 'offer_next_place(uuid, timestamptz, date, date)';
const waits = `AND waiting.state = 'WAITLISTED'`;
/** Who waits for a seat in a cohort is passed over while they may not have it. */
const waitsAndMaySit = `AND waiting.state = 'WAITLISTED'
                AND NOT EXISTS (SELECT 1 FROM seat_announcement AS told
                                  JOIN cohort_seat AS s ON s.trust_id = told.trust_id
                                   AND s.id = told.seat_id
                                 CROSS JOIN LATERAL seat_bars(s, waiting.person_id, starts, ends) AS bar
                                 WHERE told.trust_id = waiting.trust_id AND told.opportunity_id = which)`;
