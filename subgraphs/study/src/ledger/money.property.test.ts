import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { testStudy } from '../testing.ts';
import { MoneyRunner, type Step } from '../testing/money-runner.ts';

jest.setTimeout(180_000);
const study = testStudy();

const fund = fc.nat(3);
const award = fc.nat(2);
const pence = fc.integer({ min: 1, max: 700 });
const offer = fc.record({
  do: fc.constant('offer' as const),
  lines: fc.array(fc.record({ fund, pence }), { minLength: 1, maxLength: 3 }),
});
const accept = fc.record({ do: fc.constant('accept' as const), award });
const pay = fc.record({ do: fc.constant('pay' as const), award, line: fc.nat(3) });
const change = fc.record({
  do: fc.constantFrom('decline', 'hold', 'resume', 'withdraw', 'cancel'),
  award,
});
const leaving = fc.record({ do: fc.constantFrom('leave', 'stay', 'waive'), award });
const repay = fc.record({ do: fc.constant('repay' as const), award, pence });
const move = fc.record({ do: fc.constant('move' as const), from: fund, to: fund, pence });
const allocate = fc.record({ do: fc.constant('allocate' as const), fund, pence });
const wait = fc.record({ do: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 90 }) });
const yearEnd = fc.constant({ do: 'yearEnd' as const });

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: offer },
  { weight: 5, arbitrary: accept },
  { weight: 5, arbitrary: pay },
  { weight: 2, arbitrary: change },
  { weight: 5, arbitrary: leaving },
  { weight: 2, arbitrary: repay },
  { weight: 2, arbitrary: move },
  { weight: 1, arbitrary: allocate },
  { weight: 3, arbitrary: wait },
  { weight: 1, arbitrary: yearEnd },
);

/** Offers that are accepted and paid in part, so that there is something to go wrong with. */
const opening = fc
  .tuple(offer, offer, fc.nat(2), fc.nat(2))
  .map(([first, second, ...lines]): Step[] => [
    ...[first, second],
    ...[0, 1].map((one) => ({ do: 'accept' as const, award: one })),
    ...lines.map((line, one) => ({ do: 'pay' as const, award: one, line })),
  ]);
const story = fc
  .tuple(opening, fc.array(step, { minLength: 15, maxLength: 40, size: 'max' }))
  .map(([first, rest]) => [...first, ...rest]);

async function begun(): Promise<MoneyRunner> {
  const runner = new MoneyRunner(study);
  await runner.begin();
  return runner;
}

describe('money for study', () => {
  it('is where a model of it says, to the penny, on every day, whatever is done in any order', async () => {
    await fc.assert(
      fc.asyncProperty(story, async (all) => {
        const runner = await begun();
        for (const one of all) await runner.take(one);
        const { actual, expected } = await runner.compare();
        expect(actual).toEqual(expected);
      }),
      { numRuns: 40 },
    );
  });

  it('is where the model says when many things are done at once, year end among them', async () => {
    const batch = fc.array(step, { minLength: 2, maxLength: 8, size: 'max' });
    const batches = fc.tuple(opening, fc.array(batch, { minLength: 3, maxLength: 8, size: 'max' }));
    await fc.assert(
      fc.asyncProperty(batches, async ([first, rest]) => {
        const runner = await begun();
        for (const one of first) await runner.take(one);
        for (const steps of rest) await runner.takeAtOnce(steps);
        const { actual, expected } = await runner.compare();
        expect(actual).toEqual(expected);
      }),
      { numRuns: 30 },
    );
  });
});
