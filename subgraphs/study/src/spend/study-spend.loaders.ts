import type { Database } from '@trellis/subgraph-kit/database';
import { isId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import DataLoader from 'dataloader';
import { type SchoolYear, studySpendOf } from './study-spend.queries.ts';
import type { StudySpend } from './study-spend.types.ts';

const keyOf = ({ schoolId, academicYear }: SchoolYear) => `${schoolId} ${academicYear}`;

/** Spend of many schools and years in one statement; null where the viewer does not answer for a school. */
export function studySpendLoader(db: Database, viewer: Viewer) {
  const isInReach = (schoolId: string) =>
    isId(schoolId) && (viewer.allPlaces || viewer.placeIds.includes(schoolId));
  return new DataLoader<SchoolYear, StudySpend | null, string>(
    async (asked) => {
      const inReach = asked.filter(({ schoolId }) => isInReach(schoolId));
      const found = inReach.length > 0 ? await studySpendOf(db, viewer, inReach) : [];
      const sums = new Map(found.map((spend) => [keyOf(spend), spend]));
      const nothing = { amountPence: 0, awardCount: 0 };
      return asked.map((one) =>
        isInReach(one.schoolId)
          ? (sums.get(keyOf(one)) ?? { ...nothing, academicYear: one.academicYear })
          : null,
      );
    },
    { cacheKeyFn: keyOf },
  );
}
