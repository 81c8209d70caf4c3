import { beforeEach, describe, expect, it } from '@jest/globals';
import { TestWorker } from '@trellis/events/testing/test-worker';
import { TestRounds } from '../application/testing.ts';
import { AwardSteps } from '../testing/award-steps.ts';
import { because, ClawbackSteps } from '../testing/clawback-steps.ts';
import { testStudy } from '../testing.ts';

const worker = new TestWorker();
const study = testStudy(worker.environment);
const awards = new AwardSteps(study);
const rounds = new TestRounds(study);
const clawbacks = new ClawbackSteps(study, worker);

beforeEach(() => {
  study.clock.set('2026-11-23T09:00:00Z');
});

describe('TUPE in: school joins trust mid-year', () => {
  it('lets its staff apply at once, with the service that they had before', async () => {
    const { trustId, team, scorers } = await rounds.round();
    const { id: schemeId } = await rounds.scheme(team, { serviceMonths: 24 });
    const { id: roundId } = await rounds.announce(team, schemeId, scorers);
    const joined = study.people.add('School', team);
    const served = await rounds.person(trustId, { schoolIds: [joined], startsOn: '2015-09-01' });
    const fresh = await rounds.person(trustId, { schoolIds: [joined], startsOn: '2026-09-01' });

    expect(await rounds.apply(served, roundId, joined)).toMatchObject({ state: 'SUBMITTED' });
    expect(await rounds.draft(fresh, roundId, joined)).toEqual({
      ...{ kind: 'NotForThisRound', reasons: ['One must have been employed since 2024-11-23.'] },
    });
  });
});

describe('school leaves trust (re-brokerage)', () => {
  it('gives its staff no new study money, and settles what they owe by a waiver for TUPE', async () => {
    const { viewer, student, personId, award } = await clawbacks.aTiedAward();
    await clawbacks.leaves(viewer, personId, '2027-01-01');
    const lines = [{ fundId: await study.aFund(viewer, 100_00), amountPence: 1 }];

    expect(await awards.offer(viewer, { personId, lines, programmeCode: 'NPQLT' })).toMatchObject({
      kind: 'PersonLeaving',
      leavesOn: '2027-01-01',
    });
    const debt = await clawbacks.theOne(student, personId);
    await clawbacks.change(viewer, 'waiveClawback', { ...because(debt), waiver: 'TUPE' });
    expect(await clawbacks.theOne(student, personId)).toMatchObject({
      ...{ status: 'WAIVED', waiver: 'TUPE' },
    });
    expect((await clawbacks.owed(viewer, award.id)).map(([, owed]) => owed)).toEqual([0, 0, 0]);
  });

  it('is as if nothing had been when it stays after all', async () => {
    const { viewer, personId } = await clawbacks.aTiedAward();
    await clawbacks.leaves(viewer, personId, '2027-01-01');
    await clawbacks.tell(viewer, personId, [{ endsOn: null }], 'person.restored');

    expect(await clawbacks.theOne(viewer, personId)).toMatchObject({ status: 'REVERSED' });
  });
});

describe('school conversion (new URN), amalgamation, split', () => {
  it('claws nothing back, and leaves what was spent where it was spent', async () => {
    const { viewer, personId, award } = await clawbacks.aTiedAward();
    const read = async () => (await awards.read(viewer, award.id, 'school { id } status')).award;
    const before = await read();
    // The old school's contract of service runs on: its posts end there and begin at the successor.
    await clawbacks.tell(viewer, personId, [{ endsOn: null }]);

    expect(await clawbacks.clawbacksOf(viewer, personId)).toEqual([]);
    expect(await read()).toEqual(before);
  });

  it('lets people apply for the successor, and no longer for the school that closed', async () => {
    const { trustId, roundId, schoolId, team } = await rounds.round();
    const successor = study.people.add('School', team);
    const moved = await rounds.person(trustId, { schoolIds: [schoolId] });
    const draft = await rounds.draft(moved, roundId, schoolId);
    await rounds.tell(moved, { schoolIds: [successor] });
    const { id, version } = draft;

    const { errors } = await rounds.answer(moved, 'submitBursaryApplication', { id, version });
    expect(errors?.map(({ extensions }) => extensions['code'])).toEqual(['NOT_FOUND']);
    await rounds.act(moved, 'withdrawBursaryApplication', { id, version });
    expect(await rounds.apply(moved, roundId, successor)).toMatchObject({ state: 'SUBMITTED' });
  });
});

describe('what pays for an award', () => {
  it('is refused one penny below and one above what it costs', async () => {
    const { money } = await rounds.trust();
    const fundId = await study.aFund(money, 100_00);
    const offer = (costPence: number) =>
      awards.offer(money, { lines: [{ fundId, amountPence: 50_00 }], costPence });

    expect([await offer(50_01), await offer(49_99)]).toEqual(
      [50_01, 49_99].map((costPence) => ({
        ...{ kind: 'LinesMissCost', costPence, linesPence: 50_00 },
      })),
    );
    expect(await offer(50_00)).toMatchObject({ kind: 'Award' });
  });
});
