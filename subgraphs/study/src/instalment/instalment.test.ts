import { describe, expect, it } from '@jest/globals';
import { aViewer } from '@trellis/subgraph-kit/testing/test-viewer';
import { atOnce } from '@trellis/subgraph-kit/testing/at-once';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { AwardSteps } from '../testing/award-steps.ts';
import { aHead, codesOf, finance, testStudy } from '../testing.ts';

const study = testStudy();
const { act, answer, approve, instalmentsOf, linesOf, offer, record, tellRoster } = new AwardSteps(
  study,
);

/** An award of 60 pounds that was accepted, with one line. */
async function anAward() {
  study.clock.set('2026-11-23T09:00:00Z');
  const viewer = finance();
  const student = aViewer({ trustId: viewer.trustId, scopes: ['study:read'] });
  const personId = study.people.add('Person', viewer, student.personId ?? '');
  const fundId = await study.aFund(viewer, 100_00);
  const offered = await offer(viewer, { personId, lines: [{ fundId, amountPence: 60_00 }] });
  const { id, version } = offered;
  const award = await act(student, 'acceptAward', { id, version });
  const [line] = await linesOf(viewer, award.id);
  return { viewer, student, personId, fundId, award, lineId: line?.id ?? '' };
}

const onDay = (lineId: string, dueOn: string, amountPence: number) => ({
  ...{ lineId, trigger: 'DATE', dueOn, amountPence },
});

/** The same with instalments of 20 pounds now, of 30 in January and of 10 with a certificate. */
async function aPlan() {
  const made = await anAward();
  const { viewer, award, lineId } = made;
  const certificate = { lineId, trigger: 'EVIDENCE', milestone: 'Certificate', amountPence: 10_00 };
  await act(viewer, 'planInstalments', {
    awardId: award.id,
    instalments: [
      onDay(lineId, '2026-11-23', 20_00),
      onDay(lineId, '2027-01-15', 30_00),
      certificate,
    ],
  });
  return made;
}

const statuses = async (viewer: Viewer, awardId: string) =>
  (await instalmentsOf(viewer, awardId)).map(({ status }) => status);
const instalment = async (viewer: Viewer, awardId: string, index: number) => {
  const found = (await instalmentsOf(viewer, awardId))[index];
  if (!found) throw new Error('there is no such instalment');
  return found;
};

describe('the instalments of an award', () => {
  it('come to what each line has promised, to the penny', async () => {
    const { viewer, award, lineId } = await anAward();
    const plan = (...amounts: number[]) =>
      act(viewer, 'planInstalments', {
        awardId: award.id,
        instalments: amounts.map((pence) => onDay(lineId, '2027-01-15', pence)),
      });

    expect(await plan(30_00, 29_99)).toEqual({
      ...{ kind: 'InstalmentsMissLine', promisedPence: 60_00, instalmentsPence: 59_99 },
    });
    expect((await plan(30_00, 30_00)).kind).toBe('InstalmentPlan');
    expect((await plan(60_00)).kind).toBe('AwardNotOpen');
  });

  it('have a day or a milestone, and a line of the award', async () => {
    const { viewer, award, lineId } = await anAward();
    const { lineId: another } = await anAward();
    const wrong = [
      { lineId, trigger: 'DATE', amountPence: 60_00 },
      { ...onDay(lineId, '2027-01-15', 60_00), milestone: 'Half-way' },
      { lineId, trigger: 'MILESTONE', dueOn: '2027-01-15', amountPence: 60_00 },
    ];
    for (const one of wrong) {
      const input = { awardId: award.id, instalments: [one] };
      expect(codesOf(await answer(viewer, 'planInstalments', input))).toEqual(['BAD_USER_INPUT']);
    }
    const instalments = [onDay(lineId, '2027-01-15', 60_00), onDay(another, '2027-01-15', 1)];
    const stray = await answer(viewer, 'planInstalments', { awardId: award.id, instalments });
    expect(codesOf(stray)).toEqual(['BAD_USER_INPUT']);
  });

  it('are due by day or by what is shown', async () => {
    const { viewer, award } = await aPlan();
    expect(await statuses(viewer, award.id)).toEqual(['DUE', 'PLANNED', 'PLANNED']);
    study.clock.set('2027-01-15T00:00:00Z');
    expect(await statuses(viewer, award.id)).toEqual(['DUE', 'DUE', 'PLANNED']);
    const { id, version } = await instalment(viewer, award.id, 2);
    await act(viewer, 'recordEvidence', { id, version, evidence: 'Certificate 12' });
    expect(await statuses(viewer, award.id)).toEqual(['DUE', 'DUE', 'DUE']);
    const day = await instalment(viewer, award.id, 0);
    const byDay = { id: day.id, version: day.version, evidence: 'x' };
    expect((await act(viewer, 'recordEvidence', byDay)).kind).toBe('InstalmentNotReady');
  });

  it('wait while the person is on leave, by the calendar, and are not cancelled', async () => {
    const { viewer, personId, award } = await aPlan();
    await approve(viewer, await instalment(viewer, award.id, 0));
    const leave = [{ startsOn: '2026-12-01', endsOn: '2027-02-01' }];
    await tellRoster(viewer, personId, { leave });

    expect(await statuses(viewer, award.id)).toEqual(['APPROVED', 'PLANNED', 'PLANNED']);
    study.clock.set('2026-12-01T09:00:00Z');
    expect(await statuses(viewer, award.id)).toEqual(['HELD', 'HELD', 'HELD']);
    expect((await act(viewer, 'exportPayments', {})).kind).toBe('NothingToPay');
    study.clock.set('2027-02-01T09:00:00Z');
    expect(await statuses(viewer, award.id)).toEqual(['APPROVED', 'DUE', 'PLANNED']);
  });

  it('wait while the award is deferred, and are due as much later', async () => {
    const { viewer, award } = await aPlan();
    const { id } = award;
    const deferred = await act(viewer, 'deferAward', {
      ...{ id, version: award.version, reasonCode: 'other' },
    });
    expect(await statuses(viewer, id)).toEqual(['HELD', 'HELD', 'HELD']);
    study.clock.set('2026-12-23T09:00:00Z');
    await act(viewer, 'resumeAward', { id, version: deferred.version });

    expect((await instalmentsOf(viewer, id)).map(({ dueOn }) => dueOn)).toEqual([
      ...['2026-11-23', '2027-02-14', null],
    ]);
  });

  it('are cancelled when the award ends', async () => {
    const { viewer, award } = await aPlan();
    await study.withdraw(viewer, award);
    expect(await statuses(viewer, award.id)).toEqual(['CANCELLED', 'CANCELLED', 'CANCELLED']);
  });

  it('go on with what their line promises into the next year', async () => {
    const { viewer, award } = await aPlan();
    study.clock.set('2027-09-01T09:00:00Z');
    await study.served.ask(
      viewer,
      'mutation { runYearEnd(input: { academicYear: 2026 }) { __typename } }',
    );
    const paid = await approve(viewer, await instalment(viewer, award.id, 0));

    expect(await record(viewer, [paid.id, '20.00', '2027-09-01', 'B1'])).toMatchObject({
      paidCount: 1,
    });
    expect(await linesOf(viewer, award.id)).toMatchObject([
      { academicYear: 2026, committedPence: 0, paidPence: 0 },
      { academicYear: 2027, committedPence: 40_00, paidPence: 20_00 },
    ]);
  });
});

describe('approving a payment', () => {
  it('takes two people, who are not the same', async () => {
    const { viewer, award } = await aPlan();
    const { id, version } = await instalment(viewer, award.id, 0);

    const first = await act(viewer, 'approveInstalment', { id, version });
    expect(first.status).toBe('DUE');
    const again = { id, version: first.version };
    expect(await act(viewer, 'approveInstalment', again)).toEqual({ kind: 'SecondApproverNeeded' });
    const second = await act(finance(viewer.trustId), 'approveInstalment', again);
    expect(second.status).toBe('APPROVED');
  });

  it('is not for the one who studies, nor for a program', async () => {
    const { viewer, personId, award } = await aPlan();
    const { id, version } = await instalment(viewer, award.id, 0);
    const own: Viewer = { ...viewer, personId, actor: { kind: 'PERSON', id: personId } };
    const key: Viewer = { ...viewer, personId: null, actor: { kind: 'API_KEY', id: 'k' } };

    expect(await act(own, 'approveInstalment', { id, version })).toEqual({
      kind: 'SecondApproverNeeded',
    });
    expect(codesOf(await answer(key, 'approveInstalment', { id, version }))).toEqual(['FORBIDDEN']);
  });

  it('is kept to two people by the database itself', async () => {
    const { viewer, personId, award } = await aPlan();
    const { id } = await instalment(viewer, award.id, 0);
    const db = study.db();
    const set = (first: string, second: string) =>
      db.as(viewer, () =>
        db.rows(
          'UPDATE instalment SET first_approved_by_id = $2, second_approved_by_id = $3 WHERE id = $1',
          [id, first, second],
        ),
      );
    const [one, two] = [finance().personId ?? '', finance().personId ?? ''];

    await expect(set(one, one)).rejects.toThrow('instalment_approved_by_two');
    await expect(set(one, personId)).rejects.toThrow('instalment_not_approved_by_beneficiary');
    await expect(
      db.as(viewer, () => db.rows(`UPDATE instalment SET state = 'APPROVED' WHERE id = $1`, [id])),
    ).rejects.toThrow('instalment_paid_when_approved');
    await set(one, two);
  });

  it('by one person twice at once counts once', async () => {
    const { viewer, award } = await aPlan();
    const { id, version } = await instalment(viewer, award.id, 0);
    const work = () => answer(viewer, 'approveInstalment', { id, version });

    const answers = await atOnce(study.served.database.name, 'instalment', [work, work]);

    expect(answers.flatMap(codesOf)).toEqual(['CONFLICT']);
    expect(await statuses(viewer, award.id)).toEqual(['DUE', 'PLANNED', 'PLANNED']);
  });

  it('waits until it is due, and is for those who may', async () => {
    const { viewer, award } = await aPlan();
    const { id, version } = await instalment(viewer, award.id, 1);

    expect(await act(viewer, 'approveInstalment', { id, version })).toEqual({
      ...{ kind: 'InstalmentNotReady', status: 'PLANNED' },
    });
    const head = await answer(aHead(viewer.trustId), 'approveInstalment', { id, version });
    const stranger = await answer(finance(), 'approveInstalment', { id, version });
    expect([head, stranger].flatMap(codesOf)).toEqual(['FORBIDDEN', 'NOT_FOUND']);
  });

  it('can be found by how far payments are', async () => {
    const { viewer } = await aPlan();
    const query = `query ($status: InstalmentStatus!) { instalments(status: $status) {
      totalCount edges { node { amountPence award { amountPence } } } } }`;
    const { data } = await study.served.ask(viewer, query, { status: 'DUE' });
    expect(data['instalments']).toEqual({
      totalCount: 1,
      edges: [{ node: { amountPence: 20_00, award: { amountPence: 60_00 } } }],
    });
  });
});
