import type { Database } from '@trellis/subgraph-kit/database';
import { badUserInput } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { newId } from '@trellis/subgraph-kit/ids';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { Origin } from './record-batch.ts';
import type { StaffNews } from './staff-news.ts';
import type { StaffRecordService } from './staff-record.service.ts';
import {
  ChunksMissing,
  type FinishStaffSyncInput,
  StaffSyncNotOpen,
  TooManyMissing,
} from './staff-sync-change.types.ts';
import {
  addCountsSql,
  heldCountSql,
  missingSql,
  outdatedSql,
  type StaffSyncNode,
  writeRowsSql,
} from './staff-sync.queries.ts';
import type { StaffSyncService } from './staff-sync.service.ts';
import { staffSyncSettings } from './staff-sync.settings.ts';
import { StaffSyncMode, StaffSyncState } from './staff-sync.types.ts';
import type { ToldRecord } from './told-record.ts';

interface MissingRecord {
  readonly id: string;
  readonly externalId: string;
  readonly personId: string;
  readonly snapshotsMissed: number;
}

const { mostMissingShare, mostMissingUnasked, snapshotsUntilEnded, mostRecords } =
  staffSyncSettings;

/** Finishes syncs, and ends those whom full ones lack. */
export class StaffFinishService {
  constructor(
    private readonly db: Database,
    private readonly syncs: StaffSyncService,
    private readonly records: StaffRecordService,
    private readonly news: StaffNews,
    private readonly idempotency: Idempotency,
  ) {}

  /**
   * Closes a sync of which all chunks came. Of a full one: whom it lacks is missing, and ended when
   * somebody has confirmed it or when so many full syncs in a row lacked them. When too many are
   * missing nobody is ended unasked.
   *
   * @throws NOT_FOUND when there is no such sync.
   * @throws BAD_USER_INPUT when more chunks came than are said.
   */
  finish(viewer: Viewer, input: FinishStaffSyncInput) {
    const find = (id: string) => this.syncs.find(viewer, id);
    const work = () => this.#finish(viewer, input);
    return this.idempotency.once(viewer, 'finishStaffSync', input, work, find);
  }

  async #finish(viewer: Viewer, { syncId, chunks, confirmedMissing }: FinishStaffSyncInput) {
    const sync = await this.syncs.hold(viewer, syncId);
    const { id, state, mode } = sync;
    if (state === StaffSyncState.FINISHED) return sync;
    if (state !== StaffSyncState.OPEN && state !== StaffSyncState.QUARANTINED) {
      return new StaffSyncNotOpen(state);
    }
    const missingChunks = await this.#missingChunks(viewer, sync, chunks);
    if (missingChunks.length > 0) return new ChunksMissing(missingChunks);
    if (mode === StaffSyncMode.FULL) {
      const refusal = await this.#endMissing(viewer, sync, confirmedMissing ?? null);
      if (refusal) return refusal;
    }
    if (!sync.dryRun) {
      await this.news.tell(viewer, await this.records.settleManagers(viewer, originOf(sync)));
    }
    await this.syncs.close(viewer, id, StaffSyncState.FINISHED);
    return this.syncs.find(viewer, id);
  }

  async #missingChunks({ trustId }: Viewer, { id, progress }: StaffSyncNode, chunks: number) {
    const missing = await this.db.rows<{ chunk: number }>(
      `SELECT chunk FROM generate_series(1, $3::integer) AS chunk
        WHERE NOT EXISTS (SELECT FROM staff_sync_chunk AS came
                           WHERE came.trust_id = $1 AND came.sync_id = $2
                             AND came.chunk = chunk.chunk)
        ORDER BY chunk LIMIT 100`,
      [trustId, id, chunks],
    );
    if (missing.length === 0 && progress.chunks > chunks) {
      throw badUserInput(`chunks is at least ${String(progress.chunks)}: so many came.`);
    }
    return missing.map(({ chunk }) => chunk);
  }

  async #endMissing(viewer: Viewer, sync: StaffSyncNode, confirmed: number | null) {
    const { trustId } = viewer;
    const { id, source, instanceId, asOf, dryRun } = sync;
    const [outdated] = await this.db.rows(outdatedSql, [trustId, source, instanceId, asOf]);
    if (outdated) return null;
    const parameters = [trustId, source, instanceId, id, londonDay(asOf)];
    const missing = await this.db.rows<MissingRecord>(missingSql, parameters);
    const [count] = await this.db.rows<{ held: number }>(heldCountSql, parameters);
    await this.#remember(viewer, id, missing);
    const share = missing.length / Math.max(count?.held ?? 0, missing.length, 1);
    const isMany = missing.length > mostMissingUnasked && share > mostMissingShare;
    const isConfirmed = confirmed !== null && confirmed === missing.length;
    if (isConfirmed ? false : isMany || confirmed !== null) {
      await this.#quarantine(viewer, id);
      const personIds = missing.slice(0, 25).map(({ personId }) => personId);
      const absence = { missing: missing.length, share, limit: mostMissingShare, personIds };
      return new TooManyMissing(absence);
    }
    const due = missing.filter(
      ({ snapshotsMissed }) => isConfirmed || snapshotsMissed + 1 >= snapshotsUntilEnded,
    );
    if (dryRun) return null;
    await this.#countMiss(viewer, missing);
    await this.#end(viewer, sync, due);
    return null;
  }

  async #remember({ trustId }: Viewer, syncId: string, missing: readonly MissingRecord[]) {
    const people = [...new Set(missing.map(({ personId }) => personId))];
    await this.db.rows(
      `INSERT INTO staff_sync_missing (trust_id, sync_id, person_id)
       SELECT $1, $2, unnest($3::uuid[]) ON CONFLICT DO NOTHING`,
      [trustId, syncId, people],
    );
    await this.db.rows('UPDATE staff_sync SET missing = $3 WHERE trust_id = $1 AND id = $2', [
      ...[trustId, syncId, missing.length],
    ]);
  }

  async #quarantine({ trustId }: Viewer, syncId: string): Promise<void> {
    await this.db.rows(
      `UPDATE staff_sync SET state = 'QUARANTINED' WHERE trust_id = $1 AND id = $2`,
      [trustId, syncId],
    );
  }

  async #countMiss({ trustId }: Viewer, missing: readonly MissingRecord[]): Promise<void> {
    await this.db.rows(
      `UPDATE staff_source_record SET snapshots_missed = snapshots_missed + 1
        WHERE trust_id = $1 AND id = ANY ($2::uuid[])`,
      [trustId, missing.map(({ id }) => id)],
    );
  }

  async #end(viewer: Viewer, sync: StaffSyncNode, due: readonly MissingRecord[]): Promise<void> {
    for (let start = 0; start < due.length; start += mostRecords) {
      const told = due.slice(start, start + mostRecords).map((record) => goneOf(record, sync.asOf));
      const taken = await this.records.take(viewer, originOf(sync), told);
      await this.news.tell(viewer, taken);
      const { results } = taken;
      const json = JSON.stringify(results.map((row) => ({ id: newId(), ...row })));
      await this.db.rows(writeRowsSql, [viewer.trustId, sync.id, 0, json]);
      const counts = { ...noCounts, ended: results.length };
      const added = [viewer.trustId, sync.id, JSON.stringify(counts), 0, 0];
      await this.db.rows(addCountsSql, added);
    }
  }
}

const noCounts = {
  ...{ created: 0, updated: 0, unchanged: 0, rejected: 0, needsReview: 0, ended: 0, restored: 0 },
};

function originOf({ id, source, instanceId }: StaffSyncNode): Origin {
  return { syncId: id, source, instanceId };
}

/** What a full sync says by not naming somebody. Nothing that is told later is the same as that. */
function goneOf({ externalId }: MissingRecord, asOf: Date): ToldRecord {
  return {
    ...{ externalId, row: 0, status: 'MISSING', asOf, asOfDay: londonDay(asOf), contentHash: '' },
    ...{ endsOn: null, person: {}, formerFamilyName: undefined, birthDate: undefined },
    ...{ managerExternalId: undefined, contracts: undefined, leave: undefined },
    ...{ qualifications: undefined, equality: undefined, issues: [] },
  };
}
