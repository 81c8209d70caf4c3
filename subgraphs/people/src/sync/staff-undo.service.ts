import type { Database } from '@trellis/subgraph-kit/database';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { BeforeImage } from './held-record.ts';
import type { Origin } from './record-batch.ts';
import type { StaffNews } from './staff-news.ts';
import { undoneRowsSql } from './staff-record.queries.ts';
import type { StaffRecordService } from './staff-record.service.ts';
import type { StaffSyncInput } from './staff-sync-change.types.ts';
import type { StaffSyncNode } from './staff-sync.queries.ts';
import type { StaffSyncService } from './staff-sync.service.ts';
import { StaffSyncState } from './staff-sync.types.ts';

interface UndoneRow {
  readonly externalId: string;
  readonly before: BeforeImage;
}

/** Puts back what syncs changed. */
export class StaffUndoService {
  constructor(
    private readonly db: Database,
    private readonly syncs: StaffSyncService,
    private readonly records: StaffRecordService,
    private readonly news: StaffNews,
    private readonly idempotency: Idempotency,
  ) {}

  /**
   * Puts back what a sync changed, but for records that a later one has changed since. Contracts that
   * came with it never ran; people who came with it stay without employment, so that the same record
   * sent again is about the same person. Questions that it put to the people team are asked no more,
   * unless they were asked before; what somebody has decided stands.
   *
   * @throws NOT_FOUND when there is no such sync.
   */
  undo(viewer: Viewer, input: StaffSyncInput): Promise<StaffSyncNode> {
    const find = (id: string) => this.syncs.find(viewer, id);
    const work = () => this.#undo(viewer, input.syncId);
    return this.idempotency.once<StaffSyncNode>(viewer, 'undoStaffSync', input, work, find);
  }

  async #undo(viewer: Viewer, syncId: string): Promise<StaffSyncNode> {
    const sync = await this.syncs.hold(viewer, syncId);
    if (sync.state === StaffSyncState.UNDONE) return sync;
    const { id, source, instanceId } = sync;
    const origin: Origin = { syncId: id, source, instanceId };
    for (let after = ''; ;) {
      const rows = await this.db.rows<UndoneRow>(undoneRowsSql, [viewer.trustId, id, after]);
      const last = rows.at(-1);
      if (!last) break;
      after = last.externalId;
      const images = new Map(
        [...Map.groupBy(rows, ({ externalId }) => externalId)].map(
          ([externalId, group]) => [externalId, group.map(({ before }) => before)] as const,
        ),
      );
      const linked = await this.records.putBack(viewer, origin, images);
      await this.news.tell(viewer, { results: [], linked });
    }
    await this.syncs.close(viewer, id, StaffSyncState.UNDONE);
    return this.syncs.find(viewer, id);
  }
}
