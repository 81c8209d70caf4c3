import { beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { TestProject } from '../projects.testing.ts';
import { aMemberOfStaff, TestOpportunities, thePeopleTeam } from '../testing.ts';

const test = new TestOpportunities();
let project: TestProject;

beforeEach(() => {
  test.clock.set('2026-05-12T09:00:00Z');
  project = new TestProject(test);
});

/** A published project of the trust, or of the school. @returns its id. */
async function published(
  plan: object = {},
  draft: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const written = await project.draft(draft);
  await project.plan(written.id, plan);
  await test.publish(project.central, written);
  return String(written.id);
}

const query = `query ($skillsNeeded: [String!], $school: ID, $open: Boolean, $first: Int) {
  projectTeams(skillsNeeded: $skillsNeeded, school: $school, open: $open, first: $first) {
    totalCount edges { node { id title school { id } seatsFree
      members { person { id } isLead placements { state } team { id } }
      announcements { state } extensions { endsOn } outputs { title authors { id } } } } } }`;

async function found(
  variables: Readonly<Record<string, unknown>> = {},
  viewer = aMemberOfStaff(project.trust.trustId),
): Promise<string[]> {
  const { data, errors } = await test.served.ask<{
    projectTeams: { edges: { node: { id: string } }[] };
  }>(viewer, query, variables);
  expect(errors).toBeUndefined();
  return data.projectTeams.edges.map(({ node }) => node.id);
}

describe('project teams', () => {
  it('are found by a skill that they need, by school, and by whether they take applications', async () => {
    const { schoolId } = project;
    const reading = await published({ startsOn: '2026-11-01' });
    const timetable = await published(
      { skills: ['Timetabling'], startsOn: '2026-10-01' },
      { hostSchoolId: schoolId },
    );
    const later = await published({}, { opensOn: '2026-06-01', closesOn: '2026-06-30' });

    expect(await found()).toEqual([reading, timetable, later]);
    expect(await found({ skillsNeeded: ['PHONICS', 'coaching'] })).toEqual([reading, later]);
    expect(await found({ skillsNeeded: ['phonic'] })).toEqual([]);
    expect(await found({ school: schoolId })).toEqual([timetable]);
    expect(await found({ open: true })).toEqual([reading, timetable]);
    expect(await found({ open: false })).toEqual([later]);
    const ofSchool = `query ($references: [_Any!]!) { _entities(representations: $references) {
      ... on School { projectTeams { totalCount edges { node { id } } } } } }`;
    const references = [{ __typename: 'School', id: schoolId }];
    const { data } = await test.served.ask(project.central, ofSchool, { references });
    expect(data).toEqual({
      _entities: [{ projectTeams: { totalCount: 1, edges: [{ node: { id: timetable } }] } }],
    });
  });

  it('are shown once their opportunity is, and to no other trust', async () => {
    const written = await project.draft();
    await project.plan(written.id);

    expect(await found()).toEqual([]);
    expect(await found({}, project.central)).toEqual([written.id]);
    expect(await found({}, thePeopleTeam(newId()))).toEqual([]);
  });

  it('take as many statements to list with all that belongs to them for ten as for two', async () => {
    for (let count = 0; count < 10; count += 1) await published();
    const statements = (first: number) =>
      test.served.statementsDuring(() => found({ first }, project.central));

    expect(await statements(10)).toBe(await statements(2));
  });
});
