import { beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { createHash } from 'node:crypto';
import { aMemberOfStaff, TestOpportunities, thePeopleTeam } from '../testing.ts';
import { TestPanel } from './testing.ts';

const test = new TestOpportunities();
const panels = new TestPanel(test);
let central: Viewer;
let opportunityId: string;
let first: Viewer;
let second: Viewer;
let third: Viewer;

beforeEach(async () => {
  const trustId = newId();
  central = thePeopleTeam(trustId);
  [first, second, third] = [trustId, trustId, trustId].map(aMemberOfStaff) as [
    Viewer,
    Viewer,
    Viewer,
  ];
  test.clock.set('2026-05-12T09:00:00Z');
  opportunityId = await panels.opportunity(central);
  await panels.employ(first, second, third);
});

const idsOf = (...viewers: Viewer[]) => viewers.map(({ personId }) => personId);

/** Applicants, then a panel of the first two members that scores. */
async function scoring(applicants: readonly Viewer[]): Promise<void> {
  for (const applicant of applicants) await panels.applies(applicant, opportunityId);
  await panels.appoint(central, { opportunityId, memberIds: idsOf(first, second, third) });
  for (const member of [first, second, third]) {
    await panels.declare(member, { opportunityId, personIds: [] });
  }
  await panels.toShortlisting(central, opportunityId);
  expect(await panels.start(central, { opportunityId })).toMatchObject({ state: 'SCORING' });
}

/** People of the same trust who are employed. */
async function staff(count: number): Promise<Viewer[]> {
  const people = Array.from({ length: count }, () => aMemberOfStaff(central.trustId));
  await panels.employ(...people);
  return people;
}

describe('a panel', () => {
  it('has no member who applied, and nobody who reads the names', async () => {
    await panels.applies(first, opportunityId);
    const appoint = (...members: Viewer[]) =>
      panels.appoint(central, { opportunityId, memberIds: idsOf(...members) });

    expect(await appoint(first, second)).toMatchObject({
      result: 'MemberApplied',
      memberIds: idsOf(first),
    });
    expect(await appoint(central, second)).toMatchObject({ result: 'OrganiserOnPanel' });
    expect(await appoint(second, aMemberOfStaff(newId()))).toMatchObject({ result: 'NOT_FOUND' });
    expect(await appoint(second)).toMatchObject({ result: 'BAD_USER_INPUT' });
    expect(await appoint(second, third)).toMatchObject({ result: 'Panel', state: 'FORMING' });
  });

  it('loses the member who applies', async () => {
    await panels.appoint(central, { opportunityId, memberIds: idsOf(first, second) });
    await panels.applies(first, opportunityId);

    expect(await panels.seenBy(first, opportunityId)).toBeNull();
    expect(await panels.seenBy(second, opportunityId)).toMatchObject({ state: 'FORMING' });
  });

  it('does not start before each member said whom they are close to', async () => {
    await panels.applies(third, opportunityId);
    await panels.appoint(central, { opportunityId, memberIds: idsOf(first, second) });
    await panels.declare(first, { opportunityId, personIds: [] });
    await panels.toShortlisting(central, opportunityId);

    expect(await panels.start(central, { opportunityId })).toMatchObject({
      result: 'MembersUndeclared',
      memberIds: idsOf(second),
    });
  });

  it('does not start before the shortlisting', async () => {
    await panels.appoint(central, { opportunityId, memberIds: idsOf(first, second) });

    expect(await panels.start(central, { opportunityId })).toMatchObject({
      result: 'NotShortlisting',
      opportunity: 'PUBLISHED',
    });
  });

  it('does not start where a line manager or a friend would leave one scorer alone', async () => {
    const [teacher] = await staff(1);
    if (!teacher) throw new Error('nobody');
    await panels.manages(first, teacher);
    await panels.applies(teacher, opportunityId);
    await panels.appoint(central, { opportunityId, memberIds: idsOf(first, second) });
    for (const member of [first, second]) {
      await panels.declare(member, { opportunityId, personIds: [] });
    }
    await panels.toShortlisting(central, opportunityId);

    expect(await panels.start(central, { opportunityId })).toMatchObject({
      result: 'TooFewScorers',
    });
  });

  it('is seen by its members and those who run it, and by nobody else', async () => {
    await panels.appoint(central, { opportunityId, memberIds: idsOf(first, second) });

    expect(await panels.seenBy(central, opportunityId)).toMatchObject({ state: 'FORMING' });
    expect(await panels.seenBy(first, opportunityId)).toMatchObject({ state: 'FORMING' });
    expect(await panels.seenBy(third, opportunityId)).toBeNull();
    expect(await panels.declare(third, { opportunityId, personIds: [] })).toMatchObject({
      result: 'NOT_FOUND',
    });
    expect(await panels.declare(central, { opportunityId, personIds: [] })).toMatchObject({
      result: 'FORBIDDEN',
    });
  });
});

describe('a candidate', () => {
  it('is not given to the line manager, nor to whoever said that they are close', async () => {
    const [managed, friend, other] = await staff(3);
    if (!managed || !friend || !other) throw new Error('nobody');
    const fourth = aMemberOfStaff(central.trustId);
    await panels.employ(fourth);
    await panels.manages(first, managed);
    for (const one of [managed, friend, other]) await panels.applies(one, opportunityId);
    const memberIds = idsOf(first, second, third, fourth);
    await panels.appoint(central, { opportunityId, memberIds });
    await panels.declare(second, { opportunityId, personIds: idsOf(friend) });
    for (const member of [first, third, fourth]) {
      await panels.declare(member, { opportunityId, personIds: [] });
    }
    await panels.toShortlisting(central, opportunityId);
    await panels.start(central, { opportunityId });

    const statements = async (viewer: Viewer) =>
      (await panels.candidates(viewer, opportunityId)).map(({ statement }) => statement).sort();
    const all = [managed, friend, other].map(({ personId }) => `I am ${personId}`).sort();
    const without = (one: Viewer) => all.filter((said) => said !== `I am ${one.personId}`);
    expect(await statements(first)).toEqual(without(managed));
    expect(await statements(second)).toEqual(without(friend));
    expect(await statements(third)).toEqual(all);

    const [theirs] = (await panels.candidates(third, opportunityId)).filter(
      ({ statement }) => statement === `I am ${managed.personId}`,
    );
    const score = { candidateId: theirs?.id, points: [4] };
    expect(await panels.score(first, score)).toMatchObject({ result: 'NOT_FOUND' });
  });

  it('whom a member recognises is left to the others', async () => {
    await scoring(await staff(1));
    const [candidate] = await panels.candidates(first, opportunityId);
    const recuse = (viewer: Viewer) => panels.recuse(viewer, { candidateId: candidate?.id });

    expect(await recuse(first)).toMatchObject({ result: 'Panel' });
    expect(await panels.candidates(first, opportunityId)).toEqual([]);
    expect(await recuse(second)).toMatchObject({ result: 'TooFewScorers' });
  });

  it('is scored against the criteria, with 0 to 4 for each', async () => {
    await scoring(await staff(1));
    const [candidate] = await panels.candidates(first, opportunityId);
    const score = (points: number[]) => panels.score(first, { candidateId: candidate?.id, points });

    expect(await score([2, 2])).toMatchObject({ result: 'BAD_USER_INPUT' });
    expect(await score([5])).toMatchObject({ result: 'BAD_USER_INPUT' });
    expect(await score([1])).toMatchObject({ result: 'Candidate' });
    expect(await score([3])).toMatchObject({ result: 'Candidate', myScore: { points: [3] } });
    expect(await panels.candidates(second, opportunityId)).toMatchObject([{ myScore: null }]);
  });

  it('is scored by members alone, whatever a statement leaves out', async () => {
    await scoring(await staff(1));
    const [candidate] = await panels.candidates(first, opportunityId);
    const insert = (viewer: Viewer) =>
      test.within(viewer, (db) =>
        db.rows(
          `INSERT INTO candidate_score (trust_id, candidate_id, member_id, number, points, made_at)
           VALUES ($1, $2, $3, 9, '{4}', now())`,
          [viewer.trustId, candidate?.id, viewer.personId],
        ),
      );

    await insert(first);
    await expect(insert(central)).rejects.toThrow('only a member without a conflict');
    await panels.recuse(third, { candidateId: candidate?.id });
    await expect(insert(third)).rejects.toThrow('only a member without a conflict');
  });
});

describe('a shortlist', () => {
  it('waits until two members scored each candidate', async () => {
    await scoring(await staff(2));
    const [one, two] = await panels.candidates(first, opportunityId);
    await panels.scoreBy([first, second], one?.id, [3]);
    await panels.scoreBy([first], two?.id, [3]);

    expect(await panels.lock(central, { opportunityId, places: 1 })).toMatchObject({
      result: 'ScoresMissing',
      candidateIds: [two?.id],
    });
  });

  it('takes those with the most points, tells who they are, and makes the others UNSUCCESSFUL', async () => {
    await scoring(await staff(3));
    const [low, high, middle] = await panels.candidates(first, opportunityId);
    await panels.scoreBy([first, second], low?.id, [1]);
    await panels.scoreBy([first, second], high?.id, [4]);
    await panels.scoreBy([first, second, third], middle?.id, [3]);

    const locked = await panels.lock(central, { opportunityId, places: 2 });
    expect(locked).toMatchObject({ result: 'Panel', state: 'LOCKED', places: 2 });

    const byId = new Map((await panels.candidates(first, opportunityId)).map((c) => [c.id, c]));
    expect(byId.get(high?.id ?? '')).toMatchObject({
      ...{ place: 1, isShortlisted: true, isDrawn: false, meanPointsHundredths: 400 },
      person: { id: high?.statement?.replace('I am ', '') },
    });
    expect(byId.get(middle?.id ?? '')).toMatchObject({ place: 2, isShortlisted: true });
    expect(byId.get(low?.id ?? '')).toMatchObject({ isShortlisted: false, person: null });
    expect((await panels.states(central, opportunityId)).sort()).toEqual([
      'SHORTLISTED',
      'SHORTLISTED',
      'UNSUCCESSFUL',
    ]);
    expect(await panels.score(first, { candidateId: low?.id, points: [4] })).toMatchObject({
      result: 'PanelMovedOn',
      panel: 'LOCKED',
    });
  });

  it('tells equal points apart by a lottery that anybody can draw again', async () => {
    await scoring(await staff(5));
    const candidates = await panels.candidates(first, opportunityId);
    for (const { id } of candidates) await panels.scoreBy([first, second], id, [2]);

    const { lotterySeed } = await panels.lock(central, { opportunityId, places: 2 });

    const drawn = (id: string) =>
      createHash('sha256')
        .update(`${String(lotterySeed)}${id}`)
        .digest('hex');
    const order = candidates.map(({ id }) => id).sort((a, b) => (drawn(a) < drawn(b) ? -1 : 1));
    const after = await panels.candidates(first, opportunityId);
    expect(after.every(({ isDrawn }) => isDrawn)).toBe(true);
    expect(after.sort((a, b) => a.place - b.place).map(({ id }) => id)).toEqual(order);
  });

  it('takes nobody who has nothing for an essential criterion', async () => {
    opportunityId = await panels.opportunity(central, [
      { weight: 'ESSENTIAL', text: 'Can drive a minibus.' },
      { weight: 'DESIRABLE', text: 'Has led a trip.' },
    ]);
    await scoring(await staff(2));
    const [able, unable] = await panels.candidates(first, opportunityId);
    await panels.scoreBy([first, second], able?.id, [1, 0]);
    await panels.scoreBy([first, second], unable?.id, [0, 4]);

    await panels.lock(central, { opportunityId, places: 2 });

    const after = new Map((await panels.candidates(first, opportunityId)).map((c) => [c.id, c]));
    expect(after.get(able?.id ?? '')).toMatchObject({ isShortlisted: true, place: 1 });
    expect(after.get(unable?.id ?? '')).toMatchObject({ isShortlisted: false, place: 2 });
  });

  it('leaves out who took their application back meanwhile', async () => {
    const [leaving, staying] = await staff(2);
    if (!leaving || !staying) throw new Error('nobody');
    await scoring([leaving, staying]);
    await panels.withdraws(leaving, opportunityId);
    for (const { id } of await panels.candidates(first, opportunityId)) {
      await panels.scoreBy([first, second], id, [2]);
    }

    await panels.lock(central, { opportunityId, places: 2 });

    expect((await panels.states(central, opportunityId)).sort()).toEqual([
      'SHORTLISTED',
      'WITHDRAWN',
    ]);
  });
});
