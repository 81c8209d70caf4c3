import type { Database } from '@trellis/subgraph-kit/database';
import { badUserInput, notFound } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { idOrNone } from '@trellis/subgraph-kit/ids';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { recordTrainingSql } from './manager-training.queries.ts';
import type { ManagerTraining, RecordManagerTrainingInput } from './manager-training.types.ts';

type TrainingRow = ManagerTraining & { readonly id: string };

/** Who was trained to hold conversations. */
export class ManagerTrainingService {
  constructor(
    private readonly db: Database,
    private readonly idempotency: Idempotency,
  ) {}

  /**
   * Notes that somebody was trained; the same day again changes until when it holds.
   *
   * @throws NOT_FOUND when the trust has no such person.
   */
  record(viewer: Viewer, input: RecordManagerTrainingInput): Promise<TrainingRow> {
    const { personId, trainedOn, validUntil } = input;
    const today = londonDay();
    if (trainedOn > today) throw badUserInput('trainedOn is not a day that is to come.');
    if (validUntil <= trainedOn) throw badUserInput('validUntil is after trainedOn.');
    const work = async () => {
      const values = [viewer.trustId, idOrNone(personId), trainedOn, validUntil, today];
      const [kept] = await this.db.rows<TrainingRow>(recordTrainingSql, values);
      if (!kept) throw notFound('person');
      return kept;
    };
    const recall = (id: string) =>
      Promise.resolve({ id, trainedOn, validUntil, holds: validUntil > today });
    return this.idempotency.once<TrainingRow>(viewer, 'recordManagerTraining', input, work, recall);
  }
}
