import { holdsOn } from '../assignment/assignment.queries.ts';

/** How many people have the same school, staff group and working pattern, and of how many one is overdue. */
export interface CoverageRow {
  readonly schoolId: string;
  readonly schoolName: string;
  readonly staffGroup: string;
  readonly workingPattern: string;
  readonly inside: number;
  readonly outside: number;
}

/**
 * Everybody whom the trust (`$1`) employed on a day (`$2`) and of whom a conversation is required, once,
 * by their main post: the primary one, else the largest, else the oldest.
 */
export const coverageSql = `
  WITH main AS (
    SELECT DISTINCT ON (assignment.person_id) assignment.person_id, assignment.school_id,
           assignment.staff_group,
           CASE WHEN sum(assignment.fte) OVER (PARTITION BY assignment.person_id) >= 1
                THEN 'FULL_TIME' ELSE 'PART_TIME' END AS pattern
      FROM assignment WHERE assignment.trust_id = $1 AND ${holdsOn('assignment', '$2')}
     ORDER BY assignment.person_id, assignment.is_primary DESC, assignment.fte DESC,
              assignment.starts_on, assignment.id)
  SELECT school.id AS "schoolId", school.name AS "schoolName", main.staff_group AS "staffGroup",
         main.pattern AS "workingPattern",
         (count(*) FILTER (WHERE clock.state <> 'OVERDUE'))::integer AS inside,
         (count(*) FILTER (WHERE clock.state = 'OVERDUE'))::integer AS outside
    FROM conversation_clock($1, $2, NULL) AS clock
    JOIN main ON main.person_id = clock.person_id
    JOIN school ON school.trust_id = $1 AND school.id = main.school_id
   WHERE clock.state <> 'NOT_REQUIRED' GROUP BY 1, 2, 3, 4`;

/** Conversations in numbers, as the database counts them. */
export interface OutcomeRow {
  readonly since: string;
  readonly held: number;
  readonly declined: number;
  readonly withLink: number;
  readonly followed: number;
  readonly actionsDue: number;
  readonly actionsInTime: number;
  readonly gaps: number;
  readonly medianGap: number | null;
}

/** Of the twelve months before a day (`$2`). */
export const outcomesSql = `
  SELECT since.day AS since, held, declined, with_link AS "withLink", followed,
         actions_due AS "actionsDue", actions_in_time AS "actionsInTime", gaps,
         median_gap AS "medianGap"
    FROM (SELECT ($2::date - interval '12 months')::date AS day) AS since
   CROSS JOIN LATERAL conversation_outcomes($1, since.day, $2)`;
