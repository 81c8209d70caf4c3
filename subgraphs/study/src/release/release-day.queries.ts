import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { ReleaseDay } from './release-day.types.ts';

/** A release day and the award that it belongs to. */
export interface ReleaseDayRow extends ReleaseDay {
  readonly awardId: string;
}

const columns = `id, award_id AS "awardId", day, is_half AS "isHalf",
  planned_cover_pence AS "plannedCoverPence", actual_cover_pence AS "actualCoverPence", version`;

/** @returns the days of these awards, by award and day. */
export function releaseDaysOfAwards(
  db: Database,
  { trustId }: Viewer,
  awardIds: readonly string[],
): Promise<ReleaseDayRow[]> {
  return db.rows<ReleaseDayRow>(
    `SELECT ${columns} FROM release_day
      WHERE trust_id = $1 AND award_id = ANY ($2) AND cancelled_on IS NULL ORDER BY award_id, day`,
    [trustId, awardIds],
  );
}

/** @returns the trust's release day of that id. */
export async function releaseDayById(
  db: Database,
  { trustId }: Viewer,
  id: string,
): Promise<ReleaseDayRow | undefined> {
  const sql = `SELECT ${columns} FROM release_day WHERE trust_id = $1 AND id = $2`;
  const [row] = await db.rows<ReleaseDayRow>(sql, [trustId, id]);
  return row;
}
