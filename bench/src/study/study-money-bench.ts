import { rmSync } from 'node:fs';
import { stackFolder } from '@trellis/local-stack/folder';
import { choosePorts } from '@trellis/local-stack/ports';
import { startStack } from '@trellis/local-stack/stack';
import { AwardService } from '@trellis/study/award/award.service';
import { fundPositions } from '@trellis/study/fund/fund-position.queries';
import { FundService } from '@trellis/study/fund/fund.service';
import { studySpendOf } from '@trellis/study/spend/study-spend.queries';
import { studyDatabase } from '@trellis/study/subgraph';
import { createDataSource } from '@trellis/subgraph-kit/data-source';
import { Database } from '@trellis/subgraph-kit/database';
import { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { newId } from '@trellis/subgraph-kit/ids';
import { jobViewer } from '@trellis/subgraph-kit/job-viewer';
import type { Viewer } from '@trellis/subgraph-kit/viewer';

const academicYear = 2026;
const today = '2026-11-23';
const awardsABatch = 500;
const rounds = 20;

const say = (line: string) => {
  console.log(line);
};

/**
 * `npm run bench -- study`: where a fund's money is, and what schools spend on study, in one trust of so
 * many schools and awards. The awards are made by the service that makes all awards.
 */
export async function benchStudyMoney(schools: number, awards: number): Promise<void> {
  const { gateway: gatewayPort } = await choosePorts(['gateway'], {});
  rmSync(stackFolder, { recursive: true, force: true }); // a new database, as on the first day
  const stack = await startStack({ gatewayPort, environment: process.env, say });
  const source = createDataSource(studyDatabase, stack.settings.postgres.url('study', 'app'), 2);
  try {
    await source.initialize();
    const db = new Database(source);
    const viewer = jobViewer('study bench', ['bursary:award'], newId());
    const schoolIds = Array.from({ length: schools }, () => newId());
    const fundIds = await makeFunds(db, viewer);
    const began = performance.now();
    await makeAwards(db, viewer, awards, { schoolIds, fundIds });
    const seconds = (performance.now() - began) / 1000;
    say(`\n${awards} awards made in ${seconds.toFixed(0)} s`);
    const [largest = ''] = fundIds;
    const all = fundIds.map((fundId) => ({ fundId, asOf: today }));
    const everySchool = schoolIds.map((schoolId) => ({ schoolId, academicYear }));
    await measure(db, viewer, 'position of a fund with half of the awards', () =>
      fundPositions(db, viewer, [{ fundId: largest, asOf: today }]),
    );
    await measure(db, viewer, `positions of ${fundIds.length} funds with all of them`, () =>
      fundPositions(db, viewer, all),
    );
    await measure(db, viewer, `study spend of ${schools} schools`, () =>
      studySpendOf(db, viewer, everySchool),
    );
  } finally {
    await source.destroy();
    await stack.stop();
  }
}

/** Twenty funds; the first will pay for half of the awards. */
function makeFunds(db: Database, viewer: Viewer): Promise<string[]> {
  const funds = Array.from({ length: 20 }, (_, index) => ({
    ...{ name: `Fund ${index}`, academicYear, amountPence: 2_000_000_000 },
  }));
  const service = new FundService(db, () => new Date(`${today}T09:00:00Z`));
  return db.as(viewer, () => service.setAside(viewer, funds));
}

async function makeAwards(
  db: Database,
  viewer: Viewer,
  awards: number,
  { schoolIds, fundIds }: { schoolIds: readonly string[]; fundIds: readonly string[] },
): Promise<void> {
  const people = { unknownTo: () => Promise.resolve([]) };
  const service = new AwardService(db, people, new Idempotency(db), () => new Date());
  for (let start = 0; start < awards; start += awardsABatch) {
    const commands = Array.from({ length: awardsABatch }, (_, offset) => {
      const index = start + offset;
      const fundId = fundIds[index % 2 === 0 ? 0 : index % fundIds.length] ?? '';
      const amountPence = 10_000 + (index % 500);
      return {
        ...{ personId: newId(), schoolId: schoolIds[index % schoolIds.length] ?? '' },
        ...{ programmeCode: 'NPQSL', costPence: amountPence, awardedOn: today },
        lines: [{ fundId, amountPence }],
      };
    });
    await db.as(viewer, () => service.awardAll(viewer, commands));
  }
}

async function measure(
  db: Database,
  viewer: Viewer,
  what: string,
  read: () => Promise<readonly unknown[]>,
): Promise<void> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const began = performance.now();
    await db.as(viewer, read);
    times.push(performance.now() - began);
  }
  times.sort((a, b) => a - b);
  const at = (share: number) => (times[Math.floor(share * (rounds - 1))] ?? 0).toFixed(0);
  say(`${what}: ${at(0.5)} ms in the middle, ${at(0.95)} ms at 95 of 100`);
}
