import type { Database } from '@trellis/subgraph-kit/database';
import { Fault, notFound } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { idOrNone, newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { answersFor, holdAward } from '../award/award.queries.ts';
import { releaseDayById, type ReleaseDayRow, releaseDaysOfAwards } from './release-day.queries.ts';
import {
  type PlanReleaseDayInput,
  type RecordCoverCostInput,
  ReleasedAlready,
} from './release-day.types.ts';

/** Plans when people are released to study, and records what cover cost. */
export class ReleaseDayService {
  constructor(
    private readonly db: Database,
    private readonly idempotency: Idempotency,
  ) {}

  /** @throws NOT_FOUND when the viewer answers for no such award. */
  plan(viewer: Viewer, input: PlanReleaseDayInput): Promise<ReleaseDayRow | ReleasedAlready> {
    const awardId = idOrNone(input.awardId).toLowerCase();
    const { day, isHalf, plannedCoverPence } = input;
    return this.idempotency.once<ReleaseDayRow, ReleasedAlready>(
      viewer,
      'planReleaseDay',
      input,
      async () => {
        await this.#holdAward(viewer, awardId, 'award');
        const days = await releaseDaysOfAwards(this.db, viewer, [awardId]);
        const planned = days.find((one) => one.day === day);
        if (planned) return new ReleasedAlready(planned);
        const id = newId();
        await this.db.rows(
          `INSERT INTO release_day (trust_id, id, award_id, day, is_half, planned_cover_pence)
           VALUES ($1, $2, $3, $4, $5, $6)`,
          [viewer.trustId, id, awardId, day, isHalf, plannedCoverPence],
        );
        return this.#find(viewer, id);
      },
      (id) => this.#find(viewer, id),
    );
  }

  /** @throws NOT_FOUND when the viewer answers for no such day, CONFLICT when it has changed. */
  recordCost(viewer: Viewer, input: RecordCoverCostInput): Promise<ReleaseDayRow> {
    const record = async () => {
      const { awardId, id } = await this.#find(viewer, idOrNone(input.id));
      await this.#holdAward(viewer, awardId, 'release day');
      const { version } = await this.#find(viewer, id);
      if (version !== input.version) {
        throw new Fault('CONFLICT', 'Somebody else changed this release day first.', {
          currentVersion: version,
        });
      }
      await this.db.rows(
        `UPDATE release_day SET actual_cover_pence = $3, version = version + 1
          WHERE trust_id = $1 AND id = $2`,
        [viewer.trustId, id, input.actualCoverPence],
      );
      return this.#find(viewer, id);
    };
    const find = (id: string) => this.#find(viewer, id);
    return this.idempotency.once<ReleaseDayRow>(viewer, 'recordCoverCost', input, record, find);
  }

  async #holdAward(viewer: Viewer, awardId: string, noun: string): Promise<void> {
    const award = await holdAward(this.db, viewer, awardId);
    if (!award || !answersFor(viewer, award.schoolId)) throw notFound(noun);
  }

  async #find(viewer: Viewer, id: string): Promise<ReleaseDayRow> {
    const day = await releaseDayById(this.db, viewer, id);
    if (!day) throw notFound('release day');
    return day;
  }
}
