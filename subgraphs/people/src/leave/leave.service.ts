import type { Database } from '@trellis/subgraph-kit/database';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { ReplacedOfRecord } from '../record-rows.ts';
import { replaceLeaveSql } from './leave.queries.ts';
import type { LeaveOfRecord, LeaveRecord } from './leave.types.ts';

/** The one way by which leave is written. */
export class LeaveService {
  constructor(private readonly db: Database) {}

  /**
   * Makes the leave of each record of staff what it is told to be: what the record no longer tells is
   * removed. The same again changes nothing.
   *
   * @param told at most one for each record; a period is named once in it and ends after it starts.
   * @returns what those records told before that tell something else now, by their ids.
   */
  async record(
    { trustId }: Viewer,
    told: readonly LeaveOfRecord[],
  ): Promise<ReadonlyMap<string, readonly LeaveRecord[]>> {
    if (told.length === 0) return new Map();
    const rows = told.flatMap(({ personId, sourceRecordId, periods }) =>
      periods.map((period) => ({ ...period, id: newId(), personId, sourceRecordId })),
    );
    const changed = await this.db.rows<ReplacedOfRecord<LeaveRecord>>(replaceLeaveSql, [
      trustId,
      JSON.stringify(told.map(({ sourceRecordId }) => ({ sourceRecordId }))),
      JSON.stringify(rows),
    ]);
    return new Map(changed.map(({ sourceRecordId, before }) => [sourceRecordId, before]));
  }
}
