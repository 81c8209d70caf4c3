import type { Database } from '@trellis/subgraph-kit/database';
import { isDominated, isSmall, toFives } from '@trellis/subgraph-kit/small-sums';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { HostLoadMonth, SchoolExchange, SchoolFlow, SubjectDays } from './flow.types.ts';

/** Whole months, by ISO days: the second is the first day after them. */
export interface Months {
  readonly from: string;
  readonly to: string;
}

/** A school and whether it takes part. */
export interface ExchangeRow extends SchoolExchange {
  readonly schoolId: string;
}

/** A month of a school that receives people. */
export interface HostLoadRow extends HostLoadMonth {
  readonly schoolId: string;
}

interface CountedFlow extends SchoolFlow {
  readonly people: number;
}

/** What is firm, or was, between the days `$2` and `$3`. */
const firmSql = `
  p.trust_id = $1 AND p.state IN ('RECORDED', 'SCHEDULED', 'ENDED_EARLY')
  AND p.starts_on < $3::date AND (p.ends_on IS NULL OR p.ends_on > $2::date)
  AND p.host_school_id <> p.home_school_id`;

/** Mondays to Fridays of the placement that lie between two days. */
const workingDays = (from: string, to: string) => `
  (SELECT count(*)::integer FROM unnest(p.days * datemultirange(daterange(${from}, ${to}))) AS run
    CROSS JOIN generate_series(0, upper(run) - lower(run) - 1) AS n
    WHERE extract(isodow FROM lower(run) + n) < 6)`;

/** Home by host by kind, without small numbers. Nothing is told in sum, from which one could follow. */
export async function flowsBetween(
  db: Database,
  { trustId }: Viewer,
  { from, to }: Months,
): Promise<SchoolFlow[]> {
  const counted = await db.rows<CountedFlow>(
    `SELECT home_school_id AS "homeSchoolId", host_school_id AS "hostSchoolId", kind,
            count(DISTINCT person_id)::integer AS people
       FROM placement p WHERE ${firmSql}
      GROUP BY home_school_id, host_school_id, kind ORDER BY 1, 2, 3`,
    [trustId, from, to],
  );
  return counted.map((flow) => ({
    ...flow,
    people: isSmall(flow.people) ? null : toFives(flow.people),
  }));
}

/** Each school where somebody works or to which somebody went, and with how many others it exchanged. */
export function exchangesBetween(
  db: Database,
  { trustId }: Viewer,
  { from, to }: Months,
): Promise<ExchangeRow[]> {
  return db.rows<ExchangeRow>(
    `WITH pair AS (
       SELECT DISTINCT home_school_id AS home, host_school_id AS host FROM placement p WHERE ${firmSql}
     ), school AS (
       SELECT school_id AS id FROM roster_assignment
        WHERE trust_id = $1 AND starts_on < $3::date AND (ends_on IS NULL OR ends_on > $2::date)
       UNION SELECT home FROM pair UNION SELECT host FROM pair
     )
     SELECT id AS "schoolId", (SELECT count(*)::integer FROM pair WHERE home = id) AS "sendsTo",
            (SELECT count(*)::integer FROM pair WHERE host = id) AS "receivesFrom"
       FROM school ORDER BY id`,
    [trustId, from, to],
  );
}

/** Days elsewhere by subject, without those of few. */
export async function daysBySubject(
  db: Database,
  { trustId }: Viewer,
  { from, to }: Months,
): Promise<SubjectDays[]> {
  const rows = await db.rows<{ subjectCode: string | null; personId: string; days: number }>(
    `SELECT "subjectCode", person_id AS "personId", sum(days)::integer AS days
       FROM (SELECT p.person_id, coalesce(slot.subject_code, need.subject_code, post.subject_code)
                      AS "subjectCode",
                    CASE WHEN p.kind = 'DEPLOYMENT' AND deployment.id IS NOT NULL
                         THEN (SELECT count(*)::integer FROM deployment_day lent
                                WHERE lent.trust_id = p.trust_id AND lent.deployment_id = p.id
                                  AND lent.state <> 'RELEASED' AND lent.day >= $2 AND lent.day < $3)
                         ELSE ${workingDays('$2', '$3')} END AS days
               FROM placement p
               LEFT JOIN visit_booking booking ON booking.trust_id = p.trust_id
                AND booking.placement_id = p.id
               LEFT JOIN visit_slot slot ON slot.trust_id = p.trust_id AND slot.id = booking.slot_id
               LEFT JOIN deployment ON deployment.trust_id = p.trust_id AND deployment.id = p.id
               LEFT JOIN specialist_need need ON need.trust_id = p.trust_id
                AND need.id = deployment.need_id
               LEFT JOIN LATERAL (
                 SELECT subject_codes[1] AS subject_code FROM roster_assignment r
                  WHERE r.trust_id = p.trust_id AND r.person_id = p.person_id
                    AND r.starts_on <= p.starts_on AND (r.ends_on IS NULL OR r.ends_on > p.starts_on)
                  ORDER BY r.is_primary DESC, r.fte DESC, r.id LIMIT 1) post ON true
              WHERE ${firmSql} AND NOT isempty(p.days)) AS elsewhere
      GROUP BY 1, 2 HAVING sum(days) > 0 ORDER BY 1 NULLS LAST, 2`,
    [trustId, from, to],
  );
  const bySubject = Map.groupBy(rows, ({ subjectCode }) => subjectCode);
  return [...bySubject].map(([subjectCode, people]) => {
    const shares = new Map(people.map(({ personId, days }) => [personId, days]));
    const isHeldBack = isSmall(shares.size) || isDominated(shares);
    const days = people.reduce((sum, one) => sum + one.days, 0);
    return { subjectCode, days: isHeldBack ? null : toFives(days) };
  });
}

/** What each school that the viewer answers for has of people from others, month by month. */
export function hostLoads(
  db: Database,
  { trustId, allPlaces, placeIds }: Viewer,
  { from, to }: Months,
): Promise<HostLoadRow[]> {
  return db.rows<HostLoadRow>(
    `WITH school AS (
       SELECT DISTINCT school_id AS id FROM roster_assignment
        WHERE trust_id = $1 AND ($4 OR school_id = ANY ($5::uuid[]))
          AND starts_on < $3::date AND (ends_on IS NULL OR ends_on > $2::date)
     ), month AS (
       SELECT first::date AS first, (first + interval '1 month')::date AS next
         FROM generate_series($2::date, $3::date - 1, interval '1 month') AS first
     ), hosted AS (
       SELECT p.host_school_id AS school_id, month.first, count(DISTINCT p.person_id)::integer AS people,
              coalesce(sum(${workingDays('month.first', 'month.next')}), 0)::integer AS days
         FROM placement p JOIN month ON p.starts_on < month.next
          AND (p.ends_on IS NULL OR p.ends_on > month.first)
        WHERE ${firmSql} AND p.host_school_id IN (SELECT id FROM school)
        GROUP BY 1, 2
     ), offered AS (
       SELECT school_id, date_trunc('month', starts_on)::date AS first,
              sum(capacity)::integer AS places, sum(taken)::integer AS taken
         FROM visit_slot
        WHERE trust_id = $1 AND withdrawn_at IS NULL AND starts_on >= $2 AND starts_on < $3
        GROUP BY 1, 2
     )
     SELECT school.id AS "schoolId", month.first AS month, coalesce(hosted.people, 0) AS people,
            coalesce(hosted.days, 0) AS days, coalesce(offered.places, 0) AS "visitPlaces",
            coalesce(offered.taken, 0) AS "visitPlacesTaken"
       FROM school CROSS JOIN month
       LEFT JOIN hosted ON hosted.school_id = school.id AND hosted.first = month.first
       LEFT JOIN offered ON offered.school_id = school.id AND offered.first = month.first
      ORDER BY school.id, month.first`,
    [trustId, from, to, allPlaces, placeIds],
  );
}
