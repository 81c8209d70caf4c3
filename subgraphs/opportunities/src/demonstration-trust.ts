import { jobViewer } from '@trellis/subgraph-kit/job-viewer';
import type { OpportunityRecord, TrustRecords } from '@trellis/demonstration/records';
import type { Database } from '@trellis/subgraph-kit/database';
import { z } from 'zod';
import { OpportunityKind } from './opportunity/opportunity-kind.types.ts';
import { OpportunityState } from './opportunity/opportunity-state.types.ts';
import { HistoryService } from './history/history.service.ts';

/** Records a statement: few enough for PostgreSQL’s patience, many enough to be quick. */
const batchSize = 1_000;

const kinds = z.enum(OpportunityKind);
const states = z.enum(OpportunityState);

/**
 * Writes what a generated trust offered, applied for and agreed. All of it is one transaction, so a
 * trust that has any of it has the whole, and is left as it is.
 */
export async function bringInTrust(db: Database, records: TrustRecords): Promise<void> {
  const viewer = loaderOf(records.trust.id);
  const history = new HistoryService(db);
  await db.as(viewer, async () => {
    const there = await db.rows('SELECT 1 FROM opportunity WHERE trust_id = $1 LIMIT 1', [
      viewer.trustId,
    ]);
    if (there.length > 0) return;
    for (const some of batches(records.opportunities)) {
      await history.bringInOpportunities(viewer, some.map(ofKnownKindAndState));
    }
    for (const some of batches(records.applications)) {
      await history.bringInApplications(viewer, some);
    }
    for (const some of batches(records.placements)) {
      await history.bringInPlacements(viewer, some.map(ofKnownKind));
    }
  });
}

function ofKnownKind<Record extends { readonly kind: string }>(record: Record) {
  const kind = kinds.parse(record.kind);
  return { ...record, kind };
}

function ofKnownKindAndState(record: OpportunityRecord) {
  const state = states.parse(record.state);
  return { ...ofKnownKind(record), state };
}

function* batches<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < all.length; from += batchSize) yield all.slice(from, from + batchSize);
}

const loaderOf = (trustId: string) => jobViewer('demonstration', ['application:read'], trustId);
