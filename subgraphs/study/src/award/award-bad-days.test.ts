import { describe, expect, it } from '@jest/globals';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { TestRounds } from '../application/testing.ts';
import { AwardSteps } from '../testing/award-steps.ts';
import { MoneyApi } from '../testing/money-api.ts';
import { finance, testStudy } from '../testing.ts';

const study = testStudy();
const { offer, tellRoster } = new AwardSteps(study);
const rounds = new TestRounds(study);

/** A levy account of the academic year, on a day of it. */
async function aLevyAccount(viewer: Viewer, day: string, academicYear: number) {
  study.clock.set(`${day}T09:00:00Z`);
  const levy = { name: 'Levy', academicYear, amountPence: 50_000_00, source: 'LEVY' };
  return new MoneyApi(study, viewer).openFund(levy);
}

describe('a levy account', () => {
  it('pays for apprenticeships alone', async () => {
    const viewer = finance();
    const fundId = await aLevyAccount(viewer, '2026-11-23', 2026);
    const lines = [{ fundId, amountPence: 5_000_00 }];

    expect(await offer(viewer, { lines, programmeCode: 'NPQSL' })).toEqual({
      ...{ kind: 'LevyDoesNotPay', reasons: ['The levy pays for apprenticeships alone.'] },
    });
    const programmeCode = 'TA_L3_APPRENTICESHIP';
    expect(await offer(viewer, { lines, programmeCode })).toMatchObject({ kind: 'Award' });
  });

  it('pays for nobody of 22 or over who starts level 7 from January 2026, nor where nobody says', async () => {
    const viewer = finance();
    const fundId = await aLevyAccount(viewer, '2026-01-01', 2025);
    const lines = [{ fundId, amountPence: 5_000_00 }];
    const level7 = (age: { ageAtStart?: string }) =>
      offer(viewer, { lines, programmeCode: 'SENIOR_LEADER_L7_APPRENTICESHIP', ...age });

    for (const age of [{}, { ageAtStart: 'TWENTY_TWO_OR_OVER' }]) {
      expect(await level7(age)).toEqual({
        ...{ kind: 'LevyDoesNotPay', reasons: [expect.stringContaining('16 to 21')] },
      });
    }
    expect(await level7({ ageAtStart: 'SIXTEEN_TO_21' })).toMatchObject({ kind: 'Award' });
    study.clock.set('2025-12-31T09:00:00Z');
    expect(await level7({ ageAtStart: 'TWENTY_TWO_OR_OVER' })).toMatchObject({ kind: 'Award' });
  });
});

describe('somebody whom an agency employs', () => {
  it('is given no study money, and is once they are employed by the trust as well', async () => {
    study.clock.set('2026-11-23T09:00:00Z');
    const viewer = finance();
    const personId = study.people.add('Person', viewer);
    const lines = [{ fundId: await study.aFund(viewer, 100_00), amountPence: 1 }];

    await tellRoster(viewer, personId, { type: 'SAG' });
    expect(await offer(viewer, { personId, lines })).toEqual({ kind: 'EmployedElsewhere' });
    await tellRoster(viewer, personId, { type: 'PRM' });
    expect(await offer(viewer, { personId, lines })).toMatchObject({ kind: 'Award' });
  });

  it('does not apply in a round', async () => {
    study.clock.set('2026-11-23T09:00:00Z');
    const { trustId, roundId, schoolId } = await rounds.round();
    const supply = await rounds.person(trustId, { schoolIds: [schoolId], contractType: 'SAG' });

    expect(await rounds.draft(supply, roundId, schoolId)).toEqual({
      kind: 'NotForThisRound',
      reasons: ['Somebody else employs you: it is for the trust’s own staff.'],
    });
  });
});

describe('the positions of funds', () => {
  it('are one statement, however many funds and days', async () => {
    study.clock.set('2026-11-23T09:00:00Z');
    const viewer = finance();
    for (let index = 0; index < 20; index++) await study.aFund(viewer, 100_00);
    const query = (first: number) => `{ funds(first: ${String(first)}) { edges { node {
      now: position { availablePence } then: position(asOf: "2026-09-01") { availablePence } } } } }`;
    const statements = (first: number) =>
      study.served.statementsDuring(() => study.served.ask(viewer, query(first)));

    expect(await statements(1)).toBe(2); // funds, positions
    expect(await statements(20)).toBe(2);
  });

  it('and the spend of schools are read from indexes alone', async () => {
    const viewer = finance();
    const db = study.db();
    const plan = (sql: string) =>
      db.as(viewer, async () => {
        await db.rows('SET LOCAL enable_seqscan = off');
        const rows = await db.rows<{ 'QUERY PLAN': string }>(`EXPLAIN ${sql}`);
        return rows.map((row) => row['QUERY PLAN']).join('\n');
      });
    const ofTrust = `trust_id = '${viewer.trustId}'`;

    expect(
      await plan(`SELECT sum(pence) FROM ledger_posting WHERE ${ofTrust}
        AND fund_id = gen_random_uuid() AND entered_on <= '2026-11-23' AND account = 'FUND' AND kind = 'A'`),
    ).toContain('ledger_posting_by_fund');
    expect(
      await plan(`SELECT sum(paid_pence) FROM funding_line WHERE ${ofTrust}
        AND school_id = '${viewer.trustId}' AND academic_year = 2026 AND fund_id IS NOT NULL`),
    ).toContain('funding_line_by_school');
  });
});
