import { describe, expect, it } from '@jest/globals';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { aHead, aMemberOfStaff, codesOf, finance, testStudy } from '../testing.ts';
import { AwardSteps } from '../testing/award-steps.ts';

const study = testStudy();
const { act, approve, instalmentsOf, linesOf, offer, record } = new AwardSteps(study);

const query = `query ($fromYear: Int) { commitmentForecast(fromYear: $fromYear) {
  academicYear source committedPence paidPence } }`;

interface Point {
  readonly academicYear: number;
  readonly source: string;
  readonly committedPence: number;
  readonly paidPence: number;
}

const ask = (viewer: Viewer, fromYear?: number) =>
  study.served.ask<{ commitmentForecast: readonly Point[] }>(viewer, query, { fromYear });

/** The points that are not nothing. */
async function something(viewer: Viewer, fromYear?: number) {
  const { data, errors } = await ask(viewer, fromYear);
  expect(errors).toBeUndefined();
  return data.commitmentForecast
    .filter(({ committedPence, paidPence }) => committedPence + paidPence > 0)
    .map((point) => [point.academicYear, point.source, point.committedPence, point.paidPence]);
}

/** A trust’s funds of three years, and an award of 10, 20 and 30 pounds from them. */
async function threeYears() {
  study.clock.set('2026-11-23T09:00:00Z');
  const viewer = finance();
  const schoolId = study.people.add('School', viewer);
  const funds: string[] = [];
  for (const year of [2026, 2027, 2028]) funds.push(await study.aFund(viewer, 100_00, year));
  const lines = funds.map((fundId, place) => ({ fundId, amountPence: (place + 1) * 10_00 }));
  return { viewer, schoolId, funds, award: await offer(viewer, { schoolId, lines }) };
}

describe('the forecast of commitments', () => {
  it('is what is promised for each of three years, by source', async () => {
    const { viewer, funds } = await threeYears();
    const self = { source: 'SELF', academicYear: 2027, amountPence: 5_00 };
    await offer(viewer, { lines: [{ fundId: funds[0], amountPence: 1_00 }, self] });

    expect(await something(viewer)).toEqual([
      ...[[2026, 'TRUST', 11_00, 0] as const, [2027, 'TRUST', 20_00, 0] as const],
      ...[[2027, 'SELF', 5_00, 0] as const, [2028, 'TRUST', 30_00, 0] as const],
    ]);
  });

  it('has a point for each source in each year, also where it is nothing', async () => {
    study.clock.set('2026-11-23T09:00:00Z');
    const { data } = await ask(finance());
    const sources = ['TRUST', 'SCHOOL', 'LEVY', 'DFE_SCHOLARSHIP', 'SELF', 'OTHER'];

    expect(data.commitmentForecast).toEqual(
      [2026, 2027, 2028].flatMap((academicYear) =>
        sources.map((source) => ({ academicYear, source, committedPence: 0, paidPence: 0 })),
      ),
    );
  });

  it('tells what was paid from what is still to be', async () => {
    const { viewer, schoolId, funds } = await threeYears();
    const fund = { fundId: funds[0] ?? '', schoolId, amountPence: 8_00 };
    const { id: awardId = '' } = await study.award(viewer, fund);
    const [line] = await linesOf(viewer, awardId);
    const one = { lineId: line?.id, trigger: 'DATE', dueOn: '2026-11-01', amountPence: 4_00 };
    await act(viewer, 'planInstalments', { awardId, instalments: [one, one] });
    const [first] = await instalmentsOf(viewer, awardId);
    if (!first) throw new Error('nothing was planned');
    await approve(viewer, first);
    await act(viewer, 'exportPayments', {});
    await record(viewer, [first.id, '4.00', '2026-11-20', 'BACS 1']);

    expect(await something(viewer)).toContainEqual([2026, 'TRUST', 14_00, 4_00]);
  });

  it('leaves out what was withdrawn', async () => {
    const { viewer, funds } = await threeYears();
    const fund = { fundId: funds[0] ?? '', amountPence: 8_00 };
    await study.withdraw(viewer, await study.award(viewer, fund));

    expect(await something(viewer)).toContainEqual([2026, 'TRUST', 10_00, 0]);
  });

  it('begins with the year that is asked for, or with the one that runs', async () => {
    const { viewer } = await threeYears();

    expect(await something(viewer, 2028)).toEqual([[2028, 'TRUST', 30_00, 0]]);
    study.clock.set('2027-09-01T09:00:00Z');
    expect((await something(viewer)).map(([year]) => year)).toEqual([2027, 2028]);
    study.clock.set('2026-11-23T09:00:00Z');
    for (const year of [1999, 2099]) {
      expect(codesOf(await ask(viewer, year))).toEqual(['BAD_USER_INPUT']);
    }
  });

  it('is of a head’s schools for a head, and of no other trust', async () => {
    const { viewer, schoolId, funds } = await threeYears();
    const elsewhere = study.people.add('School', viewer);
    const fund = { fundId: funds[0] ?? '', schoolId: elsewhere, amountPence: 8_00 };
    await study.award(viewer, fund);

    expect(await something(aHead(viewer.trustId, schoolId))).toContainEqual([
      ...[2026, 'TRUST', 10_00, 0],
    ]);
    expect(await something(aHead(viewer.trustId, elsewhere))).toEqual([[2026, 'TRUST', 8_00, 0]]);
    expect(await something(aHead(viewer.trustId))).toEqual([]);
    expect(await something(finance())).toEqual([]);
  });

  it('needs the permission to see what is spent', async () => {
    expect(codesOf(await ask(aMemberOfStaff()))).toEqual(['FORBIDDEN']);
  });
});
