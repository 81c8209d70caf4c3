import { beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { aMemberOfStaff, TestOpportunities, thePeopleTeam } from '../testing.ts';
import { TestPanel } from './testing.ts';

const test = new TestOpportunities();
const panels = new TestPanel(test);
let central: Viewer;
/** Of the people team, and may read applications for all schools: but sits on this panel. */
let member: Viewer;
let other: Viewer;
let applicants: Viewer[];
let opportunityId: string;

beforeEach(async () => {
  const trustId = newId();
  central = thePeopleTeam(trustId);
  member = thePeopleTeam(trustId);
  other = aMemberOfStaff(trustId);
  applicants = [aMemberOfStaff(trustId), aMemberOfStaff(trustId)];
  test.clock.set('2026-05-12T09:00:00Z');
  opportunityId = await panels.opportunity(central);
  await panels.employ(member, other, ...applicants);
  for (const applicant of applicants) await test.apply(applicant, opportunityId);
  const memberIds = [member.personId, other.personId];
  await panels.appoint(central, { opportunityId, memberIds });
  for (const one of [member, other]) await panels.declare(one, { opportunityId, personIds: [] });
  await panels.toShortlisting(central, opportunityId);
  await panels.start(central, { opportunityId });
});

const application = 'id version submittedAt person { id } feedback { text }';
const applications = `applications(first: 100) { totalCount edges { cursor node { ${application} } } }`;
const paths = `query ($id: ID!, $references: [_Any!]!) {
  opportunity(id: $id) { ${applications} panel { members { person { id } }
    candidates(first: 100) { totalCount edges { cursor node { id statement person { id } } } } } }
  opportunities(first: 100) { edges { node { ${applications} } } }
  feedbackOwed(first: 100) { totalCount edges { node { ${application} } } }
  _entities(representations: $references) {
    ... on Person { ${applications} }
    ... on Application { ${application} opportunity { id } }
    ... on Candidate { person { id } }
  }
}`;

/** All that the viewer gets on every path that leads from an opportunity, a person or a key. */
async function everything(viewer: Viewer): Promise<string> {
  const found = await test.within(central, (db) =>
    db.rows<{ id: string }>('SELECT id FROM application WHERE opportunity_id = $1', [
      opportunityId,
    ]),
  );
  const candidates = await panels.candidates(other, opportunityId);
  const references = [
    ...applicants.map(({ personId }) => ({ __typename: 'Person', id: personId })),
    ...found.map(({ id }) => ({ __typename: 'Application', id })),
    ...candidates.map(({ id }) => ({ __typename: 'Candidate', id })),
  ];
  return JSON.stringify(await test.served.ask(viewer, paths, { id: opportunityId, references }));
}

describe('a panel member, who may read the applications of others', () => {
  it('finds on no path who applied, nor how many elsewhere than among the candidates', async () => {
    const seen = await everything(member);

    for (const { personId } of applicants) expect(seen).not.toContain(personId);
    expect(seen).not.toContain('submittedAt');
    expect(seen).toContain('"totalCount":0');
    expect(await everything(central)).toContain(applicants[0]?.personId);
  });

  it('is kept from it by the database, whatever a statement leaves out', async () => {
    const rows = (viewer: Viewer) =>
      test.within(viewer, async (db) => [
        ...(await db.rows('SELECT person_id FROM application')),
        ...(await db.rows('SELECT person_id FROM candidate_person')),
      ]);

    expect(await rows(member)).toEqual([]);
    expect(await rows(other)).toEqual([]);
    expect(await rows(central)).toHaveLength(4);
  });

  it('learns nothing of the order in which people applied', async () => {
    for (const { id } of await panels.candidates(member, opportunityId)) {
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/); // drawn, not counted up
    }
  });

  it('learns who was shortlisted once the shortlist is locked, and of the others nothing', async () => {
    const [chosen, passed] = await panels.candidates(member, opportunityId);
    await panels.scoreBy([member, other], chosen?.id, [4]);
    await panels.scoreBy([member, other], passed?.id, [1]);
    await panels.lock(central, { opportunityId, places: 1 });

    const known = new Map(
      (await panels.candidates(other, opportunityId)).map(({ id, person }) => [id, person?.id]),
    );
    expect(applicants.map(({ personId }) => personId)).toContain(known.get(chosen?.id ?? ''));
    expect(known.get(passed?.id ?? '')).toBeUndefined();
  });
});
