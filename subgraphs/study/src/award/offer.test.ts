import { describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { atOnce } from '@trellis/subgraph-kit/testing/at-once';
import { aViewer } from '@trellis/subgraph-kit/testing/test-viewer';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { codesOf, finance, testStudy } from '../testing.ts';
import { AwardSteps } from '../testing/award-steps.ts';

const study = testStudy();
const { act, answer, linesOf, offer, read, tellRoster } = new AwardSteps(study);

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

describe('an offer', () => {
  it('commits each academic year apart', async () => {
    const { viewer, funds, award } = await anOffer();

    expect(award).toMatchObject({ kind: 'Award', status: 'OFFERED' });
    expect(await remaining(viewer, funds)).toEqual([90_00, 90_00, 90_00]);
    expect(await linesOf(viewer, award.id)).toMatchObject(
      [2026, 2027, 2028].map((academicYear) => ({ academicYear, committedPence: 10_00 })),
    );
  });

  it('is paid by sources with and without a fund, to the penny', async () => {
    const viewer = finance();
    const fundId = await study.aFund(viewer, 100_00);
    const others = { source: 'DFE_SCHOLARSHIP', academicYear: 2026, amountPence: 33_33 };
    const lines = [{ fundId, amountPence: 66_66 }, others];

    expect(await offer(viewer, { lines, costPence: 100_00 })).toEqual({
      ...{ kind: 'LinesMissCost', costPence: 100_00, linesPence: 99_99 },
    });
    const award = await offer(viewer, { lines });
    expect(await linesOf(viewer, award.id)).toMatchObject([
      { source: 'TRUST', committedPence: 66_66 },
      { source: 'DFE_SCHOLARSHIP', committedPence: 33_33 },
    ]);
    expect(await study.remainingPence(viewer, fundId)).toBe(33_34);
  });

  it('is not made of half pence, less than nothing or nothing', async () => {
    const viewer = finance();
    const fundId = await study.aFund(viewer, 100_00);
    const input = {
      ...{ personId: newId(), schoolId: newId(), programmeCode: 'NPQSL', costPence: 1 },
      acceptBefore: '2027-01-01',
    };

    for (const amountPence of [0.5, -1, 0]) {
      const lines = [{ fundId, amountPence }];
      expect(codesOf(await answer(viewer, 'offerAward', { ...input, lines }))).toEqual([
        'BAD_USER_INPUT',
      ]);
    }
  });

  it('is not made over the cap, from last year’s fund, from nowhere, or beyond a fund', async () => {
    study.clock.set('2026-11-23T09:00:00Z');
    const viewer = finance();
    const fundId = await study.aFund(viewer, 100_00);
    const lastYear = await study.aFund(viewer, 100_00, 2025);
    const line = { fundId, amountPence: 60_00 };
    const self = { source: 'SELF', academicYear: 2026, amountPence: 50_00 };

    expect(await offer(viewer, { lines: [line], capPence: 59_99 })).toEqual({
      ...{ kind: 'CostOverCap', capPence: 59_99 },
    });
    expect(await offer(viewer, { lines: [line, self], capPence: 60_00 })).toMatchObject({
      kind: 'Award',
    });
    expect(await offer(viewer, { lines: [{ ...line, fundId: lastYear }] })).toEqual({
      ...{ kind: 'FundOfLastYear', academicYear: 2025 },
    });
    for (const nowhere of [{ source: 'TRUST', academicYear: 2026 }, { source: 'SELF' }, {}]) {
      expect(await offer(viewer, { lines: [{ amountPence: 1, ...nowhere }] })).toEqual({
        kind: 'NoFundingSource',
      });
    }
    expect(await offer(viewer, { lines: [line] })).toMatchObject({
      ...{ kind: 'FundTooSmall', remainingPence: 40_00 },
    });
  });

  it('is made to nobody whose last day is known', async () => {
    const viewer = finance();
    const { personId } = aStudent(viewer);
    const lines = [{ fundId: await study.aFund(viewer, 100_00), amountPence: 1 }];
    await tellRoster(viewer, personId, { endsOn: '2027-09-01' });
    expect(await offer(viewer, { personId, lines })).toEqual({
      ...{ kind: 'PersonLeaving', leavesOn: '2027-09-01' },
    });

    await tellRoster(viewer, personId, { endsOn: null });
    expect(await offer(viewer, { personId, lines })).toMatchObject({ kind: 'Award' });
  });
});

describe('accepting an offer', () => {
  it('asks for the agreement that was offered, and keeps when it was agreed to', async () => {
    const viewer = finance();
    const { student, personId } = aStudent(viewer);
    const first = await publish(viewer);
    const second = await publish(viewer);
    expect(second.version).toBe(first.version + 1);
    const fundId = await study.aFund(viewer, 100_00);
    const lines = [{ fundId, amountPence: 1_00 }];
    const award = await offer(viewer, { personId, lines, agreementId: second.id });
    const { id, version } = award;
    const needed = { kind: 'AgreementNeeded', agreement: { id: second.id, text: terms.text } };

    expect(await act(student, 'acceptAward', { id, version })).toEqual(needed);
    expect(await act(student, 'acceptAward', { id, version, agreementId: first.id })).toEqual(
      needed,
    );
    const accepted = await act(student, 'acceptAward', { id, version, agreementId: second.id });
    expect(accepted).toMatchObject({ kind: 'Award', status: 'ACTIVE' });
    const known = await read(student, id, 'acceptedAt agreement { version tieInMonths }');
    expect(known.award).toEqual({
      acceptedAt: '2026-11-23T09:00:00.000Z',
      agreement: { version: second.version, tieInMonths: 24 },
    });
  });

  it('is not for others, not even finance', async () => {
    const { viewer, award } = await anOffer();
    const { id, version } = award;

    for (const other of [viewer, aStudent(viewer).student, aStudent(finance()).student]) {
      for (const field of ['acceptAward', 'declineAward']) {
        expect(codesOf(await answer(other, field, { id, version }))).toEqual(['NOT_FOUND']);
      }
    }
  });

  it('twice at once accepts it once', async () => {
    const { student, award } = await anOffer();
    const { id, version } = award;
    const accept = () => answer(student, 'acceptAward', { id, version });

    const answers = await atOnce(study.served.database.name, 'award', [accept, accept]);

    const found = answers.map((one) => codesOf(one)[0] ?? one.data.outcome.status).sort();
    expect(found).toEqual(['ACTIVE', 'CONFLICT']);
  });

  it('and declining at once does one of the two', async () => {
    const { viewer, student, award, funds } = await anOffer();
    const { id, version } = award;
    const both = ['acceptAward', 'declineAward'].map(
      (field) => () => answer(student, field, { id, version }),
    );

    const answers = await atOnce(study.served.database.name, 'award', both);

    const [done] = answers.flatMap((one) => (one.errors ? [] : one.data.outcome.status));
    expect(answers.flatMap(codesOf)).toEqual(['CONFLICT']);
    const left = done === 'DECLINED' ? 100_00 : 90_00;
    expect(await remaining(viewer, funds)).toEqual([left, left, left]);
  });

  it('is too late from the day on which the offer ends, and when they leave', async () => {
    const { viewer, student, personId, award } = await anOffer({ acceptBefore: '2026-12-01' });
    const { id, version } = award;
    study.clock.set('2026-12-01T00:00:00Z');
    expect(await act(student, 'acceptAward', { id, version })).toEqual({
      ...{ kind: 'OfferLapsed', acceptBefore: '2026-12-01' },
    });
    study.clock.set('2026-11-30T23:59:59Z');
    await tellRoster(viewer, personId, { endsOn: '2027-01-01' });
    expect(await act(student, 'acceptAward', { id, version })).toEqual({
      ...{ kind: 'PersonLeaving', leavesOn: '2027-01-01' },
    });
    await tellRoster(viewer, personId, { endsOn: null });
    expect(await act(student, 'acceptAward', { id, version })).toMatchObject({ status: 'ACTIVE' });
  });
});

describe('declining an offer', () => {
  it('gives the money of each year back, and lets them be offered it again', async () => {
    const { viewer, student, personId, award, funds } = await anOffer();
    const { id, version } = award;

    expect(await act(student, 'declineAward', { id, version })).toMatchObject({
      status: 'DECLINED',
    });
    expect(await remaining(viewer, funds)).toEqual([100_00, 100_00, 100_00]);
    const again = await offer(viewer, {
      ...{ personId, lines: [{ fundId: funds[0], amountPence: 1 }] },
    });
    expect(again.status).toBe('OFFERED');
  });
});

const terms = {
  ...{ name: 'Study agreement', text: 'I stay for two years.', tieInKind: 'BANDS' },
  beforeCompletionPercent: 100,
  bands: [
    { months: 12, percent: 50 },
    { months: 24, percent: 25 },
  ],
};

async function publish(viewer: Viewer, input: object = terms) {
  const query = `mutation ($input: PublishAgreementInput!) {
    publishAgreement(input: $input) { id version } }`;
  const { data, errors } = await study.served.ask<{
    publishAgreement: { id: string; version: number };
  }>(viewer, query, { input });
  if (errors) throw new Error(JSON.stringify(errors));
  return data.publishAgreement;
}

describe('an agreement', () => {
  it('has bands in order, or days, or neither', async () => {
    const viewer = finance();
    const wrong = [
      { ...terms, bands: [...terms.bands].reverse() },
      { ...terms, bands: [] },
      { ...terms, tieInMonths: 24 },
      { ...terms, tieInKind: 'DAILY' },
      { ...terms, tieInKind: 'NONE', bands: [] },
    ];

    for (const input of wrong) {
      await expect(publish(viewer, input)).rejects.toThrow('BAD_USER_INPUT');
    }
  });
});
