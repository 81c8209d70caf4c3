import { describe, expect, it } from '@jest/globals';
import { aViewer } from '@trellis/subgraph-kit/testing/test-viewer';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { codesOf, finance, testStudy } from '../testing.ts';
import { AwardSteps } from '../testing/award-steps.ts';

const study = testStudy();
const { act, answer, offer, read } = new AwardSteps(study);

/** Somebody of finance's trust who may study, as a viewer. */
function aStudent(viewer: Viewer) {
  const student = aViewer({ trustId: viewer.trustId, scopes: ['study:read'] });
  study.people.add('Person', viewer, student.personId ?? '');
  return { student, personId: student.personId ?? '' };
}

/** An offer of 30 pounds over three years' funds to somebody. */
async function anOffer(wish: { agreementId?: string; acceptBefore?: string } = {}) {
  study.clock.set('2026-11-23T09:00:00Z');
  const viewer = finance();
  const { student, personId } = aStudent(viewer);
  const years = [2026, 2027, 2028];
  const funds: string[] = [];
  for (const year of years) funds.push(await study.aFund(viewer, 100_00, year));
  const lines = funds.map((fundId) => ({ fundId, amountPence: 10_00 }));
  const award = await offer(viewer, { personId, lines, ...wish });
  return { viewer, student, personId, funds, award };
}

const remaining = (viewer: Viewer, funds: readonly string[]) =>
  Promise.all(funds.map((id) => study.remainingPence(viewer, id)));

describe('an award that was accepted', () => {
  const accepted = async () => {
    const made = await anOffer();
    const { id, version } = made.award;
    const award = await act(made.student, 'acceptAward', { id, version });
    return { ...made, award };
  };

  it('is deferred with a reason of the register, resumed and completed with evidence', async () => {
    const { viewer, award } = await accepted();
    const { id } = award;
    const wrong = { id, version: award.version, reasonCode: 'bored' };
    expect(codesOf(await answer(viewer, 'deferAward', wrong))).toEqual(['BAD_USER_INPUT']);
    const deferred = await act(viewer, 'deferAward', {
      ...{ id, version: award.version, reasonCode: 'parental-leave', until: '2027-01-10' },
    });
    expect(deferred.status).toBe('DEFERRED');
    const finished = { id, completedOn: '2027-01-10', evidence: 'Certificate 12' };
    study.clock.set('2027-01-10T09:00:00Z');
    const early = { ...finished, version: deferred.version };
    expect(await act(viewer, 'completeAward', early)).toEqual({
      ...{ kind: 'AwardNotOpen', award: { status: 'DEFERRED' } },
    });
    const resumed = await act(viewer, 'resumeAward', { id, version: deferred.version });
    const completed = await act(viewer, 'completeAward', {
      ...{ ...finished, version: resumed.version },
    });
    expect(completed.status).toBe('COMPLETED');
  });

  it('is completed on no day to come, and not before it was made', async () => {
    const { viewer, award } = await accepted();
    for (const completedOn of ['2026-11-24', '2026-11-22']) {
      const input = { id: award.id, version: award.version, completedOn, evidence: 'x' };
      expect(codesOf(await answer(viewer, 'completeAward', input))).toEqual(['BAD_USER_INPUT']);
    }
  });

  it('is changed by nobody for themselves, and by nobody of another trust', async () => {
    const { viewer, personId, award } = await accepted();
    const own = { ...viewer, personId, actor: { kind: 'PERSON', id: personId } } as const;
    const { id, version } = award;

    for (const other of [own, finance()]) {
      const input = { id, version, reasonCode: 'other' };
      expect(codesOf(await answer(other, 'deferAward', input))).toEqual(['NOT_FOUND']);
    }
  });

  it('is withdrawn with a reason of the register; what was promised goes back', async () => {
    const { viewer, award, funds } = await accepted();
    const input = { id: award.id, version: award.version, reason: 'A new job.' };
    const wrong = await study.withdrawAnswer(viewer, { ...input, reasonCode: 'bored' });
    expect(codesOf(wrong)).toEqual(['BAD_USER_INPUT']);

    await study.withdrawAnswer(viewer, { ...input, reasonCode: 'change-in-career' });

    const { award: known } = await read(viewer, award.id, 'status withdrawalCode');
    expect(known).toEqual({ status: 'WITHDRAWN', withdrawalCode: 'change-in-career' });
    expect(await remaining(viewer, funds)).toEqual([100_00, 100_00, 100_00]);
  });

  it('is cancelled by its provider, and may be awarded again', async () => {
    const { viewer, personId, award, funds } = await accepted();
    const input = { id: award.id, version: award.version, reason: 'Too few took part.' };

    expect(await act(viewer, 'cancelAward', input)).toMatchObject({ status: 'CANCELLED' });
    expect(await remaining(viewer, funds)).toEqual([100_00, 100_00, 100_00]);
    const again = await study.award(viewer, { fundId: funds[0] ?? '', personId, amountPence: 1 });
    expect(again.kind).toBe('Award');
  });

  it('has release days with what cover was to cost and cost', async () => {
    const { viewer, award } = await accepted();
    const plan = { awardId: award.id, day: '2027-02-03', isHalf: true, plannedCoverPence: 90_00 };
    const day = await act(viewer, 'planReleaseDay', plan);
    expect(await act(viewer, 'planReleaseDay', plan)).toEqual({
      ...{ kind: 'ReleasedAlready', releaseDay: { id: day.id } },
    });
    const cost = { id: day.id, version: day.version, actualCoverPence: 87_50 };
    const query = `mutation ($input: RecordCoverCostInput!) { recordCoverCost(input: $input) { version } }`;
    await study.served.ask(viewer, query, { input: cost });
    expect(codesOf(await study.served.ask(viewer, query, { input: cost }))).toEqual(['CONFLICT']);

    const { award: known } = await read(
      viewer,
      ...[award.id, 'releaseDays { day isHalf plannedCoverPence actualCoverPence }'],
    );
    expect(known).toEqual({
      releaseDays: [
        { day: '2027-02-03', isHalf: true, plannedCoverPence: 90_00, actualCoverPence: 87_50 },
      ],
    });
  });
});
