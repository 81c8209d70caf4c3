import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Study that somebody was awarded money for, and what they found out for their school, are lines of their
 * career record while the award stands, by whatever path that changed; the database tells people, in the
 * transaction of the change. Those that stand already are told once. Triggers; no table changes.
 */
export class CareerLines1797300400020 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`${saying} ${ofAwards} ${ofProjects} ${triggers} ${once}`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP POLICY owner_tells ON event;
      DROP TRIGGER told_as_career_line ON study_project;
      DROP TRIGGER told_as_career_line ON award;
      DROP FUNCTION tell_project_as_career_line(), tell_award_as_career_line(),
        tell_projects_in_career(award), tell_award_in_career(award), stands_in_career(award),
        say_career_line(uuid, uuid, jsonb)`);
  }
}

/** In the shape that packages/events/src/career-line.ts gives; a line without a kind goes. */
const saying = `
  CREATE FUNCTION say_career_line(trust uuid, line uuid, told jsonb) RETURNS void LANGUAGE sql AS $$
    INSERT INTO event (trust_id, id, type, aggregate_type, aggregate_id, data, actor_kind, actor_id,
                       request_id)
    VALUES (trust, gen_random_uuid(),
            CASE WHEN told ? 'kind' THEN 'career_line.changed' ELSE 'career_line.removed' END,
            'CareerLine', line, told, 'JOB', 'career-record', gen_random_uuid()::text)
  $$;

  CREATE FUNCTION stands_in_career(a award) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT a.status IN ('ACTIVE', 'DEFERRED', 'COMPLETED')
  $$;`;

const ofAwards = `
  CREATE FUNCTION tell_award_in_career(a award) RETURNS void LANGUAGE sql AS $$
    SELECT say_career_line(a.trust_id, a.id, CASE WHEN stands_in_career(a)
             THEN jsonb_build_object(
               'personId', a.person_id, 'kind', 'STUDY', 'title', left(programme.name, 300),
               'startsOn', a.awarded_on, 'endsOn', a.completed_on + 1,
               'organisation', left(nullif(programme.provider, ''), 200),
               'outcome', CASE a.status WHEN 'COMPLETED' THEN 'Completed' END)
             ELSE jsonb_build_object('personId', a.person_id) END)
      FROM programme WHERE programme.id = a.programme_id
  $$;`;

const ofProjects = `
  CREATE FUNCTION tell_projects_in_career(a award) RETURNS void LANGUAGE sql AS $$
    SELECT say_career_line(a.trust_id, project.id, CASE WHEN stands_in_career(a)
             THEN jsonb_build_object(
               'personId', a.person_id, 'kind', 'PROJECT', 'title', left(project.question, 300),
               'startsOn', a.awarded_on,
               'endsOn', greatest(coalesce(project.shared_on, a.completed_on), a.awarded_on) + 1,
               'schoolId', a.school_id, 'detail', left(nullif(project.tried, ''), 2000),
               'outcome', left(nullif(project.changed, ''), 2000))
             ELSE jsonb_build_object('personId', a.person_id) END)
      FROM study_project AS project
     WHERE project.trust_id = a.trust_id AND project.award_id = a.id
  $$;`;

const triggers = `
  CREATE FUNCTION tell_award_as_career_line() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF stands_in_career(NEW) OR TG_OP = 'UPDATE' AND stands_in_career(OLD) THEN
      PERFORM tell_award_in_career(NEW);
      PERFORM tell_projects_in_career(NEW);
      PERFORM app.wake_delivery();
    END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER told_as_career_line AFTER INSERT OR UPDATE OF status, person_id, completed_on
    ON award FOR EACH ROW EXECUTE FUNCTION tell_award_as_career_line();

  CREATE FUNCTION tell_project_as_career_line() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM tell_projects_in_career(award) FROM award
      WHERE award.trust_id = NEW.trust_id AND award.id = NEW.award_id AND stands_in_career(award);
    IF FOUND THEN PERFORM app.wake_delivery(); END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER told_as_career_line AFTER INSERT OR UPDATE OF tried, changed, shared_on
    ON study_project FOR EACH ROW EXECUTE FUNCTION tell_project_as_career_line();`;

/** Whoever puts a row right as the owner leaves word of it like anybody. */
const once = `
  CREATE POLICY owner_tells ON event FOR INSERT TO CURRENT_USER WITH CHECK (true);
  ALTER TABLE award NO FORCE ROW LEVEL SECURITY;
  ALTER TABLE study_project NO FORCE ROW LEVEL SECURITY;
  ALTER TABLE programme NO FORCE ROW LEVEL SECURITY;
  SELECT tell_award_in_career(award), tell_projects_in_career(award)
    FROM award WHERE stands_in_career(award) ORDER BY trust_id, id;
  ALTER TABLE programme FORCE ROW LEVEL SECURITY;
  ALTER TABLE study_project FORCE ROW LEVEL SECURITY;
  ALTER TABLE award FORCE ROW LEVEL SECURITY;`;
