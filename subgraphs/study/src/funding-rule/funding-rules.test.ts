import { describe, expect, it } from '@jest/globals';
import { ProgrammeKind } from '../programme/programme-kind.types.ts';
import { rulingsOf } from './funding-rule.service.ts';
import { AgeAtStart, FundingAnswer } from './funding-rule.types.ts';
import type { FundingFacts } from './funding-rules.ts';

const npq = (code: string) => ({ code, kind: ProgrammeKind.NPQ, level: null, costPence: null });
const apprenticeship = (level: number, costPence: number | null = 12_000_00) => ({
  ...{ code: `LEVEL_${level}`, kind: ProgrammeKind.APPRENTICESHIP, level, costPence },
});
const over = AgeAtStart.TWENTY_TWO_OR_OVER;
const young = AgeAtStart.SIXTEEN_TO_21;
const withPlan = AgeAtStart.UNDER_25_WITH_PLAN_OR_AFTER_CARE;

/** Worked by hand from the sources in `reference/SOURCES.md`. */
const table: [string, Partial<FundingFacts>, string[]][] = [
  [
    'an NPQ of autumn 2021',
    { programme: npq('NPQLT'), startsOn: '2021-09-01' },
    ['DFE_SCHOLARSHIP PAYS unpriced NPQ_SCHOLARSHIP@2021-09-01'],
  ],
  [
    'an NPQ on the last day of scholarships for all',
    { programme: npq('NPQLT'), startsOn: '2024-08-31' },
    ['DFE_SCHOLARSHIP PAYS unpriced NPQ_SCHOLARSHIP@2021-09-01'],
  ],
  [
    'the NPQ for headship in the year after',
    { programme: npq('NPQH'), startsOn: '2024-09-01' },
    ['DFE_SCHOLARSHIP PAYS unpriced NPQ_SCHOLARSHIP_ALL@2024-09-01'],
  ],
  [
    'the NPQ for SENCOs in the same year',
    { programme: npq('NPQSENCO'), startsOn: '2025-08-31' },
    ['DFE_SCHOLARSHIP PAYS unpriced NPQ_SCHOLARSHIP_ALL@2024-09-01'],
  ],
  [
    'another NPQ in the same year',
    { programme: npq('NPQLT'), startsOn: '2024-09-01' },
    ['DFE_SCHOLARSHIP DEPENDS unpriced NPQ_SCHOLARSHIP_SOME@2024-09-01'],
  ],
  [
    'any NPQ by the lists since autumn 2025',
    { programme: npq('NPQH'), startsOn: '2026-09-01' },
    ['DFE_SCHOLARSHIP DEPENDS unpriced NPQ_SCHOLARSHIP_LIST@2025-09-01'],
  ],
  [
    'an NPQ that was paid before',
    { programme: npq('NPQLT'), startsOn: '2023-09-01', wasFunded: true },
    ['DFE_SCHOLARSHIP DOES_NOT_PAY 0 NPQ_SCHOLARSHIP@2021-09-01'],
  ],
  [
    'an NPQ before there were scholarships',
    { programme: npq('NPQLT'), startsOn: '2021-08-31' },
    [],
  ],
  [
    'level 5 at 45, with a levy',
    { programme: apprenticeship(5), age: over },
    ['LEVY PAYS 1200000 LEVY@2017-05-01', 'OTHER DOES_NOT_PAY 0 CO_INVESTMENT@2024-04-01'],
  ],
  [
    'level 6 of unknown price',
    { programme: apprenticeship(6, null), age: over },
    ['LEVY PAYS unpriced LEVY@2017-05-01', 'OTHER DOES_NOT_PAY 0 CO_INVESTMENT@2024-04-01'],
  ],
  [
    'level 7 over 22 on the last day',
    { programme: apprenticeship(7), age: over, startsOn: '2025-12-31' },
    ['LEVY PAYS 1200000 LEVY_LEVEL_7@2017-05-01'],
  ],
  [
    'level 7 over 22 on the first day',
    { programme: apprenticeship(7), age: over, startsOn: '2026-01-01' },
    ['LEVY DOES_NOT_PAY 0 LEVY_LEVEL_7@2026-01-01'],
  ],
  [
    'level 7 at 21',
    { programme: apprenticeship(7), age: young },
    ['LEVY PAYS 1200000 LEVY_LEVEL_7@2026-01-01'],
  ],
  [
    'level 7 at 24 with a plan or after care',
    { programme: apprenticeship(7), age: withPlan },
    ['LEVY PAYS 1200000 LEVY_LEVEL_7@2026-01-01'],
  ],
  [
    'level 7 of somebody who does not say',
    { programme: apprenticeship(7) },
    ['LEVY DEPENDS 1200000 LEVY_LEVEL_7@2026-01-01'],
  ],
  [
    'level 7 at 21 without a levy',
    { programme: apprenticeship(7), age: young, hasLevy: false },
    ['LEVY DOES_NOT_PAY 0 LEVY_LEVEL_7@2026-01-01'],
  ],
  [
    'level 3 at 30 without a levy',
    { programme: apprenticeship(3, 5_000_01), age: over, hasLevy: false },
    ['LEVY DOES_NOT_PAY 0 LEVY@2017-05-01', 'OTHER PAYS 475000 CO_INVESTMENT@2024-04-01'],
  ],
  [
    'level 3 at 21 without a levy',
    { programme: apprenticeship(3, 5_000_00), age: young, hasLevy: false },
    ['LEVY DOES_NOT_PAY 0 LEVY@2017-05-01', 'OTHER PAYS 500000 CO_INVESTMENT@2024-04-01'],
  ],
  [
    'level 3 at 21 without a levy before April 2024',
    { programme: apprenticeship(3, 5_000_00), age: young, hasLevy: false, startsOn: '2024-03-31' },
    ['LEVY DOES_NOT_PAY 0 LEVY@2017-05-01', 'OTHER PAYS 475000 CO_INVESTMENT@2019-04-01'],
  ],
  [
    'level 3 on 29 February',
    { programme: apprenticeship(3, 5_000_00), startsOn: '2028-02-29' },
    ['LEVY PAYS 500000 LEVY@2017-05-01', 'OTHER DOES_NOT_PAY 0 CO_INVESTMENT@2024-04-01'],
  ],
  [
    'a Master’s degree',
    { programme: { ...npq('MASTERS'), kind: ProgrammeKind.MASTERS_DEGREE } },
    [],
  ],
  ['training with fees', { programme: { ...npq('ITT'), kind: ProgrammeKind.QTS_ROUTE } }, []],
];

describe('what pays for a programme', () => {
  it.each(table)('is for %s as worked by hand', (_, facts, expected) => {
    const rulings = rulingsOf({
      ...{ programme: npq('NPQSL'), startsOn: '2026-11-23', age: null },
      ...{ hasLevy: true, wasFunded: false, ...facts },
    });

    expect(
      rulings.map(({ source, answer, amountPence, ruleVersion }) =>
        [source, answer, amountPence ?? 'unpriced', ruleVersion].join(' '),
      ),
    ).toEqual(expected);
    for (const { answer, conditions, reasons } of rulings) {
      expect(answer === FundingAnswer.DEPENDS ? conditions : reasons).not.toEqual([]);
    }
  });
});
