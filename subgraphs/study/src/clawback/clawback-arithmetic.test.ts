import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { monthsLater, owedBy, sharesOf, type TieIn, tieInEnd } from './clawback-arithmetic.ts';

/** All before completing, half within a year of it: exeter.ac.uk, financial support for staff. */
const exeter: TieIn = {
  ...{ tieInKind: 'BANDS', tieInMonths: 12, beforeCompletionPercent: 100 },
  bands: [{ months: 12, percent: 50 }],
};
/** A quarter less each quarter of a year: ecs-ltd.uk, training agreement. */
const quarters: TieIn = {
  ...{ tieInKind: 'BANDS', tieInMonths: 12, beforeCompletionPercent: 100 },
  bands: [
    { months: 3, percent: 100 },
    { months: 6, percent: 75 },
    { months: 9, percent: 50 },
    { months: 12, percent: 25 },
  ],
};
/** A scale by time: The Key, recovering the costs of professional development. */
const daily: TieIn = {
  ...{ tieInKind: 'DAILY', tieInMonths: 24, beforeCompletionPercent: 100, bands: [] },
};
const oneYear: TieIn = { ...daily, tieInMonths: 12 };
const never: TieIn = { ...daily, tieInKind: 'NONE', tieInMonths: 0 };

type Case = [
  rule: string,
  tieIn: TieIn,
  ended: string | null,
  left: string,
  base: number,
  owed: number,
];

/** Ended: finished or gave up. Left: the first day on which the trust does not employ them. */
const table: readonly Case[] = [
  ['all while they study', exeter, null, '2026-05-01', 300_000, 300_000],
  [
    'all when they finish on the day they are gone',
    exeter,
    '2026-06-30',
    '2026-06-30',
    300_000,
    300_000,
  ],
  ['half from the day after', exeter, '2026-06-30', '2026-07-01', 300_000, 150_000],
  ['half to the last day of the year', exeter, '2026-06-30', '2027-06-29', 300_000, 150_000],
  ['nothing once the year is over', exeter, '2026-06-30', '2027-06-30', 300_000, 0],
  ['nothing where nothing was paid', exeter, null, '2026-05-01', 0, 0],
  ['half a penny is let go', exeter, '2026-06-30', '2026-07-01', 1, 0],
  ['so is the half of an odd sum', exeter, '2026-06-30', '2026-07-01', 333, 166],
  ['first quarter, last day', quarters, '2026-01-31', '2026-04-29', 120_000, 120_000],
  ['second quarter, first day', quarters, '2026-01-31', '2026-04-30', 120_000, 90_000],
  ['second quarter, last day', quarters, '2026-01-31', '2026-07-30', 120_000, 90_000],
  ['third quarter, first day', quarters, '2026-01-31', '2026-07-31', 120_000, 60_000],
  ['third quarter, last day', quarters, '2026-01-31', '2026-10-30', 120_000, 60_000],
  ['fourth quarter, first day', quarters, '2026-01-31', '2026-10-31', 120_000, 30_000],
  ['fourth quarter, last day', quarters, '2026-01-31', '2027-01-30', 120_000, 30_000],
  ['after four quarters', quarters, '2026-01-31', '2027-01-31', 120_000, 0],
  ['three quarters of an odd sum', quarters, '2026-01-31', '2026-05-01', 99_999, 74_999],
  ['all of one penny', quarters, '2026-01-31', '2026-02-01', 1, 1],
  ['a day served of 731', daily, '2026-09-01', '2026-09-02', 73_100, 73_000],
  ['a year served of two with a leap day', daily, '2026-09-01', '2027-09-01', 73_100, 36_600],
  ['one day left', daily, '2026-09-01', '2028-08-31', 73_100, 100],
  ['no day left', daily, '2026-09-01', '2028-09-01', 73_100, 0],
  ['all while they study, day by day or not', daily, null, '2026-09-02', 73_100, 73_100],
  ['what is left of a penny is let go', daily, '2026-09-01', '2027-09-01', 100_000, 50_068],
  [
    'nothing before completion where that was agreed',
    { ...daily, beforeCompletionPercent: 0 },
    null,
    '2026-09-02',
    73_100,
    0,
  ],
  [
    'finished on 29 February, gone a day early',
    exeter,
    '2028-02-29',
    '2029-02-27',
    300_000,
    150_000,
  ],
  [
    'finished on 29 February, the year ends on the 28th',
    exeter,
    '2028-02-29',
    '2029-02-28',
    300_000,
    0,
  ],
  ['finished on 29 February, by days', oneYear, '2028-02-29', '2028-03-01', 36_500, 36_400],
  ['gone on 29 February, a year after the 28th', exeter, '2027-02-28', '2028-02-29', 300_000, 0],
  [
    'six months after 31 August end on 28 February',
    quarters,
    '2024-08-31',
    '2025-02-27',
    100_000,
    75_000,
  ],
  ['half a year to the day', quarters, '2024-08-31', '2025-02-28', 100_000, 50_000],
  ['nothing by an agreement without a tie-in', never, null, '2026-09-02', 73_100, 0],
];

describe('what is owed by who leaves', () => {
  it.each(table)('%s', (_, tieIn, endedOn, leftOn, basePence, owed) => {
    const { amountPence, arithmetic } = owedBy(tieIn, { leftOn, endedOn, basePence });

    expect(amountPence).toBe(owed);
    expect(arithmetic.length).toBeGreaterThan(0);
  });

  it('comes with its arithmetic, in sentences', () => {
    const leaving = { leftOn: '2027-09-01', endedOn: '2026-09-01', basePence: 123_456_00 };

    expect(owedBy(daily, leaving).arithmetic).toEqual([
      '£123,456.00 was paid that can be asked back.',
      'From 2027-09-01 to 2028-09-01 are 366 of 731 days of the tie-in.',
      '£123,456.00 × 366 ÷ 731 = £61,812.44.',
    ]);
    expect(owedBy(quarters, leaving).arithmetic).toEqual([
      'Study ended on 2026-09-01, and the tie-in on 2027-09-01.',
    ]);
    expect(owedBy(quarters, { ...leaving, leftOn: '2027-06-01' }).arithmetic).toEqual([
      '£123,456.00 was paid that can be asked back.',
      'Leaving on 2027-06-01 is less than 12 months after 2026-09-01.',
      '£123,456.00 × 25% = £30,864.00.',
    ]);
  });

  it('is never more than was paid, and never more the later they leave', () => {
    const days = fc.integer({ min: 0, max: 1500 });
    const dayAfter = (count: number) =>
      new Date(Date.UTC(2026, 1, 28) + count * 86_400_000).toISOString().slice(0, 10);
    fc.assert(
      fc.property(
        fc.constantFrom(exeter, quarters, daily, oneYear),
        ...[fc.integer({ min: 1, max: 2_000_000_000 }), days, days],
        (tieIn, basePence, first, second) => {
          const owed = (count: number) =>
            owedBy(tieIn, { leftOn: dayAfter(count), endedOn: '2026-02-28', basePence })
              .amountPence;
          const [early, late] = [Math.min(first, second), Math.max(first, second)];
          expect(owed(early)).toBeLessThanOrEqual(basePence);
          expect(owed(late)).toBeLessThanOrEqual(owed(early));
        },
      ),
    );
  });

  it('ends with the tie-in', () => {
    expect(tieInEnd(daily, '2028-02-29')).toBe('2030-02-28');
    expect(tieInEnd(daily, null)).toBeNull();
    expect(monthsLater('2026-12-31', 2)).toBe('2027-02-28');
  });
});

describe('what each line gets of it', () => {
  it('comes to the whole, and no line gets more than it paid', () => {
    const paid = fc.array(fc.integer({ min: 1, max: 1_000_000_000 }), {
      minLength: 1,
      maxLength: 9,
    });
    fc.assert(
      fc.property(paid, fc.double({ min: 0, max: 1, noNaN: true }), (lines, part) => {
        const all = lines.reduce((sum, pence) => sum + pence, 0);
        const amount = Math.floor(all * part);
        const shares = sharesOf(amount, lines);
        expect(shares.reduce((sum, pence) => sum + pence, 0)).toBe(amount);
        for (const [index, share] of shares.entries()) {
          expect(share).toBeGreaterThanOrEqual(0);
          expect(share).toBeLessThanOrEqual(lines[index] ?? 0);
        }
      }),
    );
  });
});
