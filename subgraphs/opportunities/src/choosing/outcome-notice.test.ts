import { beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { asSuperuser } from '@trellis/subgraph-kit/testing/test-cluster';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { z } from 'zod';
import { TestPanel } from '../panel/testing.ts';
import { aMemberOfStaff, TestOpportunities, thePeopleTeam } from '../testing.ts';

const test = new TestOpportunities();
const panels = new TestPanel(test);
let central: Viewer;
let applicants: Viewer[];
let opportunityId: string;

/** Two applied for the one place, and a panel has locked its shortlist. */
beforeEach(async () => {
  const trustId = newId();
  central = thePeopleTeam(trustId);
  const scorers = [aMemberOfStaff(trustId), aMemberOfStaff(trustId)];
  applicants = [aMemberOfStaff(trustId), aMemberOfStaff(trustId)];
  test.clock.set('2026-05-12T09:00:00Z');
  opportunityId = await panels.opportunity(central);
  await panels.employ(...scorers, ...applicants);
  for (const one of applicants) await panels.applies(one, opportunityId);
  const memberIds = scorers.map(({ personId }) => personId);
  await panels.appoint(central, { opportunityId, memberIds });
  for (const one of scorers) await panels.declare(one, { opportunityId, personIds: [] });
  await panels.toShortlisting(central, opportunityId);
  await panels.start(central, { opportunityId });
  for (const { id } of await panels.candidates(scorers[0] ?? central, opportunityId)) {
    await panels.scoreBy(scorers, id, [3]);
  }
  await panels.lock(central, { opportunityId, places: 2 });
});

const own = z.object({
  opportunity: z.object({
    applications: z.object({
      edges: z.array(z.object({ node: z.object({ id: z.string(), version: z.number() }) })),
    }),
  }),
});

async function applicationOf(viewer: Viewer) {
  const query = `query ($id: ID!) { opportunity(id: $id) {
    applications { edges { node { id version } } } } }`;
  const { data } = await test.served.ask(viewer, query, { id: opportunityId });
  const [edge] = own.parse(data).opportunity.applications.edges;
  return edge?.node ?? { id: '', version: 0 };
}

/** Does something with the application of one of the two. */
async function on(which: number, viewer: Viewer | undefined, mutation: string, more = {}) {
  const { id, version } = await applicationOf(applicants[which] ?? central);
  const type = mutation === 'offerPlace' ? 'OfferPlaceInput!' : 'MoveApplicationInput!';
  const { data } = await test.served.ask<{ outcome: { result: string } }>(
    viewer ?? central,
    `mutation ($input: ${type}) { outcome: ${mutation}(input: $input) { result: __typename } }`,
    { input: { id, version, ...more } },
  );
  expect(data.outcome.result).toBe('Application');
}

const offer = (which: number) => on(which, central, 'offerPlace', { startsOn: '2026-09-01' });

async function feedback(which: number) {
  const { id: applicationId } = await applicationOf(applicants[which] ?? central);
  await test.served.ask(
    central,
    `mutation ($input: GiveFeedbackInput!) { giveFeedback(input: $input) { __typename } }`,
    { input: { applicationId, text: 'You spoke well of early reading.' } },
  );
}

interface Asked {
  readonly kind: string;
  readonly title: string;
  readonly text: string;
  readonly part: { readonly type: string; readonly id: string } | null;
}

/** What people was asked to tell one of the two of what became of their application, in order. */
const toldTo = (which: number) =>
  asSuperuser(test.served.database.name, async (client) => {
    const { rows } = await client.query<{ data: Asked }>(
      `SELECT data FROM event WHERE type = 'opportunity.notice_requested' AND trust_id = $1
          AND data -> 'personIds' = jsonb_build_array($2::text) AND data ->> 'part' IS NOT NULL
        ORDER BY sequence`,
      [central.trustId, applicants[which]?.personId],
    );
    return rows.map(({ data }) => data);
  });

const kinds = async (which: number) => (await toldTo(which)).map(({ kind }) => kind);

describe('whoever applied is told', () => {
  it('of being asked to come, of an offer, and of the placement that they agreed to', async () => {
    await on(0, central, 'inviteToInterview');
    await offer(0);
    await on(0, applicants[0], 'acceptOffer');

    const told = await toldTo(0);
    expect(told.map(({ kind }) => kind)).toEqual([
      ...['APPLICATION_INTERVIEWING', 'APPLICATION_OFFERED', 'PLACEMENT_AGREED'],
    ]);
    expect(told[1]).toMatchObject({
      ...{ text: expect.stringContaining('1 September 2026'), wantsProof: false, canWait: false },
      part: { type: 'Application', id: (await applicationOf(applicants[0] ?? central)).id },
    });
    expect(told[2]?.part?.type).toBe('Placement');
    expect(await kinds(1)).toEqual([]);
  });

  it('of not being chosen, and of feedback once it is there', async () => {
    await on(1, central, 'turnDownApplication');
    expect(await kinds(1)).toEqual(['APPLICATION_UNSUCCESSFUL']);

    await feedback(1);

    expect(await kinds(1)).toEqual(['APPLICATION_UNSUCCESSFUL', 'FEEDBACK_READY']);
  });

  it('of the waiting list, and of the place that comes from it without anybody deciding', async () => {
    await on(1, central, 'waitlistApplication');
    await offer(0);

    await on(0, applicants[0], 'declineOffer');

    expect(await kinds(1)).toEqual(['APPLICATION_WAITLISTED', 'APPLICATION_OFFERED']);
  });

  it('in words that the screen of a telephone may show, never in what they wrote', async () => {
    await on(1, central, 'turnDownApplication');
    await feedback(1);

    const said = JSON.stringify(await toldTo(1));
    const titles = (await toldTo(1)).map(({ title }) => title);
    expect(titles.every((title) => title.startsWith('News of your application: '))).toBe(true);
    expect(said).not.toContain('I am ');
    expect(said).not.toContain('early reading.');
  });
});
