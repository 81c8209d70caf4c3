import type { Database } from '@trellis/subgraph-kit/database';
import { Idempotency } from '@trellis/subgraph-kit/idempotency';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { academicYearOf } from './academic-year.ts';
import { GoalService } from './goal/goal.service.ts';
import { SchemeService } from './scheme/scheme.service.ts';

const titles = [
  'Each child reads by seven',
  'More of our own assistants become teachers',
  'Site, kitchen and office staff have a qualification to go for',
];

/** What a generated trust wants study to serve, and by what rules it pays. */
export async function setGoals(
  db: Database,
  viewer: Viewer,
  today: string,
  agreementId: string,
): Promise<void> {
  const idempotency = new Idempotency(db);
  // Goals of the trust name no school, so nobody need be asked.
  const goals = new GoalService(db, { unknownTo: () => Promise.resolve([]) }, idempotency);
  const academicYear = academicYearOf(today);
  for (const title of titles) await goals.set(viewer, { academicYear, title });
  await new SchemeService(db, idempotency).keep(viewer, {
    name: 'Study scheme',
    terms: {
      ...{ staffGroups: [], programmeKinds: [], sharePercent: 80, capPence: 3_000_00 },
      ...{ serviceMonths: 12, asksProject: true, agreementId },
    },
  });
}
