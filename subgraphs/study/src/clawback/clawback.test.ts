import { describe, expect, it } from '@jest/globals';
import { TestWorker } from '@trellis/events/testing/test-worker';
import { atOnce } from '@trellis/subgraph-kit/testing/at-once';
import { AwardSteps } from '../testing/award-steps.ts';
import { aHead, codesOf, finance, testStudy } from '../testing.ts';
import { because, ClawbackSteps, type Found } from '../testing/clawback-steps.ts';

const worker = new TestWorker();
const study = testStudy(worker.environment);
const { act } = new AwardSteps(study);
const { aTiedAward, change, changeAnswer, clawbacksOf, leaves, owed, tell, theOne } =
  new ClawbackSteps(study, worker);

describe('somebody who leaves with a tie-in', () => {
  it('owes what recoverable lines paid, from the moment people tells of it, and sees why', async () => {
    const { viewer, student, personId, award } = await aTiedAward();
    await leaves(viewer, personId, '2027-01-01');

    const found = await theOne(student, personId);
    expect(found).toMatchObject({
      ...{ status: 'CALCULATED', leftOn: '2027-01-01', amountPence: 60_01, repaidPence: 0 },
      arithmetic: [
        '£60.01 was paid that can be asked back.',
        'Leaving on 2027-01-01 is before the end of study.',
        '£60.01 × 100% = £60.01.',
      ],
    });
    // In the order of sources' lines: the scholarship's is never asked back.
    expect((await owed(viewer, award.id)).sort()).toEqual(
      [
        [0, 20_01],
        [0, 40_00],
        [500_00, 0],
      ].sort(),
    );
  });

  it('owes less the longer they stayed, divided among the lines to the penny', async () => {
    const { viewer, personId, award } = await aTiedAward();
    const { id, version } = award;
    const completed = { id, version, completedOn: '2026-11-23', evidence: 'Certificate' };
    await act(viewer, 'completeAward', completed);
    await leaves(viewer, personId, '2027-11-23');

    const { amountPence } = await theOne(viewer, personId);
    expect(amountPence).toBe(Math.floor((60_01 * 366) / 731));
    const lines = await owed(viewer, award.id);
    expect(lines.reduce((sum, [, pence]) => sum + (pence ?? 0), 0)).toBe(amountPence);
  });

  it('owes nothing for a move inside the trust', async () => {
    const { viewer, personId } = await aTiedAward();
    await tell(viewer, personId, [
      { endsOn: '2027-01-01' },
      { startsOn: '2027-01-01', endsOn: null },
    ]);

    expect(await clawbacksOf(viewer, personId)).toEqual([]);
  });

  it('owes nothing any more when the leaver was a mistake, and the same again is computed once', async () => {
    const { viewer, personId, award } = await aTiedAward();
    await leaves(viewer, personId, '2027-01-01');
    await leaves(viewer, personId, '2027-01-01');
    expect(await clawbacksOf(viewer, personId)).toHaveLength(1);

    await tell(viewer, personId, [{ endsOn: null }], 'person.restored');

    expect(await theOne(viewer, personId)).toMatchObject({ status: 'REVERSED' });
    expect((await owed(viewer, award.id)).map(([, pence]) => pence)).toEqual([0, 0, 0]);
    await leaves(viewer, personId, '2027-02-01');
    const statuses = (await clawbacksOf(viewer, personId))?.map(({ status, leftOn }) => [
      ...[status, leftOn],
    ]);
    expect(statuses).toEqual([
      ['CALCULATED', '2027-02-01'],
      ['REVERSED', '2027-01-01'],
    ]);
  });

  it('owes nothing after a mistake either where the provider cancelled in between', async () => {
    const { viewer, personId, award } = await aTiedAward();
    await leaves(viewer, personId, '2027-01-01');
    const { id, version } = award;
    await act(viewer, 'cancelAward', { id, version, reason: 'Too few took part.' });
    await leaves(viewer, personId, null);

    expect(await theOne(viewer, personId)).toMatchObject({ status: 'REVERSED' });
    await leaves(viewer, personId, '2027-01-01');
    expect(await clawbacksOf(viewer, personId)).toHaveLength(1);
  });

  it('still owes it when they are taken on again after a gap', async () => {
    const { viewer, personId } = await aTiedAward();
    await leaves(viewer, personId, '2027-01-01');
    await tell(viewer, personId, [
      { endsOn: '2027-01-01' },
      { startsOn: '2027-03-01', endsOn: null },
    ]);

    expect((await clawbacksOf(viewer, personId))?.map(({ status }) => status)).toEqual([
      'CALCULATED',
    ]);
  });

  it('is not asked when a fixed term ends', async () => {
    const { viewer, personId, award } = await aTiedAward();
    await tell(viewer, personId, [{ endsOn: '2027-01-01', type: 'FXT' }]);

    expect(await theOne(viewer, personId)).toMatchObject({
      ...{ status: 'WAIVED', waiver: 'END_OF_FIXED_TERM' },
    });
    expect((await owed(viewer, award.id)).map(([, pence]) => pence)).toEqual([0, 0, 0]);
  });

  it('is known to themselves and to those who decide, and to nobody else', async () => {
    const { viewer, student, personId } = await aTiedAward();
    await leaves(viewer, personId, '2027-01-01');

    expect(await clawbacksOf(student, personId)).toHaveLength(1);
    expect(await clawbacksOf(viewer, personId)).toHaveLength(1);
    expect(await clawbacksOf(aHead(viewer.trustId), personId)).toBeNull();
    expect(await clawbacksOf(finance(), personId)).toEqual([]);
  });
});

describe('what is owed', () => {
  const aDebt = async () => {
    const made = await aTiedAward();
    await leaves(made.viewer, made.personId, '2027-01-01');
    return { ...made, debt: await theOne(made.viewer, made.personId) };
  };

  it('is repaid in parts to the funds that had paid, and no more than that', async () => {
    const { viewer, debt, fundIds } = await aDebt();
    const agreed = await change(viewer, 'agreeClawback', because(debt));
    const repay = ({ id, version }: Found, amountPence: number) =>
      change(viewer, 'recordRepayment', { id, version, amountPence });

    const part = await repay(agreed, 30_00);
    expect(part).toMatchObject({ status: 'AGREED', repaidPence: 30_00 });
    expect(await repay(part, 30_02)).toMatchObject({ kind: 'RepaidTooMuch', owedPence: 30_01 });
    expect(await repay(part, 30_01)).toMatchObject({ status: 'REPAID', repaidPence: 60_01 });
    const left = await Promise.all(fundIds.map((id) => study.remainingPence(viewer, id)));
    expect(left).toEqual([100_00, 100_00]);
  });

  it('is disputed by the person alone, and then waived or given up', async () => {
    const { viewer, student, debt, award } = await aDebt();
    const refused = await changeAnswer(viewer, 'disputeClawback', because(debt));
    expect(codesOf(refused)).toEqual(['NOT_FOUND']);
    const disputed = await change(student, 'disputeClawback', because(debt));
    expect(disputed.status).toBe('DISPUTED');

    const waived = await change(viewer, 'waiveClawback', { ...because(disputed), waiver: 'TUPE' });

    expect(waived).toMatchObject({ status: 'WAIVED', waiver: 'TUPE' });
    expect((await owed(viewer, award.id)).map(([, pence]) => pence)).toEqual([0, 0, 0]);
    expect(await change(viewer, 'writeOffClawback', because(waived))).toMatchObject({
      ...{ kind: 'ClawbackNotOpen', clawback: { status: 'WAIVED' } },
    });
  });

  it('is given up for what has not been repaid', async () => {
    const { viewer, debt, award } = await aDebt();
    const { id, version } = await change(viewer, 'agreeClawback', because(debt));
    const part = await change(viewer, 'recordRepayment', { id, version, amountPence: 1_00 });
    await change(viewer, 'writeOffClawback', because(part));

    const lines = await owed(viewer, award.id);
    expect(lines.reduce((sum, [paid]) => sum + (paid ?? 0), 0)).toBe(560_01 - 1_00);
  });

  it('is decided on by nobody for themselves, and by those who may', async () => {
    const { student, debt } = await aDebt();
    const own = { ...student, scopes: new Set(['clawback:manage']) };
    const answers = [
      await changeAnswer(own, 'agreeClawback', because(debt)),
      await changeAnswer(student, 'agreeClawback', because(debt)),
      await changeAnswer(finance(), 'agreeClawback', because(debt)),
    ];
    expect(answers.flatMap(codesOf)).toEqual(['NOT_FOUND', 'FORBIDDEN', 'NOT_FOUND']);
  });

  it('is decided on once when two decide at once', async () => {
    const { viewer, debt } = await aDebt();
    const waive = () =>
      changeAnswer(viewer, 'waiveClawback', { ...because(debt), waiver: 'OTHER' });

    const answers = await atOnce(study.served.database.name, 'clawback', [waive, waive]);

    expect(answers.flatMap(codesOf)).toEqual(['CONFLICT']);
  });

  it('is listed by how far it is', async () => {
    const { viewer } = await aDebt();
    const query =
      '{ clawbacks(status: CALCULATED) { totalCount edges { node { award { id } person { id } } } } }';
    const { data } = await study.served.ask(viewer, query);
    expect(data['clawbacks']).toMatchObject({ totalCount: 1 });
  });
});

describe('leavers with a tie-in', () => {
  it('are those who go before a day and before it ends, the first first', async () => {
    const { viewer, personId, award } = await aTiedAward();
    const query = `query ($before: Date!) { leaversWithTieIn(leavingBefore: $before) { totalCount
      edges { node { leavesOn tieInEndsOn person { id } award { id } } } } }`;
    const before = async (day: string) => {
      const { data, errors } = await study.served.ask<{
        leaversWithTieIn: { edges: { node: object }[] };
      }>(viewer, query, { before: day });
      if (errors) throw new Error(JSON.stringify(errors));
      return data.leaversWithTieIn.edges.map(({ node }) => node);
    };
    expect(await before('2030-01-01')).toEqual([]);
    const { id, version } = award;
    const done = { id, version, completedOn: '2026-11-23', evidence: 'Certificate' };
    await act(viewer, 'completeAward', done);
    await leaves(viewer, personId, '2028-11-22');

    expect(await before('2028-11-22')).toEqual([]);
    expect(await before('2028-11-23')).toEqual([
      {
        ...{ leavesOn: '2028-11-22', tieInEndsOn: '2028-11-23' },
        ...{ person: { id: personId }, award: { id } },
      },
    ]);
    await leaves(viewer, personId, '2028-11-23');
    expect(await before('2030-01-01')).toEqual([]);
  });
});
