import { beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { TestPlacement } from '../placement/testing.ts';
import { aMemberOfStaff, type Outcome, TestOpportunities, thePeopleTeam } from '../testing.ts';

const test = new TestOpportunities();
let trust: TestPlacement;
let placementId: string;

beforeEach(async () => {
  test.clock.set('2026-05-12T09:00:00Z');
  trust = new TestPlacement(test);
  await trust.employ();
  await trust.clear();
  placementId = await trust.whole();
  await trust.schedule(placementId);
  test.clock.set('2026-06-06T09:00:00Z');
});

async function reflect(viewer: Viewer, more: object = {}): Promise<Outcome> {
  const { data, errors } = await test.served.ask<{ outcome: Outcome }>(
    viewer,
    `mutation ($input: ReflectOnPlacementInput!) { outcome: reflectOnPlacement(input: $input) {
       result: __typename ... on Reflection { id text version } ... on NothingSeenYet { state } } }`,
    { input: { placementId, text: 'They let pupils explain', ...more } },
  );
  const [error] = errors ?? [];
  return error ? { ...error.extensions, result: String(error.extensions['code']) } : data.outcome;
}

const query = `query ($references: [_Any!]!) { _entities(representations: $references) {
  ... on Placement { reflection { text } } ... on Network { reflections { edges { node { text } } } } } }`;
const read = async (viewer: Viewer, typename: string, id: string) => {
  const references = [{ __typename: typename, id }];
  return (await test.served.ask<{ _entities: unknown[] }>(viewer, query, { references })).data
    ._entities[0];
};

describe('what somebody made of what they saw', () => {
  it('is for them and those who received them, and nobody else', async () => {
    expect(await reflect(trust.person)).toMatchObject({ result: 'Reflection', version: 1 });
    const seenBy = (viewer: Viewer) => read(viewer, 'Placement', placementId);

    const theirs = { reflection: { text: 'They let pupils explain' } };
    expect([await seenBy(trust.person), await seenBy(trust.hostHead)]).toEqual([theirs, theirs]);
    for (const other of [trust.homeHead, trust.central]) {
      expect(await seenBy(other)).toEqual({ reflection: null });
    }
    expect(await seenBy(aMemberOfStaff(trust.trustId))).toBeNull();
  });

  it('is for a network too, where they wish so', async () => {
    const networkId = test.people.add(trust.trustId);
    expect(await reflect(trust.person, { networkId: newId() })).toMatchObject({
      result: 'NOT_FOUND',
    });
    await reflect(trust.person, { networkId });
    const reads = (viewer: Viewer) => read(viewer, 'Network', networkId);

    expect(await reads(aMemberOfStaff(trust.trustId))).toMatchObject({
      reflections: { edges: [{ node: { text: 'They let pupils explain' } }] },
    });
    // Whoever reads it knows what it is about.
    expect(await read(aMemberOfStaff(trust.trustId), 'Placement', placementId)).toEqual({
      reflection: { text: 'They let pupils explain' },
    });
    expect(await reads(thePeopleTeam(newId()))).toMatchObject({ reflections: { edges: [] } });
    await reflect(trust.person, { networkId: null, version: 1 });
    expect(await reads(aMemberOfStaff(trust.trustId))).toMatchObject({
      reflections: { edges: [] },
    });
  });

  it('is written by themselves, once they have been there', async () => {
    expect(await reflect(trust.hostHead)).toMatchObject({ result: 'FORBIDDEN' });
    expect(await reflect(thePeopleTeam(newId()))).toMatchObject({ result: 'NOT_FOUND' });
    test.clock.set('2026-05-31T09:00:00Z');
    expect(await reflect(trust.person)).toMatchObject({ result: 'NothingSeenYet' });
  });

  it('is changed by those who have read it as it is', async () => {
    await reflect(trust.person);

    expect(await reflect(trust.person, { text: 'Else' })).toMatchObject({
      ...{ result: 'CONFLICT', currentVersion: 1 },
    });
    expect(await reflect(trust.person, { text: 'Else', version: 1 })).toMatchObject({ version: 2 });
  });
});

describe('the calendar file of a placement', () => {
  const fileOf = async (viewer: Viewer) => {
    const document = `query ($references: [_Any!]!) { _entities(representations: $references) {
      ... on Placement { calendarFile } } }`;
    const references = [{ __typename: 'Placement', id: placementId }];
    const { data } = await test.served.ask<{ _entities: { calendarFile: string | null }[] }>(
      viewer,
      document,
      { references },
    );
    return data._entities[0]?.calendarFile;
  };

  it('has its days, for those who have a say in it', async () => {
    const file = await fileOf(trust.person);

    expect(file).toContain('DTSTART;VALUE=DATE:20260601\r\nDTEND;VALUE=DATE:20260606\r\n');
    expect(file).toContain('SUMMARY:To see how they teach fractions\r\nSTATUS:CONFIRMED');
    expect(await fileOf(aMemberOfStaff(trust.trustId))).toBeUndefined();
  });
});
