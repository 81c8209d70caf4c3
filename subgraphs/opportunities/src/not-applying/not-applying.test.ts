import { beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { aViewer } from '@trellis/subgraph-kit/testing/test-viewer';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import {
  aHead,
  aMemberOfStaff,
  type Outcome,
  TestOpportunities,
  thePeopleTeam,
} from '../testing.ts';

const test = new TestOpportunities();
let central: Viewer;
let assistant: Viewer;
let opportunityId: string;

beforeEach(async () => {
  test.clock.set('2026-05-12T09:00:00Z');
  central = thePeopleTeam(newId());
  assistant = aMemberOfStaff(central.trustId);
  opportunityId = await test.published(central);
});

const say = (viewer: Viewer, reason: string, id = opportunityId): Promise<Outcome> =>
  test.mutate(
    viewer,
    'sayWhyNotApplying',
    { opportunityId: id, reason },
    `... on ReasonNotToApply { id reason givenAt } ... on NotOpen { closesOn }
     ... on AlreadyApplied { application { id } }`,
  );
const takeBack = (viewer: Viewer): Promise<Outcome> =>
  test.mutate(viewer, 'takeReasonBack', { opportunityId }, '... on ReasonTakenBack { id }');

/** So many people say the reason. */
async function said(counts: Readonly<Record<string, number>>, id = opportunityId): Promise<void> {
  for (const [reason, people] of Object.entries(counts)) {
    for (let count = 0; count < people; count += 1) {
      await say(aMemberOfStaff(central.trustId), reason, id);
    }
  }
}

interface Shown {
  readonly myReasonNotToApply: { readonly reason: string } | null;
  readonly reasonsNotApplied: {
    readonly people: number | null;
    readonly byReason: readonly { readonly reason: string; readonly people: number | null }[];
  } | null;
}

async function shown(viewer: Viewer, id = opportunityId): Promise<Shown> {
  const query = `query ($id: ID!) { opportunity(id: $id) { myReasonNotToApply { reason }
    reasonsNotApplied { people byReason { reason people } } } }`;
  const { data } = await test.served.ask<{ opportunity: Shown }>(viewer, query, { id });
  return data.opportunity;
}

async function counted(viewer: Viewer): Promise<Record<string, number | null> | null> {
  const { reasonsNotApplied } = await shown(viewer);
  if (!reasonsNotApplied) return null;
  const { people, byReason } = reasonsNotApplied;
  return { all: people, ...Object.fromEntries(byReason.map((one) => [one.reason, one.people])) };
}

const close = () => {
  test.clock.set('2026-06-01T09:00:00Z');
};

describe('why somebody does not apply', () => {
  it('is said of their own accord, changed, and taken back', async () => {
    expect(await say(assistant, 'CARING')).toMatchObject({
      ...{ result: 'ReasonNotToApply', id: opportunityId, reason: 'CARING' },
      givenAt: '2026-05-12T09:00:00.000Z',
    });
    await say(assistant, 'TRAVEL');
    expect((await shown(assistant)).myReasonNotToApply).toEqual({ reason: 'TRAVEL' });

    close();
    expect(await takeBack(assistant)).toMatchObject({ id: opportunityId });
    expect((await shown(assistant)).myReasonNotToApply).toBeNull();
    expect(await takeBack(assistant)).toMatchObject({ result: 'NOT_FOUND' });
  });

  it('goes when they apply after all, and is not said by who has applied', async () => {
    await say(assistant, 'CONFIDENCE');
    await test.apply(assistant, opportunityId);

    expect((await shown(assistant)).myReasonNotToApply).toBeNull();
    expect(await say(assistant, 'CONFIDENCE')).toMatchObject({ result: 'AlreadyApplied' });
  });

  it('is said while it is open, so that what is counted stands', async () => {
    close();

    expect(await say(assistant, 'COVER')).toMatchObject({ result: 'NotOpen' });
  });

  it('is theirs alone', async () => {
    await say(assistant, 'CARING');
    const rows = (viewer: Viewer) =>
      test.within(viewer, (db) => db.rows('SELECT reason FROM not_applying_reason'));
    const key = aViewer({ trustId: central.trustId, personId: null, scopes: [...central.scopes] });

    expect(await rows(assistant)).toHaveLength(1);
    for (const other of [central, key, aMemberOfStaff(central.trustId)]) {
      expect(await rows(other)).toEqual([]);
      expect((await shown(other)).myReasonNotToApply).toBeNull();
    }
    expect(await say(key, 'COVER')).toMatchObject({ result: 'FORBIDDEN' });
    expect(await say(thePeopleTeam(newId()), 'COVER')).toMatchObject({ result: 'NOT_FOUND' });
  });
});

describe('how many say so', () => {
  it('is told once it is closed, with each reason', async () => {
    await said({ COVER: 6, CARING: 7, TRAVEL: 5 });
    expect(await counted(central)).toBeNull();

    close();

    expect(await counted(central)).toEqual({
      ...{ all: 18, COVER: 6, CARING: 7, TRAVEL: 5, CONFIDENCE: 0, HOURS: 0, OTHER: 0 },
    });
  });

  it('tells of no fewer than five, nor what shows them', async () => {
    await said({ COVER: 4, CARING: 7, TRAVEL: 5 });
    close();
    const told = await counted(central);

    expect(told).toMatchObject({ all: 16, COVER: null, CARING: 7 });
    expect(told?.['TRAVEL']).toBeNull(); // or 16 less the others would leave the four
  });

  it('tells nothing where all of them together are fewer than five', async () => {
    await said({ CONFIDENCE: 2, OTHER: 1 });
    close();

    for (const count of Object.values((await counted(central)) ?? {})) expect(count).toBeNull();
  });

  it('is for those who answer for the school', async () => {
    const school = test.people.add(central.trustId);
    opportunityId = await test.published(central, { hostSchoolId: school });
    await said({ HOURS: 5 });
    close();

    expect(await counted(aHead(central.trustId, school))).toMatchObject({ all: 5, HOURS: 5 });
    expect(await counted(aHead(central.trustId, newId()))).toBeNull();
    expect(await counted(assistant)).toBeNull();
  });

  it('is told of a year in all of the trust, to those who answer for all schools', async () => {
    const other = await test.published(central);
    await said({ HOURS: 3 });
    await said({ HOURS: 3 }, other);
    const inYear = async (viewer: Viewer, academicYear: number) => {
      const { data, errors } = await test.served.ask(
        viewer,
        `query ($academicYear: Int!) { reasonsNotAppliedIn(academicYear: $academicYear) {
           people byReason { reason people } } }`,
        { academicYear },
      );
      return errors?.[0]?.extensions['code'] ?? data['reasonsNotAppliedIn'];
    };
    close();

    expect(await inYear(central, 2025)).toMatchObject({ people: 6 });
    expect(await inYear(central, 2024)).toMatchObject({ people: 0 });
    expect(await inYear(aHead(central.trustId, newId()), 2025)).toBeNull();
    expect(await inYear(assistant, 2025)).toBe('FORBIDDEN');
    expect(await inYear(thePeopleTeam(newId()), 2025)).toMatchObject({ people: 0 });
  });

  it('takes as many statements for many opportunities as for one', async () => {
    await test.published(central);
    await test.published(central);
    close();
    const read = (first: number) =>
      test.served.statementsDuring(() =>
        test.served.ask(
          central,
          `query ($first: Int) { opportunities(first: $first) { edges { node {
             myReasonNotToApply { reason } reasonsNotApplied { people } } } } }`,
          { first },
        ),
      );

    expect([await read(1), await read(3)]).toEqual([3, 3]);
  });
});
