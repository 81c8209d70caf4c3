import { beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { aHead, TestOpportunities, thePeopleTeam } from '../testing.ts';
import { TestPlacement } from './testing.ts';

const test = new TestOpportunities();
let trust: TestPlacement;

beforeEach(async () => {
  test.clock.set('2026-05-12T09:00:00Z');
  trust = new TestPlacement(test);
  await trust.employ();
});

const query = `query ($references: [_Any!]!) { _entities(representations: $references) {
  ... on Viewer { placementsToAnswer { edges { node { id } } } } } }`;

/** What waits for somebody’s answer. */
async function waiting(viewer: Viewer): Promise<string[]> {
  const references = [{ __typename: 'Viewer', id: viewer.personId }];
  const { data } = await test.served.ask<{
    _entities: [{ placementsToAnswer: { edges: { node: { id: string } }[] } }];
  }>(viewer, query, { references });
  return data._entities[0].placementsToAnswer.edges.map(({ node }) => node.id);
}

describe('what waits for an answer', () => {
  it('is found by whoever goes and by each head, until they have said something', async () => {
    const [later = ''] = await trust.make();
    const [sooner = ''] = await trust.make({ startsOn: '2026-05-18', endsOn: '2026-05-20' });
    for (const viewer of [trust.person, trust.homeHead, trust.hostHead, trust.central]) {
      expect(await waiting(viewer)).toEqual([sooner, later]);
    }
    expect(await waiting(aHead(trust.trustId, newId()))).toEqual([]);
    expect(await waiting(thePeopleTeam(newId()))).toEqual([]);

    await trust.on(trust.person, 'answerPlacement', sooner, { agrees: true });
    const no = { schoolId: trust.home, agrees: false, reason: 'Not in that week' };
    await trust.on(trust.homeHead, 'answerPlacement', sooner, no);
    expect(await waiting(trust.person)).toEqual([later]);
    expect(await waiting(trust.homeHead)).toEqual([later]);
    expect(await waiting(trust.hostHead)).toEqual([sooner, later]);
    test.clock.set('2026-05-13T09:00:00Z');
    await trust.on(trust.central, 'planPlacement', sooner, { endsOn: '2026-05-21' });
    expect(await waiting(trust.homeHead)).toEqual([sooner, later]); // they agreed to other days
  });

  it('is not the answer of a head for themselves, nor what was given up', async () => {
    const head = { ...trust.homeHead, personId: trust.person.personId };
    const [id = ''] = await trust.make();
    await trust.on(trust.person, 'answerPlacement', id, { agrees: true });
    expect(await waiting(head)).toEqual([]);
    expect(await waiting(trust.hostHead)).toEqual([id]);
    await trust.on(trust.central, 'cancelPlacement', id, { reason: 'No cover' });
    expect(await waiting(trust.hostHead)).toEqual([]);
  });
});
