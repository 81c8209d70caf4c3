import { beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { aViewer } from '@trellis/subgraph-kit/testing/test-viewer';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { aHead, aMemberOfStaff, TestOpportunities } from '../testing.ts';
import { PlacementKind } from './placement-kind.types.ts';
import { TestPlacement } from './testing.ts';

const test = new TestOpportunities();
let trust: TestPlacement;
let id: string;
beforeEach(async () => {
  test.clock.set('2026-05-12T09:00:00Z');
  trust = new TestPlacement(test);
  await trust.employ();
  [id = ''] = await trust.make();
});

/** Whether somebody is told of a placement on each of the two paths: from its person, and by its id. */
async function knows(viewer: Viewer, which = id, personId = trust.personId): Promise<boolean> {
  const query = `query ($references: [_Any!]!) { _entities(representations: $references) {
    ... on Person { placements { totalCount edges { node { id } } } } ... on Placement { id startsOn } } }`;
  const references = [
    { __typename: 'Person', id: personId },
    { __typename: 'Placement', id: which },
  ];
  const { data } = await test.served.ask<{
    _entities: [{ placements: { edges: { node: { id: string } }[] } }, object | null];
  }>(viewer, query, { references });
  const [{ placements }, byId] = data._entities;
  const isAmong = placements.edges.some(({ node }) => node.id === which);
  expect(isAmong).toBe(byId !== null);
  return isAmong;
}

const manager = (from: string, until: string | null) => {
  const viewer = aMemberOfStaff(trust.trustId);
  const managers = [{ personId: String(viewer.personId), startsOn: from, endsOn: until }];
  return { viewer, facts: { managers } };
};

describe('a placement is known', () => {
  it('to whoever goes, and to no colleague', async () => {
    expect(await knows(trust.person)).toBe(true);
    expect(await knows(aMemberOfStaff(trust.trustId))).toBe(false);
  });

  it('to their line manager, and to a former or future one no more or not yet', async () => {
    const [now, former] = [manager('2025-09-01', null), manager('2024-09-01', '2026-05-12')];
    const future = manager('2026-05-13', null);

    for (const [{ viewer, facts }, isKnown] of [
      [now, true],
      [former, false],
      [future, false],
    ] as const) {
      await trust.employ(trust.personId, facts);
      expect(await knows(viewer)).toBe(isKnown);
    }
  });

  it('to the heads of the schools from and to which they go', async () => {
    expect(await knows(trust.homeHead)).toBe(true);
    expect(await knows(trust.hostHead)).toBe(true);
    expect(await knows(aHead(trust.trustId, newId()))).toBe(false);
  });

  it('to the head of another school at which they work today, whose days it does not take', async () => {
    const [elsewhere, formerly] = [newId(), newId()];
    const posts = [trust.home, elsewhere, formerly].map((schoolId) => ({
      ...{
        id: newId(),
        contractId: newId(),
        schoolId,
        roleCodes: ['TCHR'],
        staffGroups: ['TEACHER'],
      },
      ...{ subjectCodes: [], fte: 0.3, isPrimary: false, startsOn: '2025-09-01' },
      endsOn: schoolId === formerly ? '2026-05-12' : null,
    }));
    await trust.employ(trust.personId, { assignments: posts });

    expect(await knows(aHead(trust.trustId, elsewhere))).toBe(true);
    expect(await knows(aHead(trust.trustId, formerly))).toBe(false);
  });

  it('to those who answer for the whole trust, and to nobody who sees aggregates alone', async () => {
    expect(await knows(trust.central)).toBe(true);
    const analyst = { trustId: trust.trustId, personId: null, scopes: ['opportunity:read'] };
    expect(await knows(aViewer(analyst))).toBe(false);
    const placed = { ...analyst, personId: newId(), placeIds: [trust.home] };
    expect(await knows(aViewer(placed))).toBe(false); // a place on a panel is no headship
  });

  it('to an API key for one of the two schools', async () => {
    const key = (placeIds: readonly string[]) =>
      aViewer({ trustId: trust.trustId, personId: null, placeIds, scopes: ['opportunity:read'] });

    expect(await knows(key([trust.host]))).toBe(true);
    expect(await knows(key([trust.home]))).toBe(true);
    expect(await knows(key([newId()]))).toBe(false);
  });

  it('to whom they swap with', async () => {
    const [partner, agreementId] = [aMemberOfStaff(trust.trustId), newId()];
    const back = { personId: String(partner.personId), homeSchoolId: trust.host };
    const kind = PlacementKind.SWAP;
    const term = { kind, agreementId, startsOn: '2026-09-01', endsOn: '2026-10-01' };
    const [mine = ''] = await trust.make(term, { ...term, ...back, hostSchoolId: trust.home });

    expect(await knows(partner, mine)).toBe(true);
    expect(await knows(partner)).toBe(false); // what they did before
  });

  it('to nobody of another trust', async () => {
    expect(await knows({ ...trust.central, trustId: newId() })).toBe(false);
  });
});
