import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { Agreement } from './agreement.types.ts';

/** @returns the trust's agreements of those ids, in any order. */
export function agreementsById(
  db: Database,
  { trustId }: Viewer,
  ids: readonly string[],
): Promise<Agreement[]> {
  return db.rows<Agreement>(
    `SELECT id, name, version, text, tie_in_kind AS "tieInKind", tie_in_months AS "tieInMonths",
            before_completion_percent AS "beforeCompletionPercent", bands,
            published_at AS "publishedAt"
       FROM agreement WHERE trust_id = $1 AND id = ANY ($2)`,
    [trustId, ids],
  );
}
