import type { Database } from '@trellis/subgraph-kit/database';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { replaceLeaveSql } from './leave.queries.ts';
import type { LeaveOfRecord } from './leave.types.ts';

/** The one way by which leave is written. */
export class LeaveService {
  constructor(private readonly db: Database) {}

  /**
   * Makes the leave of each record of staff what it is told to be: what the record no longer tells is
   * removed. The same again changes nothing.
   *
   * @param told at most one for each record; a period is named once in it and ends after it starts.
   * @returns ids of people of whom something is other than it was.
   */
  async record({ trustId }: Viewer, told: readonly LeaveOfRecord[]): Promise<ReadonlySet<string>> {
    if (told.length === 0) return new Set();
    const rows = told.flatMap(({ personId, sourceRecordId, periods }) =>
      periods.map((period) => ({ ...period, id: newId(), personId, sourceRecordId })),
    );
    const changed = await this.db.rows<{ personId: string }>(replaceLeaveSql, [
      trustId,
      JSON.stringify(told.map(({ sourceRecordId }) => ({ sourceRecordId }))),
      JSON.stringify(rows),
    ]);
    return new Set(changed.map(({ personId }) => personId));
  }
}
