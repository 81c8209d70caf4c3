import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { answersFor, mayReadAwards } from '../award/award.queries.ts';
import type { SchoolRelease } from './school-release.types.ts';

/** What is asked of a school, with its answer, and whose application it is. */
export interface SchoolReleaseRow extends SchoolRelease {
  readonly applicationId: string;
  readonly schoolId: string;
  readonly answeredById: string | null;
}

/** The newest answer of `school_release s`, unless it was set aside. */
const answer = `LEFT JOIN LATERAL (
      SELECT r.releases, r.reason, r.head_id, r.answered_at, r.set_aside_at FROM release_answer r
       WHERE r.trust_id = s.trust_id AND r.application_id = s.application_id
         AND r.school_id = s.school_id ORDER BY r.number DESC LIMIT 1) AS n ON n.set_aside_at IS NULL`;

/**
 * The answers of all schools that an application asks for days, in one row: `releases`, `reason` and
 * `is_answered`. Where it asks for none, of each school that was asked at all.
 */
export const allReleasesOf = (a: string) => `LEFT JOIN LATERAL (
      SELECT CASE WHEN bool_or(NOT n.releases) THEN false
                  WHEN bool_and(n.releases IS NOT NULL) THEN true END AS releases,
             coalesce(bool_and(n.releases IS NOT NULL), false) AS is_answered,
             (array_agg(n.reason ORDER BY n.releases, s.school_id = ${a}.school_id DESC)
               FILTER (WHERE n.reason IS NOT NULL))[1] AS reason
        FROM school_release s ${answer}
       WHERE s.trust_id = ${a}.trust_id AND s.application_id = ${a}.id
         AND (s.days IS DISTINCT FROM 0 OR ${a}.release_days = 0))`;

/** @returns what these applications ask of schools, that of the most days first. */
export async function releasesOfApplications(
  db: Database,
  viewer: Viewer,
  applicationIds: readonly string[],
): Promise<SchoolReleaseRow[]> {
  const rows = await db.rows<SchoolReleaseRow>(
    `SELECT s.application_id AS "applicationId", s.school_id AS "schoolId", s.days, n.releases,
            n.reason, n.head_id AS "answeredById",
            (n.answered_at AT TIME ZONE 'Europe/London')::date::text AS "answeredOn",
            s.needs_another AND n.releases IS NULL AS "needsAnother"
       FROM school_release s ${answer}
      WHERE s.trust_id = $1 AND s.application_id = ANY ($2)
      ORDER BY s.application_id, s.days DESC NULLS FIRST, s.school_id`,
    [viewer.trustId, applicationIds],
  );
  return rows.map((row) => (knowsWhy(viewer, row.schoolId) ? row : { ...row, needsAnother: null }));
}

/** @returns of the schools that an application asks for days those that have not released them. */
export async function lackingReleases(
  db: Database,
  viewer: Viewer,
  applicationId: string,
): Promise<SchoolReleaseRow[]> {
  const all = await releasesOfApplications(db, viewer, [applicationId]);
  return all.filter(({ days, releases }) => days !== 0 && releases !== true);
}

const knowsWhy = (viewer: Viewer, schoolId: string) =>
  mayReadAwards(viewer) && answersFor(viewer, schoolId);
