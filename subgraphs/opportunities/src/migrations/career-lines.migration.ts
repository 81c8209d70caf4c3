import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A placement is a line of its person's career record from when it stands, by whatever path that came;
 * the database tells people, in the transaction of the change. Those that stand already are told once.
 * A trigger; no table changes.
 */
export class CareerLines1797300400010 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`${lineOf} ${telling} ${once}`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP POLICY owner_tells ON event;
      DROP TRIGGER told_as_career_line ON placement;
      DROP FUNCTION tell_as_career_line(), tell_career_line(placement), stands_in_career(placement)`);
  }
}

/** What is still prepared may come to nothing; what ended before it ran for a day did. */
const lineOf = `
  CREATE FUNCTION stands_in_career(p placement) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT p.state IN ('RECORDED', 'SCHEDULED', 'ENDED_EARLY')
       AND (p.ends_on IS NULL OR p.ends_on > p.starts_on)
  $$;`;

/** In the shape that packages/events/src/career-line.ts gives. */
const telling = `
  CREATE FUNCTION tell_career_line(p placement) RETURNS void LANGUAGE sql AS $$
    INSERT INTO event (trust_id, id, type, aggregate_type, aggregate_id, data, actor_kind, actor_id,
                       request_id)
    SELECT p.trust_id, gen_random_uuid(), 'career_line.changed', 'CareerLine', p.id,
           jsonb_build_object(
             'personId', p.person_id,
             'kind', CASE p.kind WHEN 'COHORT_SEAT' THEN 'COHORT' ELSE p.kind END,
             'title', left(coalesce(o.title, p.purpose, initcap(replace(p.kind, '_', ' '))), 300),
             'startsOn', p.starts_on, 'endsOn', p.ends_on, 'schoolId', p.host_school_id,
             'detail', CASE WHEN p.purpose <> o.title THEN p.purpose END),
           'JOB', 'career-record', gen_random_uuid()::text
      FROM (SELECT 1) AS one
      LEFT JOIN opportunity AS o ON o.trust_id = p.trust_id AND o.id = p.opportunity_id
  $$;

  CREATE FUNCTION tell_as_career_line() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF stands_in_career(NEW) THEN
      PERFORM tell_career_line(NEW);
    ELSIF TG_OP = 'UPDATE' AND stands_in_career(OLD) THEN
      INSERT INTO event (trust_id, id, type, aggregate_type, aggregate_id, data, actor_kind, actor_id,
                         request_id)
      VALUES (NEW.trust_id, gen_random_uuid(), 'career_line.removed', 'CareerLine', NEW.id,
              jsonb_build_object('personId', NEW.person_id), 'JOB', 'career-record',
              gen_random_uuid()::text);
    ELSE
      RETURN NULL;
    END IF;
    PERFORM app.wake_delivery();
    RETURN NULL;
  END $$;
  CREATE TRIGGER told_as_career_line
    AFTER INSERT OR UPDATE OF state, person_id, purpose, starts_on, ends_on, host_school_id
    ON placement FOR EACH ROW EXECUTE FUNCTION tell_as_career_line();`;

/** Whoever puts a row right as the owner leaves word of it like anybody. */
const once = `
  CREATE POLICY owner_tells ON event FOR INSERT TO CURRENT_USER WITH CHECK (true);
  ALTER TABLE placement NO FORCE ROW LEVEL SECURITY;
  ALTER TABLE opportunity NO FORCE ROW LEVEL SECURITY;
  SELECT tell_career_line(placement) FROM placement WHERE stands_in_career(placement)
   ORDER BY trust_id, id;
  ALTER TABLE opportunity FORCE ROW LEVEL SECURITY;
  ALTER TABLE placement FORCE ROW LEVEL SECURITY;`;
