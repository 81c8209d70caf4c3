import { describe, expect, it, jest } from '@jest/globals';
import { atOnce } from '@trellis/subgraph-kit/testing/at-once';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import fc from 'fast-check';
import { finance, type Outcome, testStudy } from '../testing.ts';

jest.setTimeout(180_000);
const study = testStudy();

const kindsOf = (outcomes: readonly Outcome[]) => outcomes.map(({ kind }) => kind).sort();

/** As the database has it, beside any code of ours. */
async function sumsOf(viewer: Viewer, fundId: string) {
  const db = study.db();
  const [sums] = await db.as(viewer, () =>
    db.rows<{ committed: number; standing: number; amount: number }>(
      `SELECT committed_pence AS committed, amount_pence AS amount,
              coalesce((SELECT sum(amount_pence) FROM award
                         WHERE fund_id = fund.id AND withdrawn_on IS NULL), 0) AS standing
         FROM fund WHERE id = $1`,
      [fundId],
    ),
  );
  if (!sums) throw new Error('the fund is gone');
  return sums;
}

describe('awards made at once', () => {
  it('do not overspend a fund when two people are awarded the last of it', async () => {
    const viewer = finance();
    const fundId = await study.aFund(viewer, 50_00);
    const last = () => study.award(viewer, { fundId, amountPence: 50_00 });

    const outcomes = await atOnce(study.served.database.name, 'award', [last, last]);

    expect(kindsOf(outcomes)).toEqual(['Award', 'FundTooSmall']);
    expect(await study.remainingPence(viewer, fundId)).toBe(0);
  });

  it('give one person one award when two funds would pay for the same', async () => {
    const viewer = finance();
    const fundIds = [await study.aFund(viewer, 50_00), await study.aFund(viewer, 50_00)];
    const personId = study.people.add('Person', viewer);
    const writers = fundIds.map(
      (fundId) => () => study.award(viewer, { fundId, personId, amountPence: 1_00 }),
    );

    const outcomes = await atOnce(study.served.database.name, 'award', writers);

    expect(kindsOf(outcomes)).toEqual(['AlreadyAwarded', 'Award']);
    const left = await Promise.all(fundIds.map((id) => study.remainingPence(viewer, id)));
    expect(left.sort((a, b) => a - b)).toEqual([49_00, 50_00]);
  });

  it('and taken back at once give the money back once', async () => {
    const viewer = finance();
    const fundId = await study.aFund(viewer, 50_00);
    const award = await study.award(viewer, { fundId, amountPence: 50_00 });
    const input = { id: award.id, version: award.version, reason: 'Left.' };
    const writers = [1, 2].map(() => () => study.withdrawAnswer(viewer, input));

    const answers = await atOnce(study.served.database.name, 'award', writers);

    const codes = answers.map(({ errors }) => errors?.[0]?.extensions['code'] ?? 'done').sort();
    expect(codes).toEqual(['CONFLICT', 'done']);
    expect(await study.remainingPence(viewer, fundId)).toBe(50_00);
  });

  it('spend no fund beyond its end, and all that fits, in 100 rounds of 16', async () => {
    const viewer = finance();
    for (let round = 0; round < 100; round++) {
      const fit = 1 + (round % 16); // from one to all of the sixteen
      const fundId = await study.aFund(viewer, fit * 10_00 + 9_99);
      const award = () => study.award(viewer, { fundId, amountPence: 10_00 });

      const approvers = Array.from({ length: 16 }, () => award);
      const outcomes = await atOnce(study.served.database.name, 'award', approvers);

      const made = outcomes.filter(({ kind }) => kind === 'Award').length;
      const refused = outcomes.filter(({ kind }) => kind === 'FundTooSmall').length;
      expect([round, made, refused]).toEqual([round, fit, 16 - fit]);
      expect(await study.remainingPence(viewer, fundId)).toBe(9_99);
    }
  });
});

describe('a fund', () => {
  it('has committed what its standing awards add up to, whatever was awarded and withdrawn', async () => {
    const award = fc.record({
      person: fc.nat(2),
      programmeCode: fc.constantFrom('NPQH', 'NPQSL'),
      amountPence: fc.integer({ min: 1, max: 600 }),
    });
    const withdrawal = fc.record({ withdraw: fc.nat(7) });

    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(award, withdrawal), { maxLength: 12 }), async (steps) => {
        const viewer = finance();
        const schoolId = study.people.add('School', viewer);
        const people = [1, 2, 3].map(() => study.people.add('Person', viewer));
        const fundId = await study.aFund(viewer, 1_000);
        const made: Outcome[] = [];
        for (const step of steps) {
          if ('withdraw' in step) {
            const { id, version } = made[step.withdraw] ?? {};
            if (id) await study.withdrawAnswer(viewer, { id, version, reason: 'Left.' });
          } else {
            const { person, ...wish } = step;
            const personId = people[person] ?? '';
            const outcome = await study.award(viewer, { fundId, schoolId, personId, ...wish });
            if (outcome.kind === 'Award') made.push(outcome);
          }
          const { committed, standing, amount } = await sumsOf(viewer, fundId);
          expect(committed).toBe(standing);
          expect(committed).toBeLessThanOrEqual(amount);
          expect(await study.remainingPence(viewer, fundId)).toBe(amount - standing);
        }
      }),
      { numRuns: 40 },
    );
  });
});
