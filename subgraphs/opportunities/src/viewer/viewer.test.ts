import { beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { aViewer } from '@trellis/subgraph-kit/testing/test-viewer';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { TestSwaps } from '../swaps.testing.ts';
import { TestVisits } from '../visit/testing.ts';
import { aMemberOfStaff, TestOpportunities, thePeopleTeam } from '../testing.ts';

const test = new TestOpportunities();
let trustId: string;
let opportunityId: string;
let me: Viewer;

beforeEach(async () => {
  test.clock.set('2026-05-12T09:00:00Z');
  trustId = newId();
  me = { ...aMemberOfStaff(trustId), personId: await test.tellOf(trustId) };
  opportunityId = await test.published(thePeopleTeam(trustId));
});

/** What is answered to somebody who asks by a key, which need not be theirs. */
async function seenBy(viewer: Viewer, id: string) {
  const query = `query ($viewers: [_Any!]!) { _entities(representations: $viewers) { ... on Viewer {
    opportunities { edges { node { opportunity { id } eligibility { met } } } }
    applications { edges { node { opportunity { id } } } } } } }`;
  const viewers = [{ __typename: 'Viewer', id }];
  const { data, errors } = await test.served.ask<{ _entities: unknown[] }>(viewer, query, {
    viewers,
  });
  if (errors) throw new Error(JSON.stringify(errors));
  return data._entities[0];
}

/** What somebody who asks by a key does elsewhere. */
async function elsewhereOf(viewer: Viewer, id: string) {
  const query = `query ($viewers: [_Any!]!) { _entities(representations: $viewers) { ... on Viewer {
    placements { totalCount } visits { edges { node { state slot { id } } } }
    swaps { edges { node { state } } } } } }`;
  const viewers = [{ __typename: 'Viewer', id }];
  const { data } = await test.served.ask<{ _entities: unknown[] }>(viewer, query, { viewers });
  return data._entities[0];
}

describe('the viewer', () => {
  it('has what they could go for and what they applied for', async () => {
    expect(await seenBy(me, String(me.personId))).toEqual({
      opportunities: {
        edges: [{ node: { opportunity: { id: opportunityId }, eligibility: { met: true } } }],
      },
      applications: { edges: [] },
    });

    await test.apply(me, opportunityId, { statement: 'I would.' });

    expect(await seenBy(me, String(me.personId))).toMatchObject({
      applications: { edges: [{ node: { opportunity: { id: opportunityId } } }] },
    });
  });

  it('is who asks, whosever key is given', async () => {
    await test.apply(me, opportunityId, { statement: 'I would.' });
    const other = { ...aMemberOfStaff(trustId), personId: await test.tellOf(trustId) };

    expect(await seenBy(other, String(me.personId))).toMatchObject({ applications: { edges: [] } });
    expect(await seenBy(aMemberOfStaff(newId()), String(me.personId))).toMatchObject({
      ...{ opportunities: { edges: [] }, applications: { edges: [] } },
    });
  });

  it('has nothing of its own where a system asks', async () => {
    const system = aViewer({ trustId, personId: null, scopes: ['opportunity:read'] });

    expect(await seenBy(system, newId())).toEqual({ opportunities: null, applications: null });
    expect(await elsewhereOf(system, newId())).toEqual({
      ...{ placements: null, visits: null, swaps: null },
    });
  });

  it('has what they do elsewhere: placements, visits and swaps', async () => {
    const swaps = new TestSwaps(test);
    const { people } = await swaps.ring(2);
    const [one] = people;
    const visits = new TestVisits(test, swaps.trustId);
    const slotId = await visits.offered({ startsOn: '2026-05-28', endsOn: '2026-05-29' });
    if (one) await visits.book(one.viewer, slotId);

    expect(await elsewhereOf(one?.viewer ?? me, newId())).toEqual({
      placements: { totalCount: 2 },
      visits: { edges: [{ node: { slot: { id: slotId }, state: 'BOOKED' } }] },
      swaps: { edges: [{ node: { state: 'PROPOSED' } }] },
    });
    expect(await elsewhereOf(me, String(one?.personId))).toEqual({
      ...{ placements: { totalCount: 0 }, visits: { edges: [] }, swaps: { edges: [] } },
    });
  });
});
