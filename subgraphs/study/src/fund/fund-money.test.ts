import { describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { atOnce } from '@trellis/subgraph-kit/testing/at-once';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { aHead, codesOf, finance, testStudy } from '../testing.ts';

const study = testStudy();

interface Money {
  readonly kind: string;
  readonly id?: string;
  readonly remainingPence?: number;
}

/** Asks one of the mutations that move money; somebody else has approved it unless the test says. */
async function moneyAnswer(viewer: Viewer, field: string, input: object) {
  const type = `${field.charAt(0).toUpperCase()}${field.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { outcome: ${field}(input: $input) {
    kind: __typename ... on LedgerEntry { id } ... on FundTooSmall { remainingPence } } }`;
  const approval = { reason: 'Board, 3 Nov.', approvedById: study.people.add('Person', viewer) };
  return study.served.ask<{ outcome: Money }>(viewer, query, { input: { ...approval, ...input } });
}
const money = async (viewer: Viewer, field: string, input: object) => {
  const { data, errors } = await moneyAnswer(viewer, field, input);
  if (errors) throw new Error(JSON.stringify(errors));
  return data.outcome;
};

const positionOf = async (viewer: Viewer, fundId: string, asOf?: string) => {
  const query = `query ($id: ID!, $asOf: Date) { fundPosition(fundId: $id, asOf: $asOf) {
    allocatedPence movedPence carriedPence committedPence paidPence owedPence availablePence } }`;
  const { data } = await study.served.ask(viewer, query, { id: fundId, asOf });
  return data['fundPosition'];
};
const nothing = {
  ...{ allocatedPence: 0, movedPence: 0, carriedPence: 0, committedPence: 0 },
  ...{ paidPence: 0, owedPence: 0, availablePence: 0 },
};

describe('a fund’s money', () => {
  it('is where the ledger has it, at the end of any day', async () => {
    const viewer = finance();
    const fundId = await study.aFund(viewer, 100_00);
    const otherId = await study.aFund(viewer, 50_00);
    study.clock.set('2026-10-01T09:00:00Z');
    await money(viewer, 'allocateToFund', { fundId, amountPence: 20_00 });
    study.clock.set('2026-10-02T09:00:00Z');
    await money(viewer, 'moveBetweenFunds', {
      ...{ fromFundId: fundId, toFundId: otherId, amountPence: 5_01 },
    });
    study.clock.set('2026-10-03T09:00:00Z');
    await study.award(viewer, { fundId, amountPence: 14_99 });

    const first = { ...nothing, allocatedPence: 100_00, availablePence: 100_00 };
    const more = { ...first, allocatedPence: 120_00, availablePence: 120_00 };
    const moved = { ...more, movedPence: -5_01, availablePence: 114_99 };
    expect(await positionOf(viewer, fundId, '2026-08-31')).toEqual(nothing);
    expect(await positionOf(viewer, fundId, '2026-09-30')).toEqual(first);
    expect(await positionOf(viewer, fundId, '2026-10-01')).toEqual(more);
    expect(await positionOf(viewer, fundId, '2026-10-02')).toEqual(moved);
    expect(await positionOf(viewer, fundId)).toEqual({
      ...{ ...moved, committedPence: 14_99, availablePence: 100_00 },
    });
    expect(await positionOf(viewer, otherId)).toMatchObject({
      ...{ movedPence: 5_01, availablePence: 55_01 },
    });
  });

  it('is found by nobody in another trust', async () => {
    const fundId = await study.aFund(finance(), 1);
    const query = 'query ($id: ID!) { fundPosition(fundId: $id) { availablePence } }';

    for (const id of [fundId, newId(), 'no id']) {
      expect(codesOf(await study.served.ask(finance(), query, { id }))).toEqual(['NOT_FOUND']);
    }
  });

  it('of a new fund is what was set aside, once for one key', async () => {
    const viewer = finance();
    const schoolId = study.people.add('School', viewer);
    const approvedById = study.people.add('Person', viewer);
    const input = {
      ...{ name: 'School study', academicYear: 2026, source: 'SCHOOL', schoolId, approvedById },
      ...{ amountPence: 300_00, idempotencyKey: 'open' },
    };
    const first = await money(viewer, 'openFund', input);

    expect(first.kind).toBe('LedgerEntry');
    expect(await money(viewer, 'openFund', input)).toEqual(first);
    const query =
      '{ funds(first: 5) { edges { node { name source amountPence ledger { totalCount edges { node { kind account amountPence reason } } } } } } }';
    const { data } = await study.served.ask(viewer, query);
    const side = { kind: 'ALLOCATION', reason: 'Board, 3 Nov.' };
    expect(data['funds']).toEqual({
      edges: [
        {
          node: {
            ...{ name: 'School study', source: 'SCHOOL', amountPence: 300_00 },
            ledger: {
              totalCount: 1,
              edges: [{ node: { ...side, account: 'FUND', amountPence: 300_00 } }],
            },
          },
        },
      ],
    });
  });

  it('goes nowhere when the fund has too little, or the sources differ', async () => {
    const viewer = finance();
    const fromFundId = await study.aFund(viewer, 10_00);
    const toFundId = await study.aFund(viewer, 10_00);
    const levy = await money(viewer, 'openFund', {
      ...{ name: 'Levy', academicYear: 2026, source: 'LEVY', amountPence: 10_00 },
    });
    expect(levy.kind).toBe('LedgerEntry');
    const { data } = await study.served.ask<{
      funds: { edges: { node: { id: string; source: string } }[] };
    }>(viewer, '{ funds { edges { node { id source } } } }');
    const levyId = data.funds.edges.find(({ node }) => node.source === 'LEVY')?.node.id;
    const move = (input: object) =>
      money(viewer, 'moveBetweenFunds', { fromFundId, toFundId, amountPence: 1, ...input });

    expect(await move({ amountPence: 10_01 })).toEqual({
      ...{ kind: 'FundTooSmall', remainingPence: 10_00 },
    });
    expect(await move({ toFundId: levyId })).toEqual({ kind: 'LevyStaysLevy' });
    expect(await move({ fromFundId: levyId })).toEqual({ kind: 'LevyStaysLevy' });
    expect((await move({ amountPence: 10_00 })).kind).toBe('LedgerEntry');
  });

  it('is moved by nobody alone, nor by those who may only look', async () => {
    const viewer = finance();
    const fundId = await study.aFund(viewer, 10_00);
    const own = { fundId, amountPence: 1, approvedById: viewer.personId };
    const stranger = { fundId, amountPence: 1, approvedById: newId() };

    expect(await money(viewer, 'allocateToFund', own)).toEqual({ kind: 'ApprovedByYourself' });
    const answers = [
      await moneyAnswer(viewer, 'allocateToFund', stranger),
      await moneyAnswer(aHead(viewer.trustId), 'allocateToFund', { fundId, amountPence: 1 }),
      await moneyAnswer(finance(), 'allocateToFund', { fundId, amountPence: 1 }),
    ];
    expect(answers.flatMap(codesOf)).toEqual(['NOT_FOUND', 'FORBIDDEN', 'NOT_FOUND']);
    expect(await study.remainingPence(viewer, fundId)).toBe(10_00);
  });

  it('is whole pence above nothing, and no more than a fund holds', async () => {
    const viewer = finance();
    const fundId = await study.aFund(viewer, 10_00);

    for (const amountPence of [0, -1, 0.5, 2_147_483_647, 2_147_483_648]) {
      const answer = await moneyAnswer(viewer, 'allocateToFund', { fundId, amountPence });
      expect([amountPence, codesOf(answer)]).toEqual([amountPence, ['BAD_USER_INPUT']]);
    }
  });

  it('is put right by a new entry, once, and only while it is there', async () => {
    const viewer = finance();
    const fundId = await study.aFund(viewer, 10_00);
    const wrong = await money(viewer, 'allocateToFund', { fundId, amountPence: 90_00 });
    const used = await study.award(viewer, { fundId, amountPence: 10_01 });
    const correct = () => money(viewer, 'correctLedgerEntry', { entryId: wrong.id });

    expect(await correct()).toEqual({ kind: 'FundTooSmall', remainingPence: 89_99 });
    await study.withdraw(viewer, used);
    const correction = await correct();
    expect(correction.kind).toBe('LedgerEntry');
    expect(await correct()).toEqual({ kind: 'NotCorrectable' });
    expect(await money(viewer, 'correctLedgerEntry', { entryId: correction.id })).toEqual({
      kind: 'NotCorrectable',
    });
    expect(await positionOf(viewer, fundId)).toMatchObject({
      ...{ allocatedPence: 10_00, availablePence: 10_00 },
    });
  });

  it('is moved once when two move the last of it at once, and corrected once', async () => {
    const viewer = finance();
    const fromFundId = await study.aFund(viewer, 10_00);
    const toFundId = await study.aFund(viewer, 10_00);
    const move = () =>
      money(viewer, 'moveBetweenFunds', { fromFundId, toFundId, amountPence: 10_00 });
    const kinds = async (work: () => Promise<Money>) => {
      const found = await atOnce(study.served.database.name, 'ledger_entry', [work, work]);
      return found.map(({ kind }) => kind).sort();
    };

    expect(await kinds(move)).toEqual(['FundTooSmall', 'LedgerEntry']);
    const wrong = await money(viewer, 'allocateToFund', { fundId: fromFundId, amountPence: 1 });
    const correct = () => money(viewer, 'correctLedgerEntry', { entryId: wrong.id });
    expect(await kinds(correct)).toEqual(['LedgerEntry', 'NotCorrectable']);
  });
});
