import { describe, expect, it } from '@jest/globals';
import { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { finance, testStudy } from '../testing.ts';
import type { AwardCommand } from './award.command.ts';
import { AwardService } from './award.service.ts';

const study = testStudy();

/** What came of each, by the name of its type in the schema. */
async function awardAll(viewer: Viewer, commands: readonly AwardCommand[]) {
  const db = study.db();
  const awards = new AwardService(db, study.people, new Idempotency(db), study.clock.now);
  const results = await db.as(viewer, () => awards.awardAll(viewer, commands));
  return results.map((result) => ('id' in result ? 'Award' : result.constructor.name));
}

const command = (
  fundId: string,
  { amountPence = 60_00, ...facts }: Partial<AwardCommand> & { readonly amountPence?: number } = {},
): AwardCommand => ({
  lines: [{ fundId, amountPence }],
  costPence: amountPence,
  personId: newId(),
  schoolId: newId(),
  programmeCode: 'NPQSL',
  awardedOn: '2026-09-15',
  ...facts,
});

describe('awards made together', () => {
  it('each see what those before them took', async () => {
    const viewer = finance();
    const fundId = await study.aFund(viewer, 100_00);
    const otherId = await study.aFund(viewer, 100_00);
    const commands = [
      command(fundId),
      command(fundId),
      command(otherId),
      command(fundId, { amountPence: 40_00 }),
    ];

    expect(await awardAll(viewer, commands)).toEqual(['Award', 'FundTooSmall', 'Award', 'Award']);
    expect(await study.remainingPence(viewer, fundId)).toBe(0);
    expect(await study.remainingPence(viewer, otherId)).toBe(40_00);
  });

  it('give a person one award for a programme in an academic year', async () => {
    const viewer = finance();
    const fundId = await study.aFund(viewer, 100_00);
    const twice = command(fundId, { amountPence: 1 });

    expect(await awardAll(viewer, [twice, twice])).toEqual(['Award', 'AlreadyAwarded']);
  });

  it('keep to what could be started on the day of each', async () => {
    const viewer = finance();
    const fundId = await study.aFund(viewer, 100_00);
    const aso = { programmeCode: 'ASO', amountPence: 1 };
    const commands = ['2022-08-31', '2022-09-01'].map((awardedOn) =>
      command(fundId, { ...aso, awardedOn }),
    );

    expect(await awardAll(viewer, commands)).toEqual(['Award', 'ProgrammeNotRunning']);
  });

  it('are made once under the ids that the caller brings', async () => {
    const viewer = finance();
    const fundId = await study.aFund(viewer, 100_00);
    const commands = [1, 2].map(() => command(fundId, { id: newId(), amountPence: 50_00 }));

    expect(await awardAll(viewer, commands)).toEqual(['Award', 'Award']);
    expect(await awardAll(viewer, commands)).toEqual(['Award', 'Award']);
    expect(await study.remainingPence(viewer, fundId)).toBe(0);
  });
});
