import { byKey } from '@trellis/subgraph-kit/batch';
import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { type TrainingRow, trainingsOf } from './manager-training.queries.ts';

/** The training of each person that holds longest. */
export function managerTrainingLoaders(db: Database, viewer: Viewer) {
  return {
    trainingOfPerson: byKey<TrainingRow>(
      ({ personId }) => personId,
      (personIds) => trainingsOf(db, viewer, personIds),
    ),
  };
}
