import { careerLineChanged, careerLineRemoved } from '@trellis/events/career-line';
import { Outbox } from '@trellis/events/outbox';
import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';

/** What others hear of terms: each is a line of its person's career record, with what the cohort made meanwhile. */
export class SeatNews {
  constructor(private readonly db: Database) {}

  /** Tells of terms as they now stand; of one that never began there is nothing to tell. */
  async tell(viewer: Viewer, ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const terms = await this.db.rows<Told>(toldSql, [viewer.trustId, ids]);
    const told = terms.map(({ id, state, ...line }) =>
      state === 'CANCELLED'
        ? careerLineRemoved(id, line.personId)
        : careerLineChanged(id, { kind: 'COHORT', ...line }),
    );
    await new Outbox(this.db).append(viewer, told);
  }
}

interface Told {
  readonly id: string;
  readonly state: string;
  readonly personId: string;
  readonly title: string;
  readonly detail: string;
  readonly outcome: string | null;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly schoolId: string | null;
}

const toldSql = `
  SELECT t.id, t.state, t.person_id AS "personId", c.name AS title, left(c.purpose, 2000) AS detail,
         t.starts_on AS "startsOn", t.ends_on AS "endsOn", c.host_school_id AS "schoolId",
         (SELECT left(string_agg(p.title || ': ' || p.output, ' ' ORDER BY p.finished_on, p.id), 2000)
            FROM cohort_project p
           WHERE p.trust_id = t.trust_id AND p.cohort_id = t.cohort_id AND p.finished_on >= t.starts_on
             AND p.begun_on < t.ends_on) AS outcome
    FROM seat_term t JOIN cohort c ON c.trust_id = t.trust_id AND c.id = t.cohort_id
   WHERE t.trust_id = $1 AND t.id = ANY ($2::uuid[]) ORDER BY t.id`;
