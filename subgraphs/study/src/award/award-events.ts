import { Outbox } from '@trellis/events/outbox';
import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { AwardEntity } from './award.entity.ts';

/** Leaves word that awards stand from now on, or no longer. An offer is told once it is accepted. */
export function tellOfAwards(
  db: Database,
  viewer: Viewer,
  type: 'award.made' | 'award.withdrawn',
  awards: readonly AwardEntity[],
): Promise<void> {
  const drafts = awards.map(({ id, personId, programmeCode, academicYear }) => ({
    ...{ type, aggregateType: 'Award', aggregateId: id },
    data: { personId, programmeCode, academicYear },
  }));
  return new Outbox(db).append(viewer, drafts);
}
