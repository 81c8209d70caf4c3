import type { Database } from '@trellis/subgraph-kit/database';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { decisionSql } from './staff-match.queries.ts';

/** What somebody decided about who is who. */
export interface MatchDecision {
  readonly kind: 'CONFIRMED' | 'SEPARATED' | 'SPLIT' | 'MERGED' | 'TRN_CHANGED';
  readonly matchId?: string;
  readonly sourceRecordId?: string | null;
  /** The one who stays, or is new. */
  readonly personId?: string | null;
  readonly otherPersonId?: string;
  /** Who was suggested and why, or which TRNs. */
  readonly grounds: unknown;
}

/** Adds to the record of decisions, which nothing changes. */
export async function noteDecision(
  db: Database,
  { trustId, actor }: Viewer,
  decision: MatchDecision,
): Promise<void> {
  const { kind, matchId, sourceRecordId, personId, otherPersonId, grounds } = decision;
  await db.rows(decisionSql, [
    ...[trustId, newId(), kind, matchId ?? null, sourceRecordId ?? null],
    ...[personId ?? null, otherPersonId ?? null, JSON.stringify(grounds), actor.kind, actor.id],
  ]);
}
