import { describe, expect, it } from '@jest/globals';
import { asSuperuser } from '@trellis/subgraph-kit/testing/test-cluster';
import { TestReviewer } from '../match/testing.ts';
import { staffViewer, testPeople } from '../testing.ts';
import { employment, TestSource, told } from './testing.ts';

const people = testPeople();
const named = (more: object = {}) => ({ givenName: 'Sam', familyName: 'Okoro', ...more });

/** Somebody at one school, and a system of another school that does not know them. */
async function twoSchools() {
  const trust = await people.trust('Alder', 'Birch');
  const [alder, birch] = [0, 1].map((place) => new TestSource(people, trust, 'arbor', place));
  if (!alder || !birch) throw new Error('there are two');
  const { rows } = await alder.send([told('1', named())]);
  const personId = rows[0]?.person?.id ?? '';
  return { trust, alder, birch, personId, reviewer: new TestReviewer(people, trust) };
}

/** A sync that has had whoever it is under review. */
async function underReview() {
  const schools = await twoSchools();
  const { rows, finished } = await schools.birch.send([told('77', named())]);
  expect(rows).toMatchObject([{ outcome: 'NEEDS_REVIEW' }]);
  const [question] = await schools.reviewer.questions();
  return { ...schools, syncId: finished.id, matchId: question?.id ?? '' };
}

async function waitingAnswers(trustId: string): Promise<number> {
  return asSuperuser(people.served.database.name, async (client) => {
    const found = await client.query(
      'SELECT FROM equality_answer_waiting WHERE trust_id = $1', // no API tells
      [trustId],
    );
    return found.rowCount ?? 0;
  });
}

describe('undoing a sync that asked who somebody is', () => {
  it('asks no more, and keeps that it was asked', async () => {
    const { birch, reviewer, syncId, matchId, personId } = await underReview();
    await birch.change('undoStaffSync', syncId);

    expect(await reviewer.questions()).toEqual([]);
    expect(await reviewer.questions('WITHDRAWN')).toMatchObject([
      { id: matchId, familyName: 'Okoro' },
    ]);
    expect(await reviewer.confirm(matchId, personId)).toMatchObject({ kind: 'MatchDecided' });
  });

  it('asks anew when the same record comes again', async () => {
    const { birch, reviewer, syncId, matchId } = await underReview();
    await birch.change('undoStaffSync', syncId);

    expect(await birch.outcomes([told('77', named())])).toEqual({ 77: 'NEEDS_REVIEW' });
    const [question] = await reviewer.questions();
    expect(question?.id).not.toBe(matchId);
  });

  it('forgets answers about equality that waited for an answer', async () => {
    const { trust, birch } = await twoSchools();
    const { finished } = await birch.send([told('77', named({ equality: { sex: 'F' } }))]);
    expect(await waitingAnswers(trust.id)).toBe(1);
    await birch.change('undoStaffSync', finished.id);

    expect(await waitingAnswers(trust.id)).toBe(0);
  });

  it('asks what an earlier sync asked, as it was told then', async () => {
    const { trust, birch, reviewer, matchId, personId } = await underReview();
    const payrollNumber = 'P7';
    const news = told('77', named({ preferredName: 'Sammy' }), { payrollNumber }, { fte: 0.5 });
    const { finished } = await birch.send([news]);
    await birch.change('undoStaffSync', finished.id);

    const query = '{ staffMatches { edges { node { id preferredName } } } }';
    expect(await people.data(reviewer.viewer, query)).toEqual({
      staffMatches: { edges: [{ node: { id: matchId, preferredName: null } }] },
    });
    await reviewer.confirm(matchId, personId);
    const { name, contracts } = await employment(people, trust, personId);
    expect(name).toBe('Sam Okoro');
    expect(contracts).toMatchObject([{ assignments: [{ fte: 1 }] }, { assignments: [{ fte: 1 }] }]);
  });

  it('asks again of a record that it had taken back', async () => {
    const { birch, reviewer, matchId } = await underReview();
    const { finished } = await birch.send([{ externalId: '77', status: 'DELETED' }]);
    expect(await reviewer.questions()).toEqual([]);
    await birch.change('undoStaffSync', finished.id);

    const [question] = await reviewer.questions();
    expect(question).toMatchObject({ externalId: '77', familyName: 'Okoro' });
    expect(question?.id).not.toBe(matchId);
    expect(await reviewer.questions('WITHDRAWN')).toMatchObject([{ id: matchId }]);
  });

  it('leaves what somebody has decided since', async () => {
    const { trust, birch, reviewer, syncId, matchId, personId } = await underReview();
    await reviewer.confirm(matchId, personId);
    await birch.change('undoStaffSync', syncId);

    expect(await reviewer.questions('CONFIRMED')).toMatchObject([{ id: matchId }]);
    expect((await employment(people, trust, personId)).contracts).toHaveLength(2);
    const older = told('77', named({ updatedAt: '2026-09-01T08:00:00Z' }), {}, { fte: 0.5 });
    expect((await birch.send([older])).rows).toMatchObject([{ code: 'STALE' }]);
  });

  it('leaves what a later sync asks', async () => {
    const { birch, reviewer, syncId, matchId } = await underReview();
    await birch.send([told('77', named(), { payrollNumber: 'P8' })]);
    await birch.change('undoStaffSync', syncId);

    expect(await reviewer.questions()).toMatchObject([{ id: matchId }]);
  });

  it('is nothing to another trust', async () => {
    const { syncId, reviewer } = await underReview();
    const other = await people.trust('Cedar');
    const viewer = { ...staffViewer(other, other.id), scopes: new Set(['staff:write']) };
    const mutation = `mutation ($input: StaffSyncInput!) {
      undoStaffSync(input: $input) { __typename } }`;

    expect(await people.codes(viewer, mutation, { input: { syncId } })).toEqual(['NOT_FOUND']);
    expect(await reviewer.questions()).toHaveLength(1);
  });
});
