import { beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { aMemberOfStaff, TestOpportunities, thePeopleTeam } from '../testing.ts';
import { TestPanel } from './testing.ts';

const test = new TestOpportunities();
const panels = new TestPanel(test);
let central: Viewer;
let members: Viewer[];
let applicants: Viewer[];
let opportunityId: string;

const criteria = [
  { weight: 'ESSENTIAL', text: 'Can drive a minibus.' },
  { weight: 'DESIRABLE', text: 'Has led a trip.' },
];

/** Two apply, of whom one answers the essential criterion alone; two are to score them. */
beforeEach(async () => {
  const trustId = newId();
  central = thePeopleTeam(trustId);
  members = [aMemberOfStaff(trustId), aMemberOfStaff(trustId)];
  applicants = [aMemberOfStaff(trustId), aMemberOfStaff(trustId)];
  test.clock.set('2026-05-12T09:00:00Z');
  opportunityId = await test.published(central, { terms: { criteria } });
  await panels.employ(...members, ...applicants);
  const [one, other] = applicants;
  const drives = { criterion: criteria[0]?.text, text: 'Since 2019.' };
  const leads = { criterion: criteria[1]?.text, text: 'As Jo, whom the children know.' };
  await test.apply(one ?? central, opportunityId, { answers: [leads, drives] });
  await test.apply(other ?? central, opportunityId, { answers: [drives] });
  const memberIds = members.map(({ personId }) => personId);
  await panels.appoint(central, { opportunityId, memberIds });
  for (const one of members) await panels.declare(one, { opportunityId, personIds: [] });
  await panels.toShortlisting(central, opportunityId);
  await panels.start(central, { opportunityId });
});

async function answers(viewer: Viewer): Promise<unknown[]> {
  const query = `query ($id: ID!) { opportunity(id: $id) { panel { candidates {
    edges { node { answers { weight criterion text } } } } } } }`;
  const { data } = await test.served.ask<{
    opportunity: { panel: { candidates: { edges: { node: { answers: unknown } }[] } } | null };
  }>(viewer, query, { id: opportunityId });
  return data.opportunity.panel?.candidates.edges.map(({ node }) => node.answers) ?? [];
}

describe('what candidates say to the criteria', () => {
  it('is laid before the panel by criterion, in their own words and without whose they are', async () => {
    const [member = central] = members;
    const said = await answers(member);

    expect(said).toHaveLength(2);
    const [essential, desirable] = criteria.map(({ weight, text: criterion }) => ({
      ...{ weight, criterion },
    }));
    expect(said).toContainEqual([
      { ...essential, text: 'Since 2019.' },
      { ...desirable, text: 'As Jo, whom the children know.' },
    ]);
    expect(said).toContainEqual([
      { ...essential, text: 'Since 2019.' },
      { ...desirable, text: null },
    ]);
    for (const { personId } of applicants) expect(JSON.stringify(said)).not.toContain(personId);
  });

  it('is scored criterion by criterion, and decides who is shortlisted', async () => {
    for (const { id } of await panels.candidates(members[0] ?? central, opportunityId)) {
      await panels.scoreBy(members, id, [3, 1]);
    }
    expect(await panels.lock(central, { opportunityId, places: 2 })).toMatchObject({
      result: 'Panel',
    });
    expect(await panels.states(central, opportunityId)).toEqual(['SHORTLISTED', 'SHORTLISTED']);
  });

  it('is nobody’s but the panel’s and theirs who run it', async () => {
    const rows = (viewer: Viewer) =>
      test.within(viewer, (db) => db.rows('SELECT answers FROM candidate'));
    const stranger = aMemberOfStaff(central.trustId);

    expect(await answers(stranger)).toEqual([]);
    expect(await rows(stranger)).toEqual([]);
    expect(await rows(members[0] ?? central)).toHaveLength(2);
  });

  it('takes as many statements for two candidates as for one', async () => {
    const read = (first: number) =>
      test.served.statementsDuring(() =>
        test.served.ask(
          members[0] ?? central,
          `query ($id: ID!, $first: Int) { opportunity(id: $id) { panel { candidates(first: $first) {
             edges { node { answers { text } } } } } } }`,
          { id: opportunityId, first },
        ),
      );

    expect(await read(2)).toBe(await read(1));
  });
});
