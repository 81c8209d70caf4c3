import { manyByKey, PagesByParent } from '@trellis/subgraph-kit/batch';
import type { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import type { Database } from '@trellis/subgraph-kit/database';
import { isId } from '@trellis/subgraph-kit/ids';
import type { Pages } from '@trellis/subgraph-kit/page';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import DataLoader from 'dataloader';
import type { PersonNode } from '../person/person.queries.ts';
import {
  issueList,
  missingList,
  rowList,
  type StaffSyncNode,
  type StaffSyncRowNode,
  syncQuery,
} from './staff-sync.queries.ts';
import type { DataQualityIssue, StaffSource, StaffSyncRowsArgs } from './staff-sync.types.ts';

/** Syncs that the viewer may know of, and what came of them. */
export function staffSyncLoaders(db: Database, pages: Pages, viewer: Viewer) {
  return {
    staffSync: new DataLoader<string, StaffSyncNode | null>(async (ids) => {
      const { sql, parameters } = syncQuery(
        viewer,
        (values) => `staff_sync.id = ANY (${values.add(ids.filter(isId))}::uuid[])`,
      );
      const found = await db.rows<StaffSyncNode>(sql, parameters.values);
      const byId = new Map(found.map((sync) => [sync.id, sync]));
      return ids.map((id) => byId.get(id) ?? null);
    }),

    chunksOfSync: manyByKey<{ readonly syncId: string; readonly chunk: number }>(
      ({ syncId }) => syncId,
      (syncIds) =>
        db.rows(
          `SELECT sync_id AS "syncId", chunk FROM staff_sync_chunk
            WHERE trust_id = $1 AND sync_id = ANY ($2::uuid[]) ORDER BY chunk`,
          [viewer.trustId, syncIds],
        ),
    ),

    rowsOfSync: new PagesByParent<StaffSyncRowsArgs, StaffSyncRowNode>((args, syncIds) =>
      pages.ofEach(viewer, rowList(viewer, args.outcome), args, 'staff_sync_row.sync_id', syncIds),
    ),

    missingOfSync: new PagesByParent<ConnectionArgs, PersonNode>((args, syncIds) =>
      pages.ofEach(viewer, missingList(viewer), args, 'staff_sync_missing.sync_id', syncIds),
    ),

    issuesOfSync: new PagesByParent<ConnectionArgs, DataQualityIssue>((args, syncIds) =>
      pages.ofEach(viewer, issueList(viewer), args, 'staff_sync.id', syncIds),
    ),

    /** Which systems tell of a person. */
    sourcesOfPerson: manyByKey<StaffSource & { readonly personId: string }>(
      ({ personId }) => personId,
      (personIds) =>
        db.rows(
          `SELECT person_id AS "personId", source, as_of AS "asOf" FROM staff_source_record
            WHERE trust_id = $1 AND person_id = ANY ($2::uuid[]) AND status <> 'UNDONE'
            ORDER BY source, as_of DESC, id`,
          [viewer.trustId, personIds],
        ),
    ),

    /** Which system tells of a contract. */
    sourceOfContract: manyByKey<StaffSource & { readonly contractId: string }>(
      ({ contractId }) => contractId,
      (contractIds) =>
        db.rows(
          `SELECT contract.id AS "contractId", record.source, record.as_of AS "asOf"
             FROM contract JOIN staff_source_record AS record
               ON record.trust_id = contract.trust_id AND record.id = contract.source_record_id
            WHERE contract.trust_id = $1 AND contract.id = ANY ($2::uuid[])`,
          [viewer.trustId, contractIds],
        ),
    ),
  };
}
