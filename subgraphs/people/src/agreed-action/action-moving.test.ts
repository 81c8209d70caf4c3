import { describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { atOnce } from '@trellis/subgraph-kit/testing/at-once';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { TestMornings } from '../conversation-nudge/testing.ts';
import { talker } from '../conversation/testing.ts';
import { day, type TestTrust } from '../testing.ts';

const mornings = new TestMornings();
const { people } = mornings;

const hire = async (trust: TestTrust, more: object = {}) => (await people.hire(trust, more)).id;

/** Somebody who agreed two things with a line manager who is theirs until today. */
async function begin(chosen = false) {
  const trust = await people.trust();
  const [personId, former, next] = [await hire(trust), await hire(trust), await hire(trust)];
  await people.manage(trust, former, [personId], { endsOn: day(0) });
  const talk = await mornings.talk(trust, personId, former, {
    ...{ state: 'HELD', offered_on: day(-9), chosen },
  });
  const [mine, theirs] = [newId(), newId()];
  await people.db.as(talker(trust, personId), async () => {
    for (const [id, ownerId, text] of [
      [mine, personId, 'Visit Birch'],
      [theirs, former, 'Find cover'],
    ]) {
      await people.db.rows(
        `INSERT INTO agreed_action (trust_id, id, conversation_id, owner_id, text, due_on)
         VALUES ($1, $2, $3, $4, $5, $6)`,
        [trust.id, id, talk, ownerId, text, day(60)],
      );
    }
    await people.db.rows(
      `INSERT INTO conversation_note (trust_id, id, conversation_id, kind, text)
       VALUES ($1, $2, $3, 'SHARED', 'For the two of us')`,
      [trust.id, newId(), talk],
    );
  });
  const person = talker(trust, personId);
  return { trust, person, personId, former, next, talk, mine };
}

interface Read {
  readonly viewer: {
    readonly openActions: readonly object[];
    readonly actionsTakenOn: readonly object[];
  };
}

const fields = 'text owner movesOn lead { id }';
const read = (viewer: Viewer) =>
  people.data<Read>(
    viewer,
    `{ viewer { openActions { ${fields} } actionsTakenOn { ${fields} person { id } conversation { id } } } }`,
  );

describe('what was agreed with a line manager who changes', () => {
  it('passes to the next after the days of the policy, without the notes, and is told beforehand', async () => {
    const { trust, person, personId, former, next } = await begin();
    await mornings.policy(trust, { moveWithinDays: 10 });
    await people.manage(trust, next, [personId], { startsOn: day(0) });
    const mine = { text: 'Visit Birch', owner: 'PERSON', lead: { id: former } };

    await mornings.come(trust);
    await mornings.come(trust, 9);
    expect(await read(person)).toMatchObject({
      viewer: { openActions: [{ ...mine, movesOn: day(10) }] },
    });
    expect((await read(talker(trust, next))).viewer.actionsTakenOn).toEqual([]);
    await mornings.come(trust, 10);

    const moved = { movesOn: null, lead: { id: next } };
    const known = { person: { id: personId }, conversation: null };
    expect(await read(talker(trust, next))).toEqual({
      viewer: {
        openActions: [{ text: 'Find cover', owner: 'LEAD', ...moved }],
        actionsTakenOn: [
          { text: 'Visit Birch', owner: 'PERSON', ...moved, ...known },
          { text: 'Find cover', owner: 'LEAD', ...moved, ...known },
        ],
      },
    });
    expect(await read(talker(trust, former))).toEqual({
      viewer: { openActions: [], actionsTakenOn: [] },
    });
    const notices = '{ viewer { notices { edges { node { kind } } } } }';
    const kinds = async (viewer: Viewer) => JSON.stringify(await people.data(viewer, notices));
    expect((await kinds(person)).match(/ACTIONS_MOVE/g)).toHaveLength(1);
    expect((await kinds(talker(trust, next))).match(/ACTIONS_TAKEN_ON/g)).toHaveLength(1);
  });

  it('is settled by either of the two of today, and by the former no more', async () => {
    const { trust, personId, former, next, mine } = await begin();
    await mornings.policy(trust, { moveWithinDays: 0 });
    await people.manage(trust, next, [personId], { startsOn: day(0) });
    await mornings.come(trust);
    const settle = `mutation ($input: SettleActionInput!) { settleAction(input: $input) {
      ... on AgreedAction { state } } }`;
    const input = { id: mine, state: 'DONE', version: 2 };

    expect(await people.codes(talker(trust, former), settle, { input })).toEqual(['NOT_FOUND']);
    expect(await people.data(talker(trust, next), settle, { input })).toEqual({
      settleAction: { state: 'DONE' },
    });
  });

  it('stays where it was dropped, was agreed with a chosen colleague, or the manager is back', async () => {
    for (const [chosen, prepare] of [
      [true, () => Promise.resolve()],
      [
        false,
        async ({ trust, person }: Awaited<ReturnType<typeof begin>>) => {
          await people.db.as(person, () =>
            people.db.rows(
              `UPDATE agreed_action SET state = 'DROPPED', settled_on = $2 WHERE trust_id = $1`,
              [trust.id, day(0)],
            ),
          );
        },
      ],
    ] as const) {
      const told = await begin(chosen);
      await mornings.come(told.trust);
      await prepare(told);
      await people.manage(told.trust, told.next, [told.personId], { startsOn: day(0) });
      await mornings.come(told.trust, 20);
      expect((await read(talker(told.trust, told.next))).viewer.actionsTakenOn).toEqual([]);
    }
    const { trust, person, personId, former } = await begin();
    await mornings.come(trust);
    await people.manage(trust, former, [personId], { startsOn: day(0) });
    await mornings.come(trust, 1);
    expect(await read(person)).toMatchObject({ viewer: { openActions: [{ movesOn: null }] } });
  });

  it('waits, with its age, in the queue of those without a line manager, and passes on when there is one', async () => {
    const { trust, personId, former, next } = await begin();
    await mornings.policy(trust, { moveWithinDays: 0 });
    await mornings.talk(trust, personId, former, { state: 'SCHEDULED', planned_on: day(9) });
    await mornings.come(trust);
    const team = { ...trust.central, scopes: new Set(['staff:read', 'conversation:read']) };
    const queue = async () => {
      const { conversationsUnassigned } = await people.data<{
        conversationsUnassigned: { edges: { node: { person: { id: string } } }[] };
      }>(
        team,
        `{ conversationsUnassigned { edges { node { person { id } reason itemsWaiting
           itemsWaitingSince } } } }`,
      );
      return conversationsUnassigned.edges
        .map(({ node }) => node)
        .filter(({ person }) => person.id === personId);
    };
    const waits = { person: { id: personId }, reason: 'NO_MANAGER' };

    expect(await queue()).toEqual([{ ...waits, itemsWaiting: 3, itemsWaitingSince: day(0) }]);
    await people.manage(trust, next, [personId], { startsOn: day(0) });
    await mornings.come(trust);

    expect(await queue()).toEqual([]);
    expect((await read(talker(trust, next))).viewer.actionsTakenOn).toHaveLength(2);
  });

  it('does not wait in the queue before the days of the policy are over', async () => {
    const { trust, personId } = await begin();
    await mornings.come(trust); // 14 days when nothing was set
    const team = { ...trust.central, scopes: new Set(['staff:read', 'conversation:read']) };
    const { conversationsUnassigned } = await people.data<{
      conversationsUnassigned: {
        edges: { node: { itemsWaiting: number; person: { id: string } } }[];
      };
    }>(team, '{ conversationsUnassigned { edges { node { itemsWaiting person { id } } } } }');

    expect(
      conversationsUnassigned.edges.find(({ node }) => node.person.id === personId)?.node,
    ).toMatchObject({ itemsWaiting: 0 });
  });

  it('passes on once when two mornings come at once', async () => {
    const { trust, personId, next, person } = await begin();
    await mornings.policy(trust, { moveWithinDays: 0 });
    await people.manage(trust, next, [personId], { startsOn: day(0) });
    const come = () => mornings.come(trust);

    await atOnce(people.served.database.name, 'agreed_action', [come, come]);

    const versions = await people.db.as(person, () =>
      people.db.rows('SELECT version FROM agreed_action WHERE trust_id = $1', [trust.id]),
    );
    expect(versions).toEqual([{ version: 2 }, { version: 2 }]);
  });

  it('takes a change of manager that was written with a day to come', async () => {
    const { trust, person, personId, former, next } = await begin();
    await mornings.talk(trust, personId, former, { state: 'SCHEDULED', planned_on: day(9) });
    await people.manage(trust, next, [personId], { startsOn: day(2) });
    const withWhom =
      '{ viewer { conversations(first: 1) { edges { node { state lead { id } } } } } }';
    await mornings.come(trust, 2);

    expect(await people.data(person, withWhom)).toEqual({
      viewer: { conversations: { edges: [{ node: { state: 'SCHEDULED', lead: { id: next } } }] } },
    });
  });
});
