import { byKey } from '@trellis/subgraph-kit/batch';
import type { Database } from '@trellis/subgraph-kit/database';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { careerFactsSql } from './next-step.queries.ts';
import type { CareerFacts } from './next-step.types.ts';

/** What our records say of people whom the caller has already been allowed to know. */
export function nextStepLoaders(db: Database, { trustId }: Viewer) {
  return {
    careerFactsOfPerson: byKey<CareerFacts>(
      ({ personId }) => personId,
      (personIds) => db.rows<CareerFacts>(careerFactsSql, [trustId, personIds, londonDay()]),
    ),
  };
}
