import { manyByKey } from '@trellis/subgraph-kit/batch';
import type { Database } from '@trellis/subgraph-kit/database';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { specialistLevels, subjectsWithoutSpecialistSql } from './specialist-gap.queries.ts';

interface TaughtSubject {
  readonly schoolId: string;
  readonly subjectCode: string;
}

/** What is taught at schools of the viewer's trust without a specialist near. */
export function specialistGapLoaders(db: Database, viewer: Viewer) {
  const loaders = new Map<number, ReturnType<typeof within>>();
  const within = (miles: number) =>
    manyByKey<TaughtSubject>(
      ({ schoolId }) => schoolId,
      (schoolIds) =>
        db.rows(subjectsWithoutSpecialistSql, [
          ...[viewer.trustId, schoolIds, londonDay(), miles, specialistLevels],
        ]),
    );
  return {
    /** One loader a distance, so that schools which ask for the same share a statement. */
    subjectsWithoutSpecialistWithin(miles: number) {
      const known = loaders.get(miles) ?? within(miles);
      loaders.set(miles, known);
      return known;
    },
  };
}
