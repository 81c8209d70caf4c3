import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Why it was decided so, for the person whom it was decided of. One new column that may be null, and a
 * function. The version now running sees neither.
 */
export class Explanations1797200300001 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE candidate ADD COLUMN able boolean; -- had something for each essential criterion
      ${explain}`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP FUNCTION explain_applications(uuid[]);
      ALTER TABLE candidate DROP COLUMN able`);
  }
}

/** The newest score of each member of the candidate `laid`. */
const newest = `(
  SELECT DISTINCT ON (member_id) member_id, points FROM candidate_score AS score
   WHERE score.trust_id = laid.trust_id AND score.candidate_id = laid.id
   ORDER BY member_id, number DESC)`;

/** Those who wait beside `mine`, in the order in which a place is offered to them. */
const waiting = `(
  SELECT queue.id, row_number() OVER (
           ORDER BY ahead.place NULLS LAST, sha256(convert_to(queue.id::text, 'UTF8'))) AS position
    FROM application AS queue
    LEFT JOIN candidate_person AS link ON link.trust_id = queue.trust_id
     AND link.application_id = queue.id
    LEFT JOIN candidate AS ahead ON ahead.trust_id = queue.trust_id AND ahead.id = link.candidate_id
   WHERE queue.trust_id = mine.trust_id AND queue.opportunity_id = mine.opportunity_id
     AND queue.state = 'WAITLISTED'
     AND NOT EXISTS (SELECT 1 FROM roster_person AS gone WHERE gone.trust_id = queue.trust_id
                        AND gone.id = queue.person_id AND gone.status = 'LEFT'))`;

const facts = `
  WITH mine AS MATERIALIZED (
    SELECT a.trust_id, a.id, a.opportunity_id, a.state FROM application AS a
     WHERE a.trust_id = app.trust() AND a.id = ANY (which) AND a.person_id = me
       AND EXISTS (SELECT 1 FROM application_step AS step WHERE step.trust_id = a.trust_id
                      AND step.application_id = a.id
                      AND step.state NOT IN ('DRAFT', 'SUBMITTED', 'WITHDRAWN'))
  ), laid AS (
    SELECT mine.id AS mine_id, c.trust_id, c.opportunity_id, c.id, c.mean_points, c.place, c.drawn,
           c.shortlisted, c.able, panel.places AS room, panel.lottery_seed
      FROM mine
      JOIN candidate_person AS link ON link.trust_id = mine.trust_id
       AND link.application_id = mine.id
      JOIN candidate AS c ON c.trust_id = mine.trust_id AND c.id = link.candidate_id
       AND c.place IS NOT NULL
      JOIN panel ON panel.trust_id = mine.trust_id AND panel.opportunity_id = mine.opportunity_id
       AND panel.locked_at IS NOT NULL
  )
  SELECT mine.id, mine.opportunity_id, mine.state, o.told_version, o.terms -> 'criteria',
         EXISTS (SELECT 1 FROM application_step AS step WHERE step.trust_id = mine.trust_id
                    AND step.application_id = mine.id AND step.state = 'WAITLISTED'),
         (SELECT queue.position::integer FROM ${waiting} AS queue WHERE queue.id = mine.id),
         laid.id, (laid.mean_points * 100)::integer, laid.place, laid.room, laid.shortlisted,
         (SELECT count(*)::integer FROM ${newest} AS given),
         (SELECT array_agg(mean ORDER BY number) FROM (
            SELECT number, round(avg(point) * 100)::integer AS mean
              FROM ${newest} AS given, unnest(given.points) WITH ORDINALITY AS p (point, number)
             GROUP BY number) AS means),
         (SELECT count(*)::integer FROM candidate AS other WHERE other.trust_id = laid.trust_id
             AND other.opportunity_id = laid.opportunity_id AND other.place IS NOT NULL),
         CASE WHEN laid.drawn THEN laid.lottery_seed END,
         tied.count, tied.before
    FROM mine
    JOIN opportunity AS o ON o.trust_id = mine.trust_id AND o.id = mine.opportunity_id
    LEFT JOIN laid ON laid.mine_id = mine.id
    CROSS JOIN LATERAL (
      SELECT count(*)::integer AS count,
             (count(*) FILTER (WHERE other.place < laid.place))::integer AS before
        FROM candidate AS other
       WHERE laid.drawn AND other.trust_id = laid.trust_id
         AND other.opportunity_id = laid.opportunity_id AND other.place IS NOT NULL
         AND other.mean_points = laid.mean_points AND other.able IS NOT DISTINCT FROM laid.able) AS tied`;

/**
 * Whoever asks may read neither the scores nor who else applied, so the function reads on nobody's
 * behalf. It tells of the asker's own applications alone, of what has been decided, and of others only
 * how many they are.
 */
const explain = `
  CREATE FUNCTION explain_applications(which uuid[])
  RETURNS TABLE (application_id uuid, opportunity_id uuid, state text, told_version integer,
                 criteria jsonb, was_waiting boolean, waiting_position integer, candidate_id uuid,
                 total integer, place integer, room integer, is_shortlisted boolean,
                 scorers integer, means integer[], candidates integer, lottery_seed text,
                 tied integer, tied_before integer)
  LANGUAGE plpgsql AS $$
  #variable_conflict use_column
  DECLARE
    me uuid := app.person();
    was_person text := current_setting('app.person', true);
    was_scopes text := current_setting('app.scopes', true);
    was_all_places text := current_setting('app.all_places', true);
  BEGIN
    PERFORM set_config('app.person', '', true),
            set_config('app.scopes', '{application:read}', true),
            set_config('app.all_places', 'true', true);
    RETURN QUERY ${facts};
    PERFORM set_config('app.person', coalesce(was_person, ''), true),
            set_config('app.scopes', coalesce(was_scopes, ''), true),
            set_config('app.all_places', coalesce(was_all_places, ''), true);
  END $$;`;
