import { beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { type BeingChosen, TestChoosing } from '../choosing.testing.ts';
import { aViewer } from '@trellis/subgraph-kit/testing/test-viewer';
import { TestOpportunities, thePeopleTeam } from '../testing.ts';
import { TestPanel } from './testing.ts';

const test = new TestOpportunities();
const panels = new TestPanel(test);
const choosing = new TestChoosing(test, panels);
let central: Viewer;
let chosen: BeingChosen;
/** Of the people team, who run it; and a head who reads the applications for their school. */
let organisers: readonly Viewer[];

beforeEach(async () => {
  central = thePeopleTeam(newId());
  const { trustId } = central;
  const school = test.people.add(trustId);
  const scopes = [
    'opportunity:read',
    'opportunity:apply',
    'opportunity:publish',
    'application:read',
  ];
  const head = aViewer({ trustId, placeIds: [school], scopes });
  organisers = [thePeopleTeam(trustId), head];
  await panels.employ(...organisers);
  chosen = await choosing.applied(central, 1, [], organisers);
  await test.asOwner(central, (db) =>
    db.rows('UPDATE opportunity SET host_school_id = $2 WHERE id = $1', [
      chosen.opportunityId,
      school,
    ]),
  );
});

const paths = `query ($id: ID!) { opportunity(id: $id) {
  applications(first: 9) { totalCount edges { node { person { id } } } }
  panel { candidates(first: 9) { edges { node { person { id } } } } } }
  feedbackOwed(first: 9) { edges { node { person { id } } } } }`;

describe('whoever runs an opportunity and applies for it, be they the head of its school', () => {
  it('reads no application but their own, and no candidate', async () => {
    const { opportunityId: id, applicants } = chosen;
    for (const organiser of organisers) {
      const { data } = await test.served.ask(organiser, paths, { id });

      expect(data).toEqual({
        opportunity: {
          applications: {
            totalCount: 1,
            edges: [{ node: { person: { id: organiser.personId } } }],
          },
          panel: null,
        },
        feedbackOwed: { edges: [] },
      });
    }
    const { data } = await test.served.ask(central, paths, { id });
    for (const { personId } of applicants) expect(JSON.stringify(data)).toContain(personId);
  });

  it('decides nothing of it, for themselves or for others', async () => {
    const { opportunityId, members, applicants } = chosen;
    const refused = { result: 'FORBIDDEN' };
    const [colleague] = applicants.filter((one) => !organisers.includes(one));
    if (!colleague) throw new Error('somebody else applied');
    const memberIds = members.map(({ personId }) => personId);
    for (const organiser of organisers) {
      expect(await panels.appoint(organiser, { opportunityId, memberIds })).toMatchObject(refused);
      expect(await panels.lock(organiser, { opportunityId, places: 1 })).toMatchObject(refused);
      expect(await choosing.move(organiser, opportunityId, 'WITHDRAWN')).toMatchObject(refused);
    }
    await choosing.locked(chosen, [[3], [2], [4]]);
    for (const organiser of organisers) {
      expect(await choosing.offer(organiser, opportunityId, organiser)).toMatchObject(refused);
      expect(
        await choosing.on(colleague, opportunityId, 'turnDownApplication', { as: organiser }),
      ).toMatchObject({ result: 'NOT_FOUND' });
      await choosing.on(organiser, opportunityId, 'turnDownApplication', { as: central });
      expect(await choosing.tellWhy(organiser, opportunityId, organiser)).toMatchObject(refused);
    }

    expect(await choosing.offer(colleague, opportunityId, central)).toMatchObject({
      state: 'OFFERED',
    });
  });

  it('does again, once they have taken their application back', async () => {
    const { opportunityId } = chosen;
    const [organiser] = organisers;
    if (!organiser) throw new Error('two run it');
    await panels.withdraws(organiser, opportunityId);

    const { data } = await test.served.ask<{
      opportunity: { applications: { totalCount: number } };
    }>(organiser, paths, { id: opportunityId });

    expect(data.opportunity.applications.totalCount).toBe(3);
  });
});
