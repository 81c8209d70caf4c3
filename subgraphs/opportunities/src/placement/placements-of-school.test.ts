import { beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { z } from 'zod';
import { aHead, aMemberOfStaff, TestOpportunities, thePeopleTeam } from '../testing.ts';
import { TestPlacement } from './testing.ts';

const test = new TestOpportunities();
let trust: TestPlacement;

beforeEach(async () => {
  test.clock.set('2026-05-12T09:00:00Z');
  trust = new TestPlacement(test);
  await trust.employ();
});

const shape = z.object({
  placements: z.object({ edges: z.array(z.object({ node: z.object({ id: z.string() }) })) }),
});

/** Ids by school, in the order of the schools; null for who may not ask. */
async function at(viewer: Viewer, schools: readonly string[], states?: readonly string[]) {
  const { data } = await test.served.ask<{ _entities: unknown[] }>(
    viewer,
    `query ($schools: [_Any!]!, $states: [PlacementState!]) { _entities(representations: $schools) {
       ... on School { placements(first: 50, states: $states) { edges { node { id } } } } } }`,
    { schools: schools.map((id) => ({ __typename: 'School', id })), states },
  );
  return data._entities.map((one) => {
    const { success, data: seen } = shape.safeParse(one);
    return success ? seen.placements.edges.map(({ node }) => node.id) : null;
  });
}

async function byId(viewer: Viewer, id: string) {
  const { data, errors } = await test.served.ask<{ placement: unknown }>(
    viewer,
    'query ($id: ID!) { placement(id: $id) { id } }',
    { id },
  );
  return errors ? errors[0]?.extensions['code'] : data.placement;
}

describe('the placements of a school', () => {
  it('are those that come and those that go, for its head to prepare', async () => {
    const [id] = await trust.make();

    expect(await at(trust.homeHead, [trust.home])).toEqual([[id]]);
    expect(await at(trust.hostHead, [trust.host])).toEqual([[id]]);
    expect(await at(trust.central, [trust.home, trust.host])).toEqual([[id], [id]]);
  });

  it('are found by where they stand', async () => {
    const firm = await trust.whole({ startsOn: '2026-06-08', endsOn: '2026-06-09' });
    const [prepared] = await trust.make();
    await trust.clear();
    await trust.schedule(firm);

    expect(await at(trust.hostHead, [trust.host], ['PREPARING'])).toEqual([[prepared]]);
    expect(await at(trust.hostHead, [trust.host], ['SCHEDULED'])).toEqual([[firm]]);
    test.clock.set('2026-06-08T09:00:00Z');
    expect(await at(trust.hostHead, [trust.host], ['ACTIVE'])).toEqual([[firm]]);
  });

  it('are nobody’s who has no say in them', async () => {
    const [id = ''] = await trust.make();
    const stranger = aHead(trust.trustId, newId());

    expect(await at(stranger, [trust.home, trust.host])).toEqual([[], []]);
    expect(await at(thePeopleTeam(newId()), [trust.host])).toEqual([[]]);
    expect(await at(aMemberOfStaff(trust.trustId), [trust.host])).toEqual([null]);
    for (const other of [stranger, aMemberOfStaff(trust.trustId), thePeopleTeam(newId())]) {
      expect(await byId(other, id)).toBe('NOT_FOUND');
    }
    expect(await byId(trust.person, id)).toEqual({ id });
    expect(await byId(trust.hostHead, id)).toEqual({ id });
  });

  it('cost as many statements for many schools as for few', async () => {
    await trust.make();
    const schools = Array.from({ length: 20 }, () => newId());
    const asked = (ids: readonly string[]) =>
      test.served.statementsDuring(() => at(trust.central, ids));

    expect([await asked([trust.host]), await asked([...schools, trust.home])]).toEqual([1, 1]);
  });
});
