import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rewritten } from './rewritten-function.ts';

/**
 * What is done beside a post takes hours of it, and no more of them than the trust says; and who works in
 * another school, as an adviser does, says on which days. A new column that may be null, a new table, and
 * two more parts without which no placement is scheduled.
 */
export class HoursBesidePosts1797300500002 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`${columns} ${policy} ${counting}`);
    await queryRunner.query(rewritten(missing, lastPart, morePart));
    await queryRunner.query(rewritten(days, elsewhere, elsewhereOnDays));
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(rewritten(days, elsewhereOnDays, elsewhere));
    await queryRunner.query(rewritten(missing, morePart, lastPart));
    await queryRunner.query(`
      DROP TRIGGER hours_of_the_post ON placement;
      DROP FUNCTION guard_hours(), minutes_left(placement), minutes_beside_post(uuid, uuid, date);
      DROP TABLE project_policy;
      ALTER TABLE placement DROP COLUMN minutes_a_week`);
  }
}

const columns = `
  ALTER TABLE placement ADD COLUMN minutes_a_week integer -- of the post; null: nothing is said of them
    CHECK (minutes_a_week BETWEEN 1 AND 3600);`;

const policy = `
  -- Minutes a week that a full-time post leaves for what is done beside it.
  CREATE TABLE project_policy (
    trust_id uuid PRIMARY KEY,
    id uuid NOT NULL,
    minutes_a_week integer NOT NULL CHECK (minutes_a_week BETWEEN 0 AND 2400),
    set_at timestamptz NOT NULL,
    set_by_id uuid
  );
  ALTER TABLE project_policy ENABLE ROW LEVEL SECURITY;
  ALTER TABLE project_policy FORCE ROW LEVEL SECURITY;
  CREATE POLICY ours ON project_policy USING (trust_id = (select app.trust()))
    WITH CHECK (trust_id = (select app.trust()));
  GRANT SELECT, INSERT, UPDATE ON project_policy TO opportunities_app;`;

/** STPCD 2024, paragraphs 51.2 to 51.5: 1,265 hours over 195 days are 389 minutes a day. */
const counting = `
  -- Minutes a week that somebody's posts leave on a day; usually a day a week of a full-time one.
  CREATE FUNCTION minutes_beside_post(trust uuid, person uuid, the_day date) RETURNS integer
  LANGUAGE sql STABLE AS $$
    SELECT floor(coalesce(max(policy.minutes_a_week), 1265 * 60 / 195) * coalesce(max(post.fte), 0))::integer
      FROM (SELECT least(coalesce(sum(fte), 0), 1) AS fte FROM roster_assignment
             WHERE trust_id = trust AND person_id = person AND starts_on <= the_day
               AND (ends_on IS NULL OR ends_on > the_day)) AS post
      LEFT JOIN project_policy AS policy ON policy.trust_id = trust
  $$;

  -- What the others leave for a placement, on the day on which they leave the least. Whole days that are
  -- taken elsewhere count as days.
  CREATE FUNCTION minutes_left(p placement) RETURNS integer LANGUAGE sql STABLE AS $$
    WITH beside AS (
      SELECT starts_on, ends_on, minutes_a_week FROM placement AS other
       WHERE other.trust_id = p.trust_id AND other.person_id = p.person_id AND other.id <> p.id
         AND other.minutes_a_week IS NOT NULL AND isempty(other.days)
         AND other.state IN ('SCHEDULED', 'ENDED_EARLY')
         AND (p.ends_on IS NULL OR other.starts_on < p.ends_on)
         AND (other.ends_on IS NULL OR other.ends_on > p.starts_on)
    ), beginning AS (
      SELECT p.starts_on AS day UNION SELECT starts_on FROM beside WHERE starts_on > p.starts_on
    )
    SELECT min(minutes_beside_post(p.trust_id, p.person_id, day)
               - (SELECT coalesce(sum(minutes_a_week), 0)::integer FROM beside
                   WHERE starts_on <= day AND (ends_on IS NULL OR ends_on > day)))
      FROM beginning
  $$;

  -- One after the other of the same person's, so that two which are scheduled at once see each other.
  CREATE FUNCTION guard_hours() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(NEW.person_id::text, 64));
    IF minutes_left(NEW) < NEW.minutes_a_week THEN
      RAISE EXCEPTION 'more hours beside a post than it leaves'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'hours_of_the_post';
    END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER hours_of_the_post AFTER INSERT OR UPDATE OF state, starts_on, ends_on, minutes_a_week
    ON placement FOR EACH ROW
    WHEN (NEW.state = 'SCHEDULED' AND NEW.minutes_a_week IS NOT NULL AND isempty(NEW.days))
    EXECUTE FUNCTION guard_hours();`;

const missing = 'placement_missing(uuid)';
const lastPart = "THEN 'DAYS_FREE' END], NULL)";
const morePart = `THEN 'DAYS_FREE' END,
        CASE WHEN p.kind = 'RESPONSIBILITY' AND p.host_school_id <> p.home_school_id
                  AND p.weekdays IS NULL THEN 'DAYS_NAMED' END,
        CASE WHEN isempty(p.days) AND minutes_left(p) < p.minutes_a_week
             THEN 'HOURS_FREE' END], NULL)`;

const days = 'placement_days(text, date, date, smallint[])';
const elsewhere = "'SWAP', 'DEPLOYMENT') THEN '{}'::datemultirange";
const elsewhereOnDays = `'SWAP', 'DEPLOYMENT')
           AND (kind <> 'RESPONSIBILITY' OR weekdays IS NULL) THEN '{}'::datemultirange`;
