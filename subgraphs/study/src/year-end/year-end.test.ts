import { describe, expect, it } from '@jest/globals';
import { createDataSource } from '@trellis/subgraph-kit/data-source';
import { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { studyDatabase } from '../subgraph.ts';
import { aHead, codesOf, finance, testStudy } from '../testing.ts';
import { nextYearsName } from './next-year-fund.ts';
import { YearEndService } from './year-end.service.ts';

const study = testStudy();

/** Dies before its fourth transaction. */
class DyingDatabase extends Database {
  #transactions = 0;

  override as<T>(viewer: Viewer, work: () => Promise<T>): Promise<T> {
    this.#transactions += 1;
    return this.#transactions > 3 ? Promise.reject(new Error('killed')) : super.as(viewer, work);
  }
}

const runQuery = `mutation { outcome: runYearEnd(input: { academicYear: 2026 }) {
  kind: __typename
  ... on YearNotOver { overOn }
  ... on YearEnd { academicYear funds { closedOn committedBeforePence availableBeforePence
    committedAfterPence availableAfterPence carriedPence carriedLines
    fund { id } intoFund { id name academicYear amountPence remainingPence } } }
} }`;

interface Report {
  readonly kind: string;
  readonly funds: {
    readonly fund: { readonly id: string };
    readonly intoFund: { readonly id: string } | null;
    readonly carriedPence: number;
  }[];
}

const run = async (viewer: Viewer) => {
  const { data, errors } = await study.served.ask<{ outcome: Report }>(viewer, runQuery);
  if (errors) throw new Error(JSON.stringify(errors));
  return data.outcome;
};

/** A fund of 2026 with so many awards of 10 pounds. */
async function aYear(awards: number) {
  const viewer = finance();
  study.clock.set('2026-11-23T09:00:00Z');
  const fundId = await study.aFund(viewer, awards * 10_00 + 5_00);
  for (let index = 0; index < awards; index++) {
    await study.award(viewer, { fundId, amountPence: 10_00 });
  }
  return { viewer, fundId };
}

const entriesOf = async (viewer: Viewer) => {
  const db = study.db();
  const [row] = await db.as(viewer, () =>
    db.rows<{ entries: number }>('SELECT count(*) AS entries FROM ledger_entry'),
  );
  return row?.entries;
};

describe('the year end', () => {
  it('carries what was promised and not paid to the next year, and says what it found and left', async () => {
    const { viewer, fundId } = await aYear(2);
    study.clock.set('2027-09-03T09:00:00Z');

    expect(await run(viewer)).toEqual({
      ...{ kind: 'YearEnd', academicYear: 2026 },
      funds: [
        {
          ...{ closedOn: '2027-09-03', committedBeforePence: 20_00, availableBeforePence: 5_00 },
          ...{ committedAfterPence: 0, availableAfterPence: 5_00 },
          ...{ carriedPence: 20_00, carriedLines: 2, fund: { id: fundId } },
          intoFund: {
            ...{ id: expect.any(String), name: 'Study fund', academicYear: 2027 },
            ...{ amountPence: 20_00, remainingPence: 0 },
          },
        },
      ],
    });
    expect(await study.remainingPence(viewer, fundId)).toBe(5_00);
  });

  it('changes nothing the second time, nor when two run at once', async () => {
    const { viewer } = await aYear(3);
    study.clock.set('2027-09-01T09:00:00Z');

    const [first, second] = await Promise.all([run(viewer), run(viewer)]);
    const entries = await entriesOf(viewer);

    expect(first.funds.map(({ carriedPence }) => carriedPence)).toEqual([30_00]);
    expect(second).toEqual(first);
    expect(await run(viewer)).toEqual(first);
    expect(await entriesOf(viewer)).toBe(entries);
  });

  it('goes on where it stopped when it was cut off', async () => {
    const { viewer } = await aYear(5);
    study.clock.set('2027-09-01T09:00:00Z');
    const source = createDataSource(studyDatabase, study.served.database.appUrl, 2);
    await source.initialize();
    const cutOff = new YearEndService(new DyingDatabase(source), study.clock.now, 2);
    const work = cutOff.run(viewer, { academicYear: 2026 }).finally(() => source.destroy());
    await expect(work).rejects.toThrow('killed');

    const report = await run(viewer);

    expect(report.funds).toMatchObject([
      {
        ...{ committedBeforePence: 50_00, availableBeforePence: 5_00, carriedPence: 50_00 },
        ...{ carriedLines: 5, committedAfterPence: 0, intoFund: { amountPence: 50_00 } },
      },
    ]);
  });

  it('waits until the year is over in England', async () => {
    const { viewer } = await aYear(1);
    study.clock.set('2027-08-31T22:59:59Z');
    expect(await run(viewer)).toEqual({ kind: 'YearNotOver', overOn: '2027-09-01' });
    study.clock.set('2027-08-31T23:00:00Z');
    expect((await run(viewer)).kind).toBe('YearEnd');
  });

  it('leaves a fund that awards nothing more, and money that can still be moved out', async () => {
    const { viewer, fundId } = await aYear(1);
    study.clock.set('2027-09-01T09:00:00Z');
    await run(viewer);

    expect((await study.award(viewer, { fundId, amountPence: 1 })).kind).toBe('FundOfLastYear');
  });

  it('keeps apart what belongs to others, and is for those who manage funds', async () => {
    await aYear(1);
    study.clock.set('2027-09-01T09:00:00Z');
    const viewer = finance();

    expect((await run(viewer)).funds).toEqual([]);
    expect(codesOf(await study.served.ask(aHead(viewer.trustId), runQuery))).toEqual(['FORBIDDEN']);
  });
});

describe('next year’s fund', () => {
  it('has the same name with the years gone on', () => {
    expect(nextYearsName('Study fund 2026/27', 2026)).toBe('Study fund 2027/28');
    expect(nextYearsName('NPQ 2026–27', 2026)).toBe('NPQ 2027–28');
    expect(nextYearsName('Study 2026 to 2027', 2026)).toBe('Study 2027 to 2028');
    expect(nextYearsName('Turing 1912', 2026)).toBe('Turing 1912');
  });
});
