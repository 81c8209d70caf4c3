import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { CohortMeeting, CohortProject, SeatAttendance } from './cohort-life.types.ts';

const projectColumns = `
  p.id, p.cohort_id AS "cohortId", p.title, p.purpose, p.begun_on AS "begunOn",
  p.finished_on AS "finishedOn", p.output, p.version`;

/** A project as read. */
export type ProjectRow = CohortProject & { readonly cohortId: string };

/** Projects of the viewer's trust. */
export function projectsById(
  db: Database,
  { trustId }: Viewer,
  ids: readonly string[],
): Promise<ProjectRow[]> {
  return db.rows<ProjectRow>(
    `SELECT ${projectColumns} FROM cohort_project p WHERE p.trust_id = $1 AND p.id = ANY ($2::uuid[])`,
    [trustId, ids],
  );
}

/** What cohorts took on, the latest first. */
export function projectsOfCohorts(
  db: Database,
  { trustId }: Viewer,
  cohortIds: readonly string[],
): Promise<ProjectRow[]> {
  return db.rows<ProjectRow>(
    `SELECT ${projectColumns} FROM cohort_project p
      WHERE p.trust_id = $1 AND p.cohort_id = ANY ($2::uuid[])
      ORDER BY p.cohort_id, p.begun_on DESC, p.id`,
    [trustId, cohortIds],
  );
}

/** A meeting as read. */
export type MeetingRow = CohortMeeting & { readonly cohortId: string };

/** Meetings of cohorts, the latest first; at most 200 of each. */
export function meetingsOfCohorts(
  db: Database,
  { trustId }: Viewer,
  cohortIds: readonly string[],
): Promise<MeetingRow[]> {
  return db.rows<MeetingRow>(
    `SELECT m.id, m.cohort_id AS "cohortId", m.held_on AS "heldOn", m.title
       FROM unnest($2::uuid[]) AS asked (id) CROSS JOIN LATERAL (
         SELECT * FROM cohort_meeting own WHERE own.trust_id = $1 AND own.cohort_id = asked.id
          ORDER BY own.held_on DESC LIMIT 200) AS m
      ORDER BY m.cohort_id, m.held_on DESC`,
    [trustId, cohortIds],
  );
}

/** How often people came in terms of theirs, as far as the viewer may read it. */
export async function attendanceOfTerms(
  db: Database,
  { trustId }: Viewer,
  termIds: readonly string[],
): Promise<(SeatAttendance & { readonly termId: string })[]> {
  const rows = await db.rows<Counted>(
    `SELECT t.id AS "termId", c.least_attendance AS least, count(a.mark)::integer AS meetings,
            count(*) FILTER (WHERE a.mark = 'CAME')::integer AS came,
            count(*) FILTER (WHERE a.mark = 'EXCUSED')::integer AS excused
       FROM seat_term t
       JOIN cohort c ON c.trust_id = t.trust_id AND c.id = t.cohort_id
       LEFT JOIN cohort_attendance a ON a.trust_id = t.trust_id AND a.term_id = t.id
      WHERE t.trust_id = $1 AND t.id = ANY ($2::uuid[])
        AND (t.person_id = app.person() OR runs_cohort(t.trust_id, t.cohort_id))
      GROUP BY t.id, c.least_attendance`,
    [trustId, termIds],
  );
  return rows.map(counted);
}

interface Counted {
  readonly termId: string;
  readonly least: number;
  readonly meetings: number;
  readonly came: number;
  readonly excused: number;
}

function counted({ termId, least, meetings, came, excused }: Counted) {
  const counting = meetings - excused;
  const percent = counting === 0 ? null : Math.floor((100 * came) / counting);
  const isEnough = percent === null || percent >= least;
  const inWords = wordsOf({ least, counting, came, excused, isEnough });
  return { termId, meetings, came, excused, percent, isEnough, inWords };
}

interface ToSay {
  readonly least: number;
  readonly counting: number;
  readonly came: number;
  readonly excused: number;
  readonly isEnough: boolean;
}

/** Kindly: whoever could not come mostly has a reason, and those who run the team can help with it. */
function wordsOf({ least, counting, came, excused, isEnough }: ToSay): string {
  if (counting + excused === 0) return 'There has been no meeting yet.';
  const meetings = counting === 1 ? 'meeting' : 'meetings';
  const sentences = [
    `You came to ${String(came)} of ${String(counting)} ${meetings}.`,
    ...(excused > 0
      ? [`${String(excused)} more you were excused from; they count neither way.`]
      : []),
    `The team asks for ${String(least)} in 100.`,
    ...(isEnough
      ? []
      : ['If days, hours or ways are in your way, tell whoever runs the team: they may help.']),
  ];
  return sentences.join(' ');
}
