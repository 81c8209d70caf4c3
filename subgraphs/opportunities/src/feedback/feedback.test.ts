import { beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { z } from 'zod';
import { TestPanel } from '../panel/testing.ts';
import { aMemberOfStaff, TestOpportunities, thePeopleTeam } from '../testing.ts';

const test = new TestOpportunities();
const panels = new TestPanel(test);
let central: Viewer;
let chosen: Viewer;
let passed: Viewer;
let opportunityId: string;

/** Two apply; one is shortlisted. */
beforeEach(async () => {
  const trustId = newId();
  central = thePeopleTeam(trustId);
  const [first, second] = [aMemberOfStaff(trustId), aMemberOfStaff(trustId)];
  [chosen, passed] = [aMemberOfStaff(trustId), aMemberOfStaff(trustId)];
  test.clock.set('2026-05-12T09:00:00Z');
  opportunityId = await panels.opportunity(central);
  await panels.employ(first, second, chosen, passed);
  for (const one of [chosen, passed]) await panels.applies(one, opportunityId);
  const memberIds = [first.personId, second.personId];
  await panels.appoint(central, { opportunityId, memberIds });
  for (const one of [first, second]) await panels.declare(one, { opportunityId, personIds: [] });
  await panels.toShortlisting(central, opportunityId);
  await panels.start(central, { opportunityId });
  for (const { id, statement } of await panels.candidates(first, opportunityId)) {
    const points = [statement?.includes(String(chosen.personId)) ? 4 : 1];
    await panels.scoreBy([first, second], id, points);
  }
  await panels.lock(central, { opportunityId, places: 1 });
});

const own = `query ($id: ID!) { opportunity(id: $id) {
  applications { edges { node { id state feedback { text givenAt } } } } } }`;
const ownShape = z.object({
  opportunity: z.object({
    applications: z.object({
      edges: z.array(z.object({ node: z.looseObject({ id: z.string() }) })),
    }),
  }),
});

/** The viewer's own application. */
async function ownOf(viewer: Viewer) {
  const { data } = await test.served.ask(viewer, own, { id: opportunityId });
  const [edge] = ownShape.parse(data).opportunity.applications.edges;
  if (!edge) throw new Error('there is none');
  return edge.node;
}

async function give(viewer: Viewer, applicationId: string, text: string): Promise<unknown> {
  const { data, errors } = await test.served.ask(
    viewer,
    `mutation ($input: GiveFeedbackInput!) { giveFeedback(input: $input) { __typename
       ... on Application { state } ... on FeedbackNotOwed { from: state } } }`,
    { input: { applicationId, text } },
  );
  return errors?.[0]?.extensions['code'] ?? data['giveFeedback'];
}

async function owed(viewer: Viewer): Promise<unknown> {
  const query = '{ feedbackOwed { totalCount edges { node { id } } } }';
  const { data, errors } = await test.served.ask(viewer, query);
  return errors?.[0]?.extensions['code'] ?? data['feedbackOwed'];
}

describe('feedback', () => {
  it('is owed to each who was not chosen, until it is given', async () => {
    const { id } = await ownOf(passed);
    expect(await owed(central)).toEqual({ totalCount: 1, edges: [{ node: { id } }] });

    expect(await give(central, id, 'Say more of what came of the project.')).toEqual({
      __typename: 'Application',
      state: 'REJECTED',
    });

    expect(await owed(central)).toEqual({ totalCount: 0, edges: [] });
    expect(await ownOf(passed)).toMatchObject({
      state: 'REJECTED',
      feedback: { text: 'Say more of what came of the project.' },
    });
  });

  it('is given once, and to nobody who is still in it', async () => {
    const { id } = await ownOf(passed);
    await give(central, id, 'Once.');

    const refused = (from: string) => ({ __typename: 'FeedbackNotOwed', from });
    expect(await give(central, id, 'Twice.')).toEqual(refused('REJECTED'));
    expect(await give(central, (await ownOf(chosen)).id, 'No.')).toEqual(refused('SHORTLISTED'));
    expect(await ownOf(passed)).toMatchObject({ feedback: { text: 'Once.' } });
  });

  it('has words', async () => {
    const { id } = await ownOf(passed);

    expect(await give(central, id, ' \n')).toBe('BAD_USER_INPUT');
    expect(await give(central, newId(), 'To nobody.')).toBe('NOT_FOUND');
  });

  it('is the business of the person and of those who read applications', async () => {
    const { id } = await ownOf(passed);

    expect(await owed(passed)).toBe('FORBIDDEN');
    expect(await give(passed, id, 'To myself.')).toBe('FORBIDDEN');
    expect(await owed(thePeopleTeam(newId()))).toEqual({ totalCount: 0, edges: [] });
    await give(central, id, 'Only for you.');
    expect(JSON.stringify(await ownOf(chosen))).not.toContain('Only for you.');
    const texts = await test.within(chosen, (db) => db.rows('SELECT text FROM feedback'));
    expect(texts).toEqual([]);
  });
});
