import { beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { inTurn } from '@trellis/subgraph-kit/testing/in-turn';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { aMemberOfStaff, type Outcome, TestOpportunities, thePeopleTeam } from '../testing.ts';

const test = new TestOpportunities();
let central: Viewer;
let manager: Viewer;
let assistant: Viewer;
let opportunityId: string;

beforeEach(async () => {
  test.clock.set('2026-05-12T09:00:00Z');
  central = thePeopleTeam(newId());
  [manager, assistant] = [aMemberOfStaff(central.trustId), aMemberOfStaff(central.trustId)];
  await managed();
  opportunityId = await test.published(central);
});

/** People tells that the manager has line-managed the assistant since September, to a day. */
async function managed(endsOn: string | null = null): Promise<void> {
  const link = { personId: String(manager.personId), startsOn: '2025-09-01', endsOn };
  await test.tellOf(central.trustId, { managers: [link] }, String(assistant.personId));
}

const encourage = (viewer: Viewer, more: object = {}): Promise<Outcome> =>
  test.mutate(
    viewer,
    'encourage',
    { opportunityId, personId: assistant.personId, message: 'They would be lucky.', ...more },
    `... on Encouragement { id givenAt opportunity { id } person { id } givenBy { id } }
     ... on NotOpen { closesOn } ... on AlreadyEncouraged { refusal: message }`,
  );

async function of(viewer: Viewer, person: Viewer): Promise<unknown> {
  const query = `query ($references: [_Any!]!) { _entities(representations: $references) {
    ... on Person { encouragements { totalCount edges { node { message givenBy { id } } } } } } }`;
  const references = [{ __typename: 'Person', id: person.personId }];
  const { data } = await test.served.ask<{ _entities: { encouragements: unknown }[] }>(
    viewer,
    query,
    { references },
  );
  return data._entities[0]?.encouragements;
}

describe('encouraging somebody', () => {
  it('is done by their line manager, and seen by the two of them', async () => {
    expect(await encourage(manager)).toMatchObject({
      ...{ result: 'Encouragement', givenAt: '2026-05-12T09:00:00.000Z' },
      ...{ opportunity: { id: opportunityId }, person: { id: assistant.personId } },
      givenBy: { id: manager.personId },
    });
    const one = {
      totalCount: 1,
      edges: [{ node: { message: 'They would be lucky.', givenBy: { id: manager.personId } } }],
    };
    const none = { totalCount: 0, edges: [] };

    expect(await of(assistant, assistant)).toEqual(one);
    expect(await of(manager, assistant)).toEqual(one);
    expect(await of(central, assistant)).toEqual(none);
    expect(await of(aMemberOfStaff(central.trustId), assistant)).toEqual(none);
  });

  it('is done by nobody else, and by a former line manager no more', async () => {
    const refused = { result: 'FORBIDDEN' };

    expect(await encourage(central)).toMatchObject(refused);
    expect(await encourage(aMemberOfStaff(central.trustId))).toMatchObject(refused);
    expect(await encourage(assistant)).toMatchObject(refused);
    expect(await encourage(thePeopleTeam(newId()))).toMatchObject({ result: 'NOT_FOUND' });
    await managed('2026-05-12');
    expect(await encourage(manager)).toMatchObject(refused);
  });

  it('is done once, for what takes applications', async () => {
    await encourage(manager);
    expect(await encourage(manager)).toMatchObject({ result: 'AlreadyEncouraged' });

    opportunityId = await test.published(central);
    test.clock.set('2026-06-01T09:00:00Z');
    expect(await encourage(manager)).toMatchObject({ result: 'NotOpen' });
  });

  it('does not tell the manager whether somebody has applied', async () => {
    await test.apply(assistant, opportunityId);

    expect(await encourage(manager)).toMatchObject({ result: 'Encouragement' });
  });

  it('gatekeeps nothing: who is not encouraged applies just the same', async () => {
    expect(await test.apply(assistant, opportunityId)).toMatchObject({ result: 'Application' });
  });

  it('is never shown to those who choose', async () => {
    await encourage(manager);
    const member = thePeopleTeam(central.trustId);
    const rows = (viewer: Viewer) =>
      test.within(viewer, (db) => db.rows('SELECT message FROM encouragement'));

    expect(await of(member, assistant)).toEqual({ totalCount: 0, edges: [] });
    expect(await rows(member)).toEqual([]);
    expect(await rows(central)).toEqual([]);
    expect(await rows(manager)).toHaveLength(1);
    expect(await rows(assistant)).toHaveLength(1);
  });

  it('takes as many statements to read of many as of one', async () => {
    const staff = await inTurn(Array.from({ length: 5 }), async () => {
      const link = { personId: String(manager.personId), startsOn: '2025-09-01', endsOn: null };
      const personId = await test.tellOf(central.trustId, { managers: [link] });
      await encourage(manager, { personId });
      return personId;
    });
    const read = (people: number) =>
      test.served.statementsDuring(() =>
        test.served.ask(
          manager,
          `query ($references: [_Any!]!) { _entities(representations: $references) {
             ... on Person { encouragements { totalCount edges { node { opportunity { id } } } } } } }`,
          { references: staff.slice(0, people).map((id) => ({ __typename: 'Person', id })) },
        ),
      );

    expect([await read(1), await read(5)]).toEqual([3, 3]);
  });
});
