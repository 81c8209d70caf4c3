import { describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { asSuperuser } from '@trellis/subgraph-kit/testing/test-cluster';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { finance, testStudy } from '../testing.ts';
import {
  type Entry,
  Ledger,
  type Line,
  ofFund,
  ofLine,
  ofSource,
  transfer,
} from './ledger.service.ts';

const study = testStudy();
const enteredOn = '2026-11-23';

/** A fund of 100 pounds, of which 60 are promised to one award. */
async function aPromise() {
  const viewer = finance();
  const fundId = await study.aFund(viewer, 100_00);
  const { id: awardId = '' } = await study.award(viewer, { fundId, amountPence: 60_00 });
  const db = study.db();
  const [row] = await db.as(viewer, () =>
    db.rows<{ id: string }>('SELECT id FROM funding_line WHERE award_id = $1', [awardId]),
  );
  const line: Line = { id: row?.id ?? '', source: 'TRUST', fundId };
  return { viewer, awardId, line, fund: { id: fundId, source: 'TRUST' } as const };
}

const enter = (viewer: Viewer, ...entries: Entry[]) => {
  const db = study.db();
  return db.as(viewer, () => new Ledger(db).enter(viewer, entries));
};
const raw = (viewer: Viewer, sql: string) => {
  const db = study.db();
  return db.as(viewer, () => db.rows(sql));
};

describe('the ledger', () => {
  it('takes no entry whose sides do not come to nothing', async () => {
    const { viewer, fund, line } = await aPromise();
    const oneSide = [{ ...ofFund(fund), pence: 1 }];
    const pennyOff = [
      { ...ofFund(fund), pence: -10_00 },
      { ...ofLine('COMMITMENT', line), pence: -9_99 },
    ];

    for (const postings of [oneSide, pennyOff, []]) {
      await expect(enter(viewer, { kind: 'ALLOCATION', enteredOn, postings })).rejects.toThrow(
        'ledger_entry_balances',
      );
    }
    expect(await study.remainingPence(viewer, fund.id)).toBe(40_00);
  });

  it('takes no posting that unbalances an entry made before', async () => {
    const { viewer, fund } = await aPromise();
    const postings = transfer(ofSource('TRUST'), ofFund(fund), 1);
    const [id = ''] = await enter(viewer, { kind: 'ALLOCATION', enteredOn, postings });
    const more = `INSERT INTO ledger_posting (trust_id, entry_id, number, kind, entered_on, account,
        source, fund_id, pence)
      VALUES ('${viewer.trustId}', '${id}', 3, 'ALLOCATION', '${enteredOn}', 'FUND', 'TRUST', '${fund.id}', 5)`;

    await expect(raw(viewer, more)).rejects.toThrow('ledger_entry_balances');
  });

  it('takes no fund below zero', async () => {
    const { viewer, fund } = await aPromise();
    const away = (pence: number): Entry => ({
      ...{ kind: 'ALLOCATION', enteredOn },
      postings: transfer(ofFund(fund), ofSource('TRUST'), pence),
    });

    await expect(enter(viewer, away(40_01))).rejects.toThrow('fund_not_overspent');
    await enter(viewer, away(40_00));
    expect(await study.remainingPence(viewer, fund.id)).toBe(0);
  });

  it('pays no line above what it was promised', async () => {
    const { viewer, line, fund } = await aPromise();
    const pay = (pence: number): Entry => ({
      ...{ kind: 'PAYMENT', enteredOn },
      postings: transfer(ofLine('COMMITMENT', line), ofLine('PAYMENT', line), pence),
    });
    const beside: Entry = {
      ...{ kind: 'PAYMENT', enteredOn },
      postings: transfer(ofFund(fund), ofLine('PAYMENT', line), 1),
    };

    await expect(enter(viewer, pay(60_01))).rejects.toThrow('committed_pence');
    await enter(viewer, pay(60_00));
    await expect(enter(viewer, beside)).rejects.toThrow('line_not_overpaid');
  });

  it('is only ever added to, by the app and by the owner alike', async () => {
    const { viewer } = await aPromise();
    const changes = ['UPDATE ledger_posting SET pence = 1', 'DELETE FROM ledger_entry'];

    for (const sql of changes) await expect(raw(viewer, sql)).rejects.toThrow('permission denied');
    await asSuperuser(study.served.database.name, async (client) => {
      for (const sql of [...changes, 'TRUNCATE ledger_posting']) {
        await expect(client.query(sql)).rejects.toThrow('the ledger is only ever added to');
      }
    });
  });

  it('alone writes the sums of funds and lines', async () => {
    const { viewer } = await aPromise();

    for (const sql of [
      'UPDATE fund SET amount_pence = 1',
      'UPDATE fund SET committed_pence = 0',
      'UPDATE funding_line SET paid_pence = 0',
    ]) {
      await expect(raw(viewer, sql)).rejects.toThrow('permission denied');
    }
  });

  it('comes to nothing over all accounts', async () => {
    const { viewer, line } = await aPromise();
    const postings = transfer(ofLine('COMMITMENT', line), ofLine('PAYMENT', line), 25_00);
    await enter(viewer, { kind: 'PAYMENT', enteredOn, postings });

    const [sum] = await raw(viewer, 'SELECT sum(pence) AS pence FROM ledger_posting');
    expect(sum).toEqual({ pence: 0 });
  });
});

describe('the lines of an award', () => {
  it('come to its cost, or it is not written', async () => {
    const { viewer, awardId, line } = await aPromise();
    const pennyMore = `INSERT INTO funding_line (trust_id, id, award_id, school_id, academic_year,
        source, fund_id, amount_pence, is_recoverable)
      SELECT trust_id, '${newId()}', award_id, school_id, academic_year, source, fund_id, 1, true
        FROM funding_line WHERE id = '${line.id}' AND award_id = '${awardId}'`;

    await expect(raw(viewer, pennyMore)).rejects.toThrow('award_costs_its_lines');
  });

  it('are never to be reclaimed where the levy or the DfE pays', async () => {
    const { viewer, line } = await aPromise();
    const scholarship = `INSERT INTO funding_line (trust_id, id, award_id, school_id, academic_year,
        source, amount_pence, is_recoverable)
      SELECT trust_id, '${newId()}', award_id, school_id, academic_year, 'DFE_SCHOLARSHIP', 1, true
        FROM funding_line WHERE id = '${line.id}'`;

    await expect(raw(viewer, scholarship)).rejects.toThrow('line_recoverable');
  });
});
