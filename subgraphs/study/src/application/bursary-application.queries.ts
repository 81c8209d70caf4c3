import type { Database } from '@trellis/subgraph-kit/database';
import type { List } from '@trellis/subgraph-kit/page';
import { SqlParameters } from '@trellis/subgraph-kit/sql-parameters';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { mayReadAwards } from '../award/award.queries.ts';
import { allReleasesOf } from '../release/school-release.queries.ts';
import type { BursaryApplication } from './bursary-application.types.ts';

/** An application with what it points to. */
export interface BursaryApplicationRow extends BursaryApplication {
  readonly roundId: string;
  readonly personId: string;
  readonly schoolId: string;
  readonly goalId: string | null;
  readonly awardId: string | null;
  readonly stage: string;
}

/** Days after the order is fixed within which people without an offer hear why. */
const feedbackDays = 14;

const owed = `a.stage = 'WAITLISTED' AND a.feedback IS NULL`;

const columns = `a.id, a.round_id AS "roundId", a.person_id AS "personId", a.school_id AS "schoolId",
         a.goal_id AS "goalId", a.award_id AS "awardId", a.stage, a.programme_code AS "programmeCode",
         a.cost_pence AS "costPence", a.release_days AS "releaseDays", a.statement,
         a.project_question AS "projectQuestion", a.manager_comment AS "managerComment",
         h.releases AS "headReleases", h.reason AS "headReason", a.feedback, a.version,
         (${owed}) AS "isFeedbackOwed",
         CASE WHEN ${owed} THEN (r.locked_at AT TIME ZONE 'Europe/London')::date + ${String(feedbackDays)}
              END AS "feedbackDueOn",
         CASE WHEN a.stage = 'OFFERED' AND w.status = 'DECLINED' THEN 'DECLINED'
              WHEN a.stage = 'OFFERED' AND w.status <> 'OFFERED' THEN 'ACCEPTED'
              WHEN a.stage <> 'SUBMITTED' THEN a.stage
              WHEN h.is_answered THEN 'HEAD_RELEASE'
              WHEN a.manager_id IS NOT NULL THEN 'MANAGER_VIEW' ELSE 'SUBMITTED' END AS state`;

const from = `bursary_application a
    JOIN study_round r ON r.trust_id = a.trust_id AND r.id = a.round_id
    LEFT JOIN award w ON w.trust_id = a.trust_id AND w.id = a.award_id
    ${allReleasesOf('a')} AS h ON true`;

const select = `SELECT ${columns} FROM ${from}`;

/** Own ones, those of whom one manages, and once handed in those of or asked of schools one answers for. */
const known = `a.trust_id = $1 AND (a.person_id = $2::uuid OR a.stage <> 'DRAFT' AND (
  $3 OR a.school_id = ANY ($4::uuid[]) OR EXISTS (
    SELECT 1 FROM school_release s WHERE s.trust_id = a.trust_id AND s.application_id = a.id
       AND s.school_id = ANY ($4::uuid[])) OR EXISTS (
    SELECT 1 FROM roster_person p, jsonb_to_recordset(p.managers)
           AS link ("personId" uuid, "startsOn" date, "endsOn" date)
     WHERE p.trust_id = a.trust_id AND p.id = a.person_id AND link."personId" = $2::uuid
       AND link."startsOn" <= $5 AND (link."endsOn" IS NULL OR link."endsOn" > $5))))`;

const knower = (viewer: Viewer, today: string) => {
  const reads = mayReadAwards(viewer);
  const { trustId, personId, allPlaces, placeIds } = viewer;
  return [trustId, personId, reads && allPlaces, reads ? placeIds : [], today];
};

/** @returns applications of those ids that the viewer may know of, held where `lock` says so. */
export function applicationsById(
  db: Database,
  viewer: Viewer,
  ids: readonly string[],
  today: string,
  lock: '' | 'FOR UPDATE OF a' = '',
): Promise<BursaryApplicationRow[]> {
  const sql = `${select} WHERE ${known} AND a.id = ANY ($6::uuid[]) ${lock}`;
  return db.rows<BursaryApplicationRow>(sql, [...knower(viewer, today), ids]);
}

/** @returns applications that the viewer may know of, newest first; at most 500. */
export function knownApplications(
  db: Database,
  viewer: Viewer,
  roundId: string | null,
  today: string,
): Promise<BursaryApplicationRow[]> {
  const sql = `${select} WHERE ${known} AND ($6::uuid IS NULL OR a.round_id = $6)
    ORDER BY a.id DESC LIMIT 500`;
  return db.rows<BursaryApplicationRow>(sql, [...knower(viewer, today), roundId]);
}

/** Of the trust, to whom feedback is owed, the earliest due first. */
export function feedbackOwedList({ trustId }: Viewer): List {
  const parameters = new SqlParameters();
  const where = [`a.trust_id = ${parameters.add(trustId)}`, owed];
  const keys = [
    { sql: 'r.locked_at', type: 'timestamptz' },
    { sql: 'a.id', type: 'uuid' },
  ] as const;
  const sort = { name: 'EARLIEST_DUE', keys };
  return { name: 'bursaryFeedbackOwed', select: columns, from, where, parameters, sort };
}

/** Of the trust, on whose release a school has not answered, the first handed in first. */
export function releaseOwedList({ trustId }: Viewer): List {
  const parameters = new SqlParameters();
  const where = [
    `a.trust_id = ${parameters.add(trustId)}`,
    "a.stage IN ('SUBMITTED', 'PANEL', 'WAITLISTED')",
    'a.release_days > 0 AND NOT h.is_answered',
  ];
  const keys = [
    { sql: 'a.submitted_at', type: 'timestamptz' },
    { sql: 'a.id', type: 'uuid' },
  ] as const;
  const sort = { name: 'FIRST_HANDED_IN', keys };
  return { name: 'bursaryReleaseOwed', select: columns, from, where, parameters, sort };
}
