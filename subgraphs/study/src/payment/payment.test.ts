import { describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { AwardSteps } from '../testing/award-steps.ts';
import { FundService } from '../fund/fund.service.ts';
import { codesOf, finance, testStudy } from '../testing.ts';
import { readPaidFile, writePaymentFile } from './payment-file.ts';

const study = testStudy();
const { act, answer, approve, instalmentsOf, linesOf, record } = new AwardSteps(study);

/** An award with so many instalments of 10 pounds, the first of them approved. */
async function approved(count: number, fundName = 'Study fund') {
  study.clock.set('2026-11-23T09:00:00Z');
  const viewer = finance();
  const fundId = newId();
  const fund = { id: fundId, name: fundName, academicYear: 2026, amountPence: count * 10_00 };
  const db = study.db();
  await db.as(viewer, () => new FundService(db, study.clock.now).setAside(viewer, [fund]));
  const award = await study.award(viewer, { fundId, amountPence: count * 10_00 });
  const awardId = award.id ?? '';
  const [line] = await linesOf(viewer, awardId);
  const one = { lineId: line?.id, trigger: 'DATE', dueOn: '2026-11-01', amountPence: 10_00 };
  await act(viewer, 'planInstalments', { awardId, instalments: Array(count).fill(one) });
  const [first] = await instalmentsOf(viewer, awardId);
  if (!first) throw new Error('nothing was planned');
  await approve(viewer, first);
  return { viewer, awardId, fundId, id: first.id };
}

const paidOf = async (viewer: Viewer, awardId: string) =>
  (await linesOf(viewer, awardId)).map(({ committedPence, paidPence }) => [
    ...[committedPence, paidPence],
  ]);

describe('a file of payments', () => {
  it('asks for what two people approved, once', async () => {
    const { viewer, awardId, id } = await approved(2);
    const idempotencyKey = 'november';
    const file = await act(viewer, 'exportPayments', { idempotencyKey });

    expect(file).toMatchObject({ instalmentCount: 1, totalPence: 10_00 });
    expect(file['csv']).toBe(
      [
        'instalment_id,award_id,academic_year,source,fund,programme,amount,due_on',
        `${id},${awardId},2026,TRUST,Study fund,NPQSL,10.00,2026-11-01`,
        '',
      ].join('\r\n'),
    );
    expect(await act(viewer, 'exportPayments', { idempotencyKey })).toEqual(file);
    expect(await act(viewer, 'exportPayments', {})).toEqual({ kind: 'NothingToPay' });
  });

  it('runs no formula in a spreadsheet, whatever a fund is called', async () => {
    const { viewer } = await approved(1, '=HYPERLINK("http://evil","x")');
    const file = await act(viewer, 'exportPayments', {});

    expect(file['csv']).toContain(`"'=HYPERLINK(""http://evil"",""x"")"`);
    const row = {
      ...{ instalmentId: 'i', awardId: 'a', academicYear: 2026, source: 'TRUST', dueOn: null },
      ...{ programme: 'P', amountPence: 5 },
    };
    for (const fund of ['+1', '-1', '@SUM(A1)', '\t=1']) {
      expect(writePaymentFile([{ ...row, fund }])).toContain(`'${fund}`);
    }
    expect(writePaymentFile([{ ...row, fund: 'Plain' }])).toContain('P,0.05,');
  });

  it('is for those who approve payments, and holds nothing of another trust', async () => {
    await approved(1);
    const other = finance();
    expect(await act(other, 'exportPayments', {})).toEqual({ kind: 'NothingToPay' });
    const looks = { ...other, scopes: new Set(['spend:read', 'award:read', 'bursary:award']) };
    expect(codesOf(await answer(looks, 'exportPayments', {}))).toEqual(['FORBIDDEN']);
  });
});

describe('what was paid', () => {
  it('is entered into the ledger on the day on which it was paid, once', async () => {
    const { viewer, awardId, fundId, id } = await approved(2);
    const row = [id, '10.00', '2026-11-20', 'BACS 17'];

    expect(await record(viewer, row)).toEqual({
      ...{ paidCount: 1, paidPence: 10_00, knownCount: 0, refused: [] },
    });
    expect(await paidOf(viewer, awardId)).toEqual([[10_00, 10_00]]);
    expect(await record(viewer, row)).toEqual({
      ...{ paidCount: 0, paidPence: 0, knownCount: 1, refused: [] },
    });
    expect(await paidOf(viewer, awardId)).toEqual([[10_00, 10_00]]);
    const query = `query ($id: ID!, $asOf: Date) { fundPosition(fundId: $id, asOf: $asOf) { paidPence } }`;
    const paidOn = async (asOf: string) => {
      const { data } = await study.served.ask(viewer, query, { id: fundId, asOf });
      return data['fundPosition'];
    };
    expect(await paidOn('2026-11-19')).toEqual({ paidPence: 0 });
    expect(await paidOn('2026-11-20')).toEqual({ paidPence: 10_00 });
  });

  it('is refused row by row where it does not fit, and all else is taken', async () => {
    const { viewer, awardId, id } = await approved(3);
    const [, second, third] = await instalmentsOf(viewer, awardId);
    const other = await approved(1);
    await approve(viewer, second ?? { id: '', version: 0 });
    const row = (instalment: string, ...rest: string[]) => [instalment, ...rest];

    expect(
      await record(
        viewer,
        row(newId(), '10.00', '2026-11-20', 'r'),
        row(other.id, '10.00', '2026-11-20', 'r'),
        row(third?.id ?? '', '10.00', '2026-11-20', 'r'),
        row(id, '10.01', '2026-11-20', 'r'),
        row(id, '10.005', '2026-11-20', 'r'),
        row(id, '-10.00', '2026-11-20', 'r'),
        row(id, '10.00', '2027-02-29', 'r'),
        row(id, '10.00', '2026-11-24', 'r'),
        row('no id', '10.00', '2026-11-20', 'r'),
        row(second?.id ?? '', '10.00', '2026-11-20', 'r'),
        row(second?.id ?? '', '10.00', '2026-11-20', 'r'),
        row(second?.id ?? '', '10.00'),
      ),
    ).toEqual({
      ...{ paidCount: 1, paidPence: 10_00, knownCount: 0 },
      refused: [
        { row: 2, problem: 'UNKNOWN' },
        { row: 3, problem: 'UNKNOWN' },
        { row: 4, problem: 'NOT_APPROVED' },
        { row: 5, problem: 'OTHER_AMOUNT' },
        { row: 6, problem: 'UNREADABLE' },
        { row: 7, problem: 'UNREADABLE' },
        { row: 8, problem: 'UNREADABLE' },
        { row: 9, problem: 'TWICE' },
        { row: 10, problem: 'UNREADABLE' },
        { row: 12, problem: 'TWICE' },
        { row: 13, problem: 'UNREADABLE' },
      ],
    });
    expect(await paidOf(viewer, awardId)).toEqual([[20_00, 10_00]]);
    expect(await record(viewer, row(second?.id ?? '', '10.00', '2026-11-21', 'r'))).toMatchObject({
      refused: [{ row: 2, problem: 'PAID_BEFORE' }],
    });
    expect(await record(viewer, row(id, '10.00', '2026-11-24', 'r'))).toMatchObject({
      refused: [{ row: 2, problem: 'DAY_TO_COME' }],
    });
  });

  it('by one file sent twice at once is entered once', async () => {
    const { viewer, awardId, id } = await approved(1);
    const row = [id, '10.00', '2026-11-20', 'BACS 17'];

    const found = await Promise.all([record(viewer, row), record(viewer, row)]);

    expect(found).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ paidCount: 1 }),
        expect.objectContaining({ knownCount: 1 }),
      ]),
    );
    expect(await paidOf(viewer, awardId)).toEqual([[0, 10_00]]);
  });

  it('is taken back by a new entry where it was not paid, and can be recorded anew', async () => {
    const { viewer, awardId, id } = await approved(1);
    await record(viewer, [id, '10.00', '2026-11-20', 'Wrong']);
    const [paid] = await instalmentsOf(viewer, awardId);
    const mistake = { instalmentId: id, version: paid?.version, reason: 'It bounced.' };

    expect(await act(viewer, 'takePaymentBack', mistake)).toMatchObject({ status: 'APPROVED' });
    expect(await paidOf(viewer, awardId)).toEqual([[10_00, 0]]);
    expect(codesOf(await answer(viewer, 'takePaymentBack', mistake))).toEqual(['CONFLICT']);
    const again = { ...mistake, version: (paid?.version ?? 0) + 1 };
    expect(await act(viewer, 'takePaymentBack', again)).toEqual({
      ...{ kind: 'InstalmentNotReady', status: 'APPROVED' },
    });
    expect(codesOf(await answer(finance(), 'takePaymentBack', again))).toEqual(['NOT_FOUND']);
    await record(viewer, [id, '10.00', '2026-11-21', 'Right']);
    expect(await paidOf(viewer, awardId)).toEqual([[0, 10_00]]);
    await study.withdraw(viewer, { kind: 'Award', id: awardId, version: 1 });
    const late = { ...mistake, version: (paid?.version ?? 0) + 2 };
    expect(await act(viewer, 'takePaymentBack', late)).toMatchObject({ status: 'PAID' });
  });

  it('goes back to its lines when the provider cancels, and the instalment is reclaimed', async () => {
    const { viewer, awardId, fundId, id } = await approved(2);
    await record(viewer, [id, '10.00', '2026-11-20', 'BACS 17']);
    const [line] = await linesOf(viewer, awardId);
    const input = { id: awardId, version: 1, reason: 'Too few took part.' };
    const tooMuch = [{ lineId: line?.id, amountPence: 10_01 }];
    const refused = await answer(viewer, 'cancelAward', { ...input, refunds: tooMuch });
    expect(codesOf(refused)).toEqual(['BAD_USER_INPUT']);

    await act(viewer, 'cancelAward', input);

    expect(await study.remainingPence(viewer, fundId)).toBe(20_00);
    const statuses = (await instalmentsOf(viewer, awardId)).map(({ status }) => status);
    expect(statuses).toEqual(['RECLAIMED', 'CANCELLED']);
  });
});

describe('a file of what was paid', () => {
  it('is CSV with four columns, wherever they stand', () => {
    const id = newId();
    const file = `\uFEFFReference,paid_on,note,AMOUNT,instalment_id\n"B, 1",2026-11-20,,0.05,${id}\n`;

    expect(readPaidFile(file)).toEqual({
      badRows: [],
      lines: [
        { row: 2, instalmentId: id, amountPence: 5, paidOn: '2026-11-20', reference: 'B, 1' },
      ],
    });
    for (const wrong of ['', 'a,b\n1,2', '"open']) expect(readPaidFile(wrong)).toBeNull();
  });
});
