import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';

/** Somebody as the roster has them on the last day of a year, or when they were there last. */
export interface StaffMember {
  readonly personId: string;
  /** On the day, by the trust and not by an agency. */
  readonly isEmployed: boolean;
  /** Of the main post; null where none is known. */
  readonly staffGroup: string | null;
  /** Of all posts together on the day, or on the last one that is known. */
  readonly fte: number;
  /** The posts of the day. */
  readonly posts: readonly { readonly schoolId: string; readonly fte: number }[];
}

/** What somebody's study for one school came to in a year. */
export interface StudyYear {
  readonly personId: string;
  readonly schoolId: string;
  readonly spendPence: number;
  readonly applied: number;
  readonly offered: number;
  readonly completed: number;
  readonly completedPence: number;
  readonly withdrawn: number;
  readonly deferred: number;
  /** Half days count as half. */
  readonly releaseDays: number;
  readonly coverPence: number;
  /** Completed two years before, and got another main role within 24 months. */
  readonly completedBefore: number;
  readonly changedRole: number;
}

/** @returns whom the roster knows to have been employed in the year or before. */
export function staffOfYear(
  db: Database,
  { trustId }: Viewer,
  academicYear: number,
): Promise<StaffMember[]> {
  return db.rows<StaffMember>(staffSql, [trustId, `${String(academicYear + 1)}-08-31`]);
}

/** @returns sums by person and school, for all who had anything to do with study in the year. */
export function studyOfYear(
  db: Database,
  { trustId }: Viewer,
  academicYear: number,
): Promise<StudyYear[]> {
  const from = `${String(academicYear)}-09-01`;
  const before = `${String(academicYear + 1)}-09-01`;
  return db.rows<StudyYear>(studySql, [trustId, academicYear, from, before]);
}

/** Agreements for services: who comes by one is employed by somebody else (census, CS025). */
const agency = `('SLA', 'SAG', 'SOT')`;

const staffSql = `
  SELECT p.id AS "personId",
         EXISTS (SELECT 1 FROM jsonb_to_recordset(p.contracts)
                   AS c ("startsOn" date, "endsOn" date, type text)
                  WHERE c.type NOT IN ${agency} AND c."startsOn" <= $2
                    AND (c."endsOn" IS NULL OR c."endsOn" > $2)) AS "isEmployed",
         main.staff_groups[1] AS "staffGroup",
         coalesce((SELECT sum(a.fte) FROM roster_assignment a
                    WHERE a.trust_id = $1 AND a.person_id = p.id AND a.starts_on <= main.last_on
                      AND (a.ends_on IS NULL OR a.ends_on > main.last_on)), 0)::float8 AS fte,
         coalesce((SELECT jsonb_agg(jsonb_build_object('schoolId', a.school_id, 'fte', a.fte))
                     FROM roster_assignment a
                    WHERE a.trust_id = $1 AND a.person_id = p.id AND a.starts_on <= $2
                      AND (a.ends_on IS NULL OR a.ends_on > $2)), '[]') AS posts
    FROM roster_person p
    LEFT JOIN LATERAL (
      SELECT a.staff_groups, least(coalesce(a.ends_on - 1, $2), $2::date) AS last_on
        FROM roster_assignment a
       WHERE a.trust_id = $1 AND a.person_id = p.id AND a.starts_on <= $2
       ORDER BY least(coalesce(a.ends_on - 1, $2), $2::date) DESC, a.is_primary DESC, a.starts_on DESC,
                a.id LIMIT 1) AS main ON true
   WHERE p.trust_id = $1 AND p.status <> 'MERGED'`;

/** What a line costs a fund; what was carried on counts where it was promised, so never twice. */
const costs = 'line.committed_pence + line.paid_pence + line.owed_pence + line.carried_pence';

const moneySql = `
  SELECT w.person_id, w.school_id, 'spend' AS what, (${costs})::float8 AS amount
    FROM funding_line line JOIN award w ON w.trust_id = line.trust_id AND w.id = line.award_id
   WHERE line.trust_id = $1 AND line.academic_year = $2 AND line.fund_id IS NOT NULL
     AND line.carried_from_id IS NULL AND ${costs} > 0
  UNION ALL
  SELECT w.person_id, w.school_id, 'completedPence', (${costs})::float8
    FROM award w JOIN funding_line line ON line.trust_id = w.trust_id AND line.award_id = w.id
   WHERE w.trust_id = $1 AND w.completed_on >= $3 AND w.completed_on < $4
     AND line.fund_id IS NOT NULL AND line.carried_from_id IS NULL`;

const decisionsSql = `
  SELECT a.person_id, a.school_id, unnest(CASE WHEN a.award_id IS NULL THEN ARRAY['applied']
                                               ELSE ARRAY['applied', 'offered'] END), 1
    FROM bursary_application a
    JOIN study_round r ON r.trust_id = a.trust_id AND r.id = a.round_id
   WHERE a.trust_id = $1 AND a.stage IN ('OFFERED', 'WAITLISTED', 'DEFERRED')
     AND (r.locked_at AT TIME ZONE 'Europe/London')::date >= $3
     AND (r.locked_at AT TIME ZONE 'Europe/London')::date < $4`;

const outcomesSql = `
  SELECT person_id, school_id, 'completed', 1 FROM award
   WHERE trust_id = $1 AND completed_on >= $3 AND completed_on < $4
  UNION ALL
  SELECT person_id, school_id, 'withdrawn', 1 FROM award
   WHERE trust_id = $1 AND status = 'WITHDRAWN' AND withdrawn_on >= $3 AND withdrawn_on < $4
  UNION ALL
  SELECT person_id, school_id, 'deferred', 1 FROM award
   WHERE trust_id = $1 AND last_deferred_on >= $3 AND last_deferred_on < $4`;

const releaseSql = `
  SELECT w.person_id, w.school_id, 'releaseDays', CASE WHEN d.is_half THEN 0.5 ELSE 1 END
    FROM release_day d JOIN award w ON w.trust_id = d.trust_id AND w.id = d.award_id
   WHERE d.trust_id = $1 AND d.day >= $3 AND d.day < $4 AND d.cancelled_on IS NULL
  UNION ALL
  SELECT w.person_id, w.school_id, 'cover', coalesce(d.actual_cover_pence, d.planned_cover_pence)
    FROM release_day d JOIN award w ON w.trust_id = d.trust_id AND w.id = d.award_id
   WHERE d.trust_id = $1 AND d.day >= $3 AND d.day < $4 AND d.cancelled_on IS NULL`;

/** A main role that they did not have on the day on which they completed. */
const changed = `EXISTS (
  SELECT 1 FROM roster_assignment a
   WHERE a.trust_id = w.trust_id AND a.person_id = w.person_id AND a.starts_on > w.completed_on
     AND a.starts_on <= w.completed_on + interval '24 months' AND a.role_codes[1] IS NOT NULL
     AND NOT EXISTS (
       SELECT 1 FROM roster_assignment b
        WHERE b.trust_id = w.trust_id AND b.person_id = w.person_id
          AND b.starts_on <= w.completed_on AND (b.ends_on IS NULL OR b.ends_on > w.completed_on)
          AND b.role_codes[1] = a.role_codes[1]))`;

const returnSql = `
  SELECT w.person_id, w.school_id,
         unnest(CASE WHEN ${changed} THEN ARRAY['completedBefore', 'changedRole']
                     ELSE ARRAY['completedBefore'] END), 1
    FROM award w
   WHERE w.trust_id = $1 AND w.completed_on >= $3::date - interval '2 years'
     AND w.completed_on < $4::date - interval '2 years'`;

const sumOf = (what: string) => `coalesce(sum(amount) FILTER (WHERE what = '${what}'), 0)::float8`;
/** One for each person, however many awards they have. */
const hasAny = (what: string) => `count(DISTINCT what) FILTER (WHERE what = '${what}')::integer`;

/** Who turned out to be somebody else is that person here. */
const studySql = `
  SELECT coalesce(p.merged_into_id, done.person_id) AS "personId", school_id AS "schoolId", ${sumOf('spend')} AS "spendPence",
         ${hasAny('applied')} AS applied, ${hasAny('offered')} AS offered,
         ${hasAny('completed')} AS completed, ${sumOf('completedPence')} AS "completedPence",
         ${hasAny('withdrawn')} AS withdrawn, ${hasAny('deferred')} AS deferred,
         ${sumOf('releaseDays')} AS "releaseDays", ${sumOf('cover')} AS "coverPence",
         ${hasAny('completedBefore')} AS "completedBefore", ${hasAny('changedRole')} AS "changedRole"
    FROM (${[moneySql, decisionsSql, outcomesSql, releaseSql, returnSql].join('\n  UNION ALL\n')})
      AS done (person_id, school_id, what, amount)
    LEFT JOIN roster_person p ON p.trust_id = $1 AND p.id = done.person_id
   GROUP BY 1, school_id`;
