import { beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { aViewer } from '@trellis/subgraph-kit/testing/test-viewer';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { type BeingChosen, TestChoosing } from '../choosing.testing.ts';
import { TestOpportunities, thePeopleTeam } from '../testing.ts';
import { TestPanel } from './testing.ts';

const test = new TestOpportunities();
const panels = new TestPanel(test);
const choosing = new TestChoosing(test, panels);
let central: Viewer;
let head: Viewer;
let spouse: Viewer;
let rival: Viewer;
let chosen: BeingChosen;

beforeEach(async () => {
  central = thePeopleTeam(newId());
  const { trustId } = central;
  const school = test.people.add(trustId);
  const scopes = ['opportunity:read', 'opportunity:publish', 'application:read'];
  head = aViewer({ trustId, placeIds: [school], scopes });
  await panels.employ(central, head);
  const criteria = [{ text: 'Has led a project', weight: 'ESSENTIAL' }];
  chosen = await choosing.applied(central, 2, criteria);
  [spouse = head, rival = head] = chosen.applicants;
  await test.asOwner(central, (db) =>
    db.rows('UPDATE opportunity SET host_school_id = $2 WHERE id = $1', [
      chosen.opportunityId,
      school,
    ]),
  );
});

const stepBack = (viewer: Viewer, organiser: Viewer | null = null, whom = spouse) =>
  test.mutate(
    viewer,
    'stepBackFromChoosing',
    {
      opportunityId: chosen.opportunityId,
      personIds: [whom.personId],
      ...(organiser && { organiserId: organiser.personId }),
    },
    'id',
  );

const paths = `query ($id: ID!) { opportunity(id: $id) {
  applications(first: 9) { edges { node { person { id } statement answers { text } } } }
  panel { candidates(first: 9) { edges { node { statement answers { text } } } } } } }`;

const refused = { result: 'FORBIDDEN' };

describe('a head who is close to an applicant', () => {
  it('decides nothing of it, and the people team does', async () => {
    const { opportunityId, members } = chosen;
    expect(await stepBack(head)).toMatchObject({ result: 'Opportunity' });
    const memberIds = members.map(({ personId }) => personId);
    expect(await panels.appoint(head, { opportunityId, memberIds })).toMatchObject(refused);
    expect(await panels.lock(head, { opportunityId, places: 1 })).toMatchObject(refused);
    expect(await choosing.move(head, opportunityId, 'WITHDRAWN')).toMatchObject(refused);
    await choosing.locked(chosen, [[3], [4]]);
    for (const one of [spouse, rival]) {
      for (const choice of [
        'inviteToInterview',
        'waitlistApplication',
        'turnDownApplication',
      ] as const) {
        expect(await choosing.on(one, opportunityId, choice, { as: head })).toMatchObject(refused);
      }
      expect(await choosing.offer(one, opportunityId, head)).toMatchObject(refused);
    }
    await choosing.on(spouse, opportunityId, 'turnDownApplication', { as: central });
    expect(await choosing.tellWhy(spouse, opportunityId, head)).toMatchObject(refused);

    expect(await choosing.tellWhy(spouse, opportunityId, central)).toMatchObject({
      state: 'REJECTED',
    });
    expect(await choosing.offer(rival, opportunityId, central)).toMatchObject({ state: 'OFFERED' });
  });

  it('is told who decides in their place', async () => {
    await stepBack(head);
    const { own } = await choosing.seen(spouse, chosen.opportunityId);
    const { errors } = await test.served.ask(
      head,
      'mutation ($input: MoveApplicationInput!) { turnDownApplication(input: $input) { __typename } }',
      { input: { id: own?.id, version: own?.version } },
    );

    expect(errors?.map(({ message }) => message)).toEqual([
      'Somebody close to you applied for it: the people team, or another who answers for it, decides of it.',
    ]);
  });

  it('knows that they applied, and reads neither what they wrote nor the panel', async () => {
    const { opportunityId: id } = chosen;
    await choosing.locked(chosen, [[3], [4]]);
    const seen = async () => (await test.served.ask(head, paths, { id })).data;
    expect(JSON.stringify(await seen())).toContain(`I am ${String(spouse.personId)}`);
    await stepBack(head);

    const nodes = [
      { person: { id: spouse.personId }, statement: null, answers: [{ text: null }] },
      {
        person: { id: rival.personId },
        statement: `I am ${String(rival.personId)}`,
        answers: [{ text: 'I can.' }],
      },
    ];
    expect(await seen()).toEqual({
      opportunity: {
        applications: { edges: expect.arrayContaining(nodes.map((node) => ({ node }))) },
        panel: null,
      },
    });
  });

  it('is kept out where the people team says it of them, and nobody else may', async () => {
    const { opportunityId } = chosen;
    expect(await stepBack(head, central)).toMatchObject(refused);
    expect(await stepBack(central, { ...head, personId: newId() })).toMatchObject({
      result: 'NOT_FOUND',
    });
    expect(await choosing.move(central, opportunityId, 'DECIDING')).toMatchObject({
      result: 'Opportunity',
    });
    await stepBack(central, head);

    expect(await choosing.move(head, opportunityId, 'WITHDRAWN')).toMatchObject(refused);
    expect(await choosing.move(central, opportunityId, 'WITHDRAWN')).toMatchObject({
      result: 'Opportunity',
    });
  });

  it('decides again once they have taken their application back', async () => {
    const { opportunityId } = chosen;
    await stepBack(head);
    await panels.withdraws(spouse, opportunityId);

    expect(await choosing.move(head, opportunityId, 'WITHDRAWN')).toMatchObject({
      result: 'Opportunity',
    });
  });
});
