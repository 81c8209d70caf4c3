import type { Database } from '@trellis/subgraph-kit/database';
import { isId } from '@trellis/subgraph-kit/ids';
import { badUserInput } from '@trellis/subgraph-kit/faults';
import type { UsageInput } from './usage.types.ts';

/** Most callers of one report. */
const mostCallers = 500;

interface Total {
  readonly place: number;
  readonly points: number;
}

/** Adds up what callers spent at several gateways. */
export class UsageService {
  constructor(private readonly db: Database) {}

  /**
   * Adds what was spent, and forgets hours of two days ago.
   *
   * Rows are written in the order of their keys, so that two reports never wait for each other.
   *
   * @returns for each, what has been spent in that hour at all gateways.
   * @throws BAD_USER_INPUT for more than 500 callers, or an id that is none.
   */
  async record(usages: readonly UsageInput[]): Promise<number[]> {
    if (usages.length > mostCallers) throw badUserInput('A report has at most 500 callers.');
    if (!usages.every(({ trustId }) => isId(trustId))) throw badUserInput('trustId is an id.');
    await this.db.rows(`DELETE FROM call_usage WHERE hour < now() - interval '2 days'`);
    const totals = await this.db.rows<Total>(
      `WITH told AS (
         SELECT * FROM unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::bigint[])
           WITH ORDINALITY AS told (trust_id, principal_id, hour, points, place)
       ), written AS (
         INSERT INTO call_usage AS held (trust_id, principal_id, hour, points)
         SELECT trust_id, principal_id, hour, sum(points) FROM told
          GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
         ON CONFLICT (trust_id, principal_id, hour)
           DO UPDATE SET points = held.points + excluded.points
         RETURNING *
       )
       SELECT place::int, coalesce(least(written.points, 2000000000), 0)::int AS points
         FROM told LEFT JOIN written USING (trust_id, principal_id, hour) ORDER BY place`,
      [
        usages.map(({ trustId }) => trustId),
        usages.map(({ principalId }) => principalId),
        usages.map(({ hour }) => hour),
        usages.map(({ points }) => points),
      ],
    );
    return totals.map(({ points }) => points);
  }
}
