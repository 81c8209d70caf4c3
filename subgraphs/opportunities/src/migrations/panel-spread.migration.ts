import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * How those whom a panel placed first, and all who applied, spread over staff groups, schools and working
 * patterns. A function; no table changes.
 */
export class PanelSpread1797300500005 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(spread);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP FUNCTION spread_of_panels(uuid[])');
  }
}

/**
 * Whoever may see a panel may not read who applied, so the function reads on nobody's behalf. It tells
 * counts only, of panels that have locked their shortlist; who may have them is told by the caller.
 */
const spread = `
  CREATE FUNCTION spread_of_panels(which uuid[])
  RETURNS TABLE (opportunity_id uuid, by text, name text, applied integer, placed integer)
  LANGUAGE plpgsql AS $$
  #variable_conflict use_column
  DECLARE
    was_person text := current_setting('app.person', true);
    was_scopes text := current_setting('app.scopes', true);
    was_all_places text := current_setting('app.all_places', true);
  BEGIN
    PERFORM set_config('app.person', '', true),
            set_config('app.scopes', '{application:read}', true),
            set_config('app.all_places', 'true', true);
    RETURN QUERY
    WITH judged AS (
      SELECT c.opportunity_id, post.*,
             coalesce(c.shortlisted AND c.place <= coalesce(room.places, 1), false) AS is_placed
        FROM panel AS p
        JOIN candidate AS c ON c.trust_id = p.trust_id AND c.opportunity_id = p.opportunity_id
         AND c.round = p.round
        JOIN candidate_person AS link ON link.trust_id = c.trust_id AND link.candidate_id = c.id
        LEFT JOIN opportunity_place AS room ON room.trust_id = p.trust_id
         AND room.opportunity_id = p.opportunity_id
        LEFT JOIN LATERAL (
             SELECT (array_agg(staff_groups[1] ORDER BY is_primary DESC, fte DESC, id))[1] AS staff_group,
                    (array_agg(school_id::text ORDER BY is_primary DESC, fte DESC, id))[1] AS school,
                    CASE WHEN sum(fte) < 1 THEN 'PART_TIME' WHEN sum(fte) >= 1 THEN 'FULL_TIME' END AS pattern
               FROM roster_assignment WHERE trust_id = c.trust_id AND person_id = link.person_id
                AND (ends_on IS NULL OR ends_on > p.locked_at::date)
                AND starts_on <= p.locked_at::date) AS post ON true
       WHERE p.trust_id = app.trust() AND p.opportunity_id = ANY (which) AND p.locked_at IS NOT NULL
         AND p.round = current_round(p.trust_id, p.opportunity_id)
    )
    SELECT judged.opportunity_id, cut.by, coalesce(cut.name, 'NONE'), count(*)::integer,
           count(*) FILTER (WHERE is_placed)::integer
      FROM judged
     CROSS JOIN LATERAL (VALUES ('STAFF_GROUP', staff_group), ('SCHOOL', school),
                                ('WORKING_PATTERN', pattern)) AS cut (by, name)
     GROUP BY judged.opportunity_id, cut.by, cut.name
     ORDER BY judged.opportunity_id, cut.by, cut.name;
    PERFORM set_config('app.person', coalesce(was_person, ''), true),
            set_config('app.scopes', coalesce(was_scopes, ''), true),
            set_config('app.all_places', coalesce(was_all_places, ''), true);
  END $$`;
