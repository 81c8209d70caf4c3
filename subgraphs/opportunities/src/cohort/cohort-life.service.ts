import type { Database } from '@trellis/subgraph-kit/database';
import { Fault, forbidden, notFound } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { isId, newId } from '@trellis/subgraph-kit/ids';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { answersFor } from '../placement/placement.queries.ts';
import { type MeetingRow, type ProjectRow, projectsById } from './cohort-life.queries.ts';
import {
  type BeginCohortProjectInput,
  type FinishCohortProjectInput,
  MeetingToCome,
  NotSitting,
  type RecordCohortMeetingInput,
} from './cohort-life.types.ts';
import { heldCohort } from './cohort.queries.ts';
import { SeatNews } from './seat-news.ts';

/** What cohorts do: they meet, and take on what somebody has to find out or change. */
export class CohortLifeService {
  constructor(
    private readonly db: Database,
    private readonly idempotency: Idempotency,
    private readonly now: Clock,
  ) {}

  /**
   * Records a meeting and who came, for those who run the cohort. All others who have a seat that day missed
   * it; whose term rests is not asked.
   *
   * @throws NOT_FOUND when the viewer's trust has no such cohort.
   * @throws FORBIDDEN unless the viewer answers for it.
   */
  recordMeeting(viewer: Viewer, input: RecordCohortMeetingInput) {
    const { cohortId, heldOn, title, cameIds, excusedIds } = input;
    const record = async () => {
      await heldCohort(this.db, viewer, cohortId, { mayChange: true });
      if (heldOn > londonDay(this.now())) return new MeetingToCome();
      const { trustId, personId } = viewer;
      const members = await this.db.rows<{ termId: string; personId: string }>(
        `SELECT id AS "termId", person_id AS "personId" FROM seat_term
          WHERE trust_id = $1 AND cohort_id = $2 AND state = 'STANDS' AND days @> $3::date`,
        [trustId, cohortId, heldOn],
      );
      const sitting = new Set(members.map((member) => member.personId));
      const came = new Set(cameIds);
      const strangers = [
        ...[...cameIds, ...excusedIds].filter((id) => !sitting.has(id)),
        ...excusedIds.filter((id) => came.has(id)),
      ];
      if (strangers.length > 0) return new NotSitting([...new Set(strangers)]);
      const [meeting] = await this.db.rows<{ id: string }>(meetingSql, [
        ...[trustId, newId(), cohortId, heldOn, title, this.now(), personId],
      ]);
      const id = meeting?.id ?? '';
      await this.db.rows(attendanceSql, [trustId, id, cohortId, heldOn, cameIds, excusedIds]);
      return this.foundMeeting(viewer, id);
    };
    const again = (id: string) => this.foundMeeting(viewer, id);
    return this.idempotency.once(viewer, 'recordCohortMeeting', input, record, again);
  }

  /**
   * Has a cohort take something on, for its members and those who run it.
   *
   * @throws NOT_FOUND when the viewer's trust has no such cohort.
   * @throws FORBIDDEN for others.
   */
  begin(viewer: Viewer, input: BeginCohortProjectInput) {
    const { cohortId, title, purpose } = input;
    const begin = async () => {
      const today = await this.refuseOutsiders(viewer, cohortId);
      const id = newId();
      await this.db.rows(
        `INSERT INTO cohort_project (trust_id, id, cohort_id, title, purpose, begun_on, begun_by_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        [viewer.trustId, id, cohortId, title, purpose, today, viewer.personId],
      );
      return this.foundProject(viewer, id);
    };
    const again = (id: string) => this.foundProject(viewer, id);
    return this.idempotency.once(viewer, 'beginCohortProject', input, begin, again);
  }

  /**
   * Says what came of it, or once more what came of it after all. It is in the career records of all who
   * had a seat while it ran.
   *
   * @throws NOT_FOUND when the viewer's trust has no such project.
   * @throws FORBIDDEN for others than members and those who run the cohort.
   * @throws CONFLICT with the current version when it changed since it was read.
   */
  finish(viewer: Viewer, input: FinishCohortProjectInput) {
    const { id, version, output } = input;
    const finish = async () => {
      const { cohortId } = await this.foundProject(viewer, id);
      const today = await this.refuseOutsiders(viewer, cohortId);
      const held = await this.foundProject(viewer, id);
      if (held.version !== version) {
        throw new Fault('CONFLICT', 'The project was changed since it was read.', {
          currentVersion: held.version,
        });
      }
      await this.db.rows(
        `UPDATE cohort_project SET finished_on = coalesce(finished_on, $3), output = $4,
                version = version + 1
          WHERE trust_id = $1 AND id = $2`,
        [viewer.trustId, id, today, output],
      );
      const terms = await this.db.rows<{ id: string }>(whoTookPartSql, [viewer.trustId, id]);
      await new SeatNews(this.db).tell(
        viewer,
        terms.map((term) => term.id),
      );
      return this.foundProject(viewer, id);
    };
    const again = () => this.foundProject(viewer, id);
    return this.idempotency.once(viewer, 'finishCohortProject', input, finish, again);
  }

  /** Holds the cohort. @returns today. @throws FORBIDDEN for who has no seat today and does not run it. */
  private async refuseOutsiders(viewer: Viewer, cohortId: string): Promise<string> {
    const { hostSchoolId } = await heldCohort(this.db, viewer, cohortId, { mayChange: false });
    const today = londonDay(this.now());
    if (answersFor(viewer, hostSchoolId)) return today;
    const seats = await this.db.rows(
      `SELECT 1 FROM seat_term WHERE trust_id = $1 AND cohort_id = $2 AND person_id = $3
          AND state = 'STANDS' AND days @> $4::date`,
      [viewer.trustId, cohortId, viewer.personId, today],
    );
    if (seats.length === 0) throw forbidden('Members of a cohort say what it takes on.');
    return today;
  }

  private async foundProject(viewer: Viewer, id: string): Promise<ProjectRow> {
    const [found] = await projectsById(this.db, viewer, [id].filter(isId));
    if (!found) throw notFound('project');
    return found;
  }

  private async foundMeeting({ trustId }: Viewer, id: string): Promise<MeetingRow> {
    const [found] = await this.db.rows<MeetingRow>(
      `SELECT id, cohort_id AS "cohortId", held_on AS "heldOn", title FROM cohort_meeting
        WHERE trust_id = $1 AND id = $2`,
      [trustId, id],
    );
    if (!found) throw notFound('meeting');
    return found;
  }
}

const meetingSql = `
  WITH kept AS (
    INSERT INTO cohort_meeting (trust_id, id, cohort_id, held_on, title, recorded_at, recorded_by_id)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (trust_id, cohort_id, held_on)
    DO UPDATE SET title = excluded.title, recorded_at = excluded.recorded_at,
                  recorded_by_id = excluded.recorded_by_id
    RETURNING id)
  SELECT id FROM kept`;

const attendanceSql = `
  INSERT INTO cohort_attendance (trust_id, meeting_id, term_id, cohort_id, person_id, mark)
  SELECT $1, $2, t.id, t.cohort_id, t.person_id,
         CASE WHEN t.person_id = ANY ($5::uuid[]) THEN 'CAME'
              WHEN t.person_id = ANY ($6::uuid[]) THEN 'EXCUSED' ELSE 'MISSED' END
    FROM seat_term t
   WHERE t.trust_id = $1 AND t.cohort_id = $3 AND t.state = 'STANDS' AND t.days @> $4::date
  ON CONFLICT (trust_id, meeting_id, term_id) DO UPDATE SET mark = excluded.mark`;

const whoTookPartSql = `
  SELECT t.id FROM seat_term t
    JOIN cohort_project p ON p.trust_id = t.trust_id AND p.cohort_id = t.cohort_id
   WHERE t.trust_id = $1 AND p.id = $2 AND t.state = 'STANDS'
     AND t.starts_on <= p.finished_on AND t.ends_on > p.begun_on`;
