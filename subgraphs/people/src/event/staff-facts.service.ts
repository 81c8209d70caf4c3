import {
  staffFactsPageShape,
  staffFactsQuestionShape,
  staffFactsScope,
} from '@trellis/staff-roster/staff-facts';
import type { Database } from '@trellis/subgraph-kit/database';
import { Fault } from '@trellis/subgraph-kit/faults';
import { jobViewer } from '@trellis/subgraph-kit/job-viewer';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { personFactsPageSql } from './event.queries.ts';

/** People a page: some 300 kB. */
const pageSize = 500;

/** Tells other subgraphs the facts of all staff, for a roster that is built from nothing. */
export class StaffFactsService {
  constructor(private readonly db: Database) {}

  /**
   * Answers which trusts there are, or a page of one trust's people. Each person's version is the
   * number of the last event that the facts include.
   *
   * @throws UNAUTHENTICATED unless a subgraph of ours asks.
   * @throws BAD_REQUEST when it asks something else.
   */
  async answer(viewer: Viewer | undefined, body: Buffer): Promise<object> {
    if (!viewer?.scopes.has(staffFactsScope)) {
      throw new Fault('UNAUTHENTICATED', 'This is told to other subgraphs alone.');
    }
    const question = staffFactsQuestionShape.safeParse(JSON.parse(body.toString()));
    if (!question.success)
      throw new Fault('BAD_REQUEST', 'Ask for trusts, or for a trust’s people.');
    const { data } = question;
    return data.trustId === null ? this.#trusts() : this.#page(data.trustId, data.after);
  }

  async #trusts() {
    const finder = jobViewer('staff facts', ['trust:find']);
    const rows = await this.db.as(finder, () =>
      this.db.rows<{ id: string }>('SELECT id FROM trust ORDER BY id'),
    );
    return { trustIds: rows.map(({ id }) => id) };
  }

  async #page(trustId: string, after: string | null) {
    const rows = await this.db.as(jobViewer('staff facts', [], trustId), () =>
      this.db.rows(personFactsPageSql, [trustId, after, londonDay(), pageSize]),
    );
    return staffFactsPageShape.parse({ people: rows, hasMore: rows.length === pageSize });
  }
}
