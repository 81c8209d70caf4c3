import { londonDay } from '@trellis/subgraph-kit/london-day';
import type { List } from '@trellis/subgraph-kit/page';
import { SqlParameters } from '@trellis/subgraph-kit/sql-parameters';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { holdsOn } from '../assignment/assignment.queries.ts';
import { checkTopic, levelsFrom } from '../expertise/expertise.queries.ts';
import { ExpertiseLevel } from '../expertise/expertise.types.ts';
import type { SpecialistGap, SpecialistGapFilter } from './specialist-gap.types.ts';

export interface SpecialistGapRow extends SpecialistGap {
  readonly schoolId: string;
}

/** Miles between `school` and `place`: 0 at the school itself, null where either is not known. */
const milesBetween = `CASE WHEN place.school_id = school.id THEN 0 ELSE
  sqrt(power(place.easting - school.easting, 2) + power(place.northing - school.northing, 2))
    / 1609.344 END`;

/** Who advises other schools. */
const specialists = levelsFrom(ExpertiseLevel.SPECIALIST);

/** GIAS statuses of schools that are open, the last of them to close. */
const openStatuses = ['1', '3'];

/**
 * Open schools without a specialist within so many miles, by name.
 *
 * @throws BAD_USER_INPUT unless it is of a subject of the census or a theme.
 */
export function gapList(viewer: Viewer, filter: SpecialistGapFilter): List {
  checkTopic(filter);
  const parameters = new SqlParameters();
  const [trust, today] = [parameters.add(viewer.trustId), parameters.add(londonDay())];
  const { subjectCode, theme, phaseCode, withinMiles } = filter;
  const phase = phaseCode == null ? null : parameters.add(phaseCode);
  const fitting = [
    `place.level = ANY (${parameters.add(specialists)}::text[])`,
    subjectCode == null
      ? `place.theme = ${parameters.add(theme)}`
      : `place.subject_code = ${parameters.add(subjectCode)}`,
    ...(phase ? [`(place.phase_codes = '{}' OR ${phase} = ANY (place.phase_codes))`] : []),
  ];
  const nearest = `(SELECT min(${milesBetween}) AS miles
      FROM standing_specialists(${trust}, ${today}::date) AS place
     WHERE ${fitting.join(' AND ')}) AS nearest`;
  return {
    name: 'schoolsWithoutSpecialist',
    select: `school.id AS "schoolId", nearest.miles AS "nearestMiles",
      school.easting IS NOT NULL AS "isPlaceKnown"`,
    from: `school CROSS JOIN LATERAL ${nearest}`,
    where: [
      `school.trust_id = ${trust}`,
      `school.status_code = ANY (${parameters.add(openStatuses)}::text[])`,
      ...(phase ? [`school.phase_code = ${phase}`] : []),
      `(nearest.miles IS NULL OR nearest.miles > ${parameters.add(withinMiles)})`,
    ],
    parameters,
    sort: {
      name: 'NAME',
      keys: [
        { sql: 'school.sort_name', type: 'text' },
        { sql: 'school.id', type: 'uuid' },
      ],
    },
    filter,
  };
}

/**
 * Subjects (`subjectCode`) taught at schools (`$2`) today (`$3`) of which no specialist is within so
 * many miles (`$4`); `$5` are the levels of specialists.
 */
export const subjectsWithoutSpecialistSql = `
  WITH place AS MATERIALIZED (
    SELECT * FROM standing_specialists($1, $3::date) AS every WHERE every.level = ANY ($5::text[]))
  SELECT DISTINCT school.id AS "schoolId", taught.code AS "subjectCode"
    FROM school JOIN assignment ON assignment.trust_id = school.trust_id
     AND assignment.school_id = school.id AND ${holdsOn('assignment', '$3')}
   CROSS JOIN LATERAL unnest(assignment.subject_codes) AS taught (code)
   WHERE school.trust_id = $1 AND school.id = ANY ($2::uuid[])
     AND NOT EXISTS (SELECT FROM place WHERE place.subject_code = taught.code
       AND (place.phase_codes = '{}' OR school.phase_code = ANY (place.phase_codes))
       AND ${milesBetween} <= $4)
   ORDER BY taught.code`;

export const specialistLevels: readonly string[] = specialists;
