import { describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { talker, TestConversations, type Told } from '../conversation/testing.ts';
import { day, testPeople } from '../testing.ts';

const people = testPeople();

async function begin() {
  const trust = await people.trust();
  const talks = new TestConversations(people, trust);
  const pair = await talks.pair();
  return { trust, talks, ...pair, talk: await talks.held(pair.person) };
}

const agree = `mutation ($input: AgreeActionInput!) { done: agreeAction(input: $input) { __typename
  ... on AgreedAction { id version owner state } ... on Refusal { message } } }`;
const settle = `mutation ($input: SettleActionInput!) { done: settleAction(input: $input) {
  ... on AgreedAction { id version state settledOn } } }`;
const open = `{ viewer { openActions { text dueOn } } }`;

const actionOf = ({ id }: Told, told: object = {}) => ({
  input: { conversationId: id, text: 'Visit Birch', owner: 'PERSON', dueOn: day(30), ...told },
});

async function agreed(viewer: Viewer, talk: Told, told: object = {}): Promise<Told> {
  return (await people.data<{ done: Told }>(viewer, agree, actionOf(talk, told))).done;
}

describe('what is agreed in a conversation', () => {
  it('is for one of the two to do, and shown to both by day', async () => {
    const { person, manager, talk } = await begin();
    await agreed(manager, talk, { text: 'Find cover', owner: 'LEAD', dueOn: day(20) });
    await agreed(person, talk);
    const both = `query ($id: ID!) { careerConversation(id: $id) { actions { text owner state } } }`;

    for (const viewer of [person, manager]) {
      expect(await people.data(viewer, both, { id: talk.id })).toEqual({
        careerConversation: {
          actions: [
            { text: 'Find cover', owner: 'LEAD', state: 'OPEN' },
            { text: 'Visit Birch', owner: 'PERSON', state: 'OPEN' },
          ],
        },
      });
    }
    expect(await people.data(manager, open)).toEqual({
      viewer: { openActions: [{ text: 'Find cover', dueOn: day(20) }] },
    });
  });

  it('is done, dropped or open again, as either of the two says', async () => {
    const { person, manager, talk } = await begin();
    const { id } = await agreed(person, talk);
    const said = (viewer: Viewer, state: string, version: number) =>
      people.data(viewer, settle, { input: { id, state, version } });

    expect(await said(manager, 'DONE', 1)).toMatchObject({ done: { settledOn: day(0) } });
    expect(await people.data(person, open)).toEqual({ viewer: { openActions: [] } });
    expect(await said(person, 'OPEN', 2)).toMatchObject({
      done: { state: 'OPEN', settledOn: null },
    });
    expect(await said(person, 'DROPPED', 3)).toMatchObject({ done: { state: 'DROPPED' } });
    const stale = { input: { id, state: 'DONE', version: 3 } };
    expect(await people.codes(person, settle, stale)).toEqual(['CONFLICT']);
  });

  it('is nobody else’s to see or change, in the database either', async () => {
    const { trust, person, talk } = await begin();
    const { id } = await agreed(person, talk);
    const { id: colleagueId } = await people.hire(trust);
    const colleague = talker(trust, colleagueId);

    expect(await people.codes(colleague, agree, actionOf(talk))).toEqual(['NOT_FOUND']);
    const input = { id, state: 'DONE', version: 1 };
    expect(await people.codes(colleague, settle, { input })).toEqual(['NOT_FOUND']);
    for (const viewer of [colleague, trust.central]) {
      const rows = people.db.as(viewer, () =>
        people.db.rows('SELECT id FROM agreed_action WHERE trust_id = $1', [trust.id]),
      );
      expect(await rows).toEqual([]);
    }
  });

  it('is about something to go for, to study, to visit or to join', async () => {
    const { trust, person, talk } = await begin();
    const { id: network } = await people.network(trust, [person.personId ?? ''], { name: 'Site' });
    const elsewhere = newId();
    await agreed(person, talk, { about: { type: 'NETWORK', id: network }, dueOn: day(1) });
    await agreed(person, talk, { about: { type: 'OPPORTUNITY', id: elsewhere }, dueOn: day(2) });
    await agreed(person, talk, { about: { type: 'AWARD', id: elsewhere }, dueOn: day(3) });
    await agreed(person, talk, { about: { type: 'NETWORK', id: elsewhere }, dueOn: day(4) });
    const about = `{ viewer { openActions { about { __typename ... on Network { name }
      ... on Opportunity { id } } } } }`;

    expect(await people.data(person, about)).toEqual({
      viewer: {
        openActions: [
          { about: { __typename: 'Network', name: 'Site' } },
          { about: { __typename: 'Opportunity', id: elsewhere } },
          { about: { __typename: 'Award' } },
          { about: null },
        ],
      },
    });
  });

  it('is signed anew when something is added, and stands when both have signed', async () => {
    const { talks, person, manager, talk } = await begin();
    const signed = await talks.change(person, 'agree', talk);
    await agreed(manager, talk);
    const fresh = { ...signed, version: signed.version + 1 };
    const one = await talks.change(manager, 'agree', fresh);
    expect(one.state).toBe('HELD');
    await talks.change(person, 'agree', one);

    expect(await agreed(manager, talk)).toMatchObject({ __typename: 'ConversationWrittenDown' });
  });

  it('has a day to come and says what it is about', async () => {
    const { person, talk } = await begin();
    for (const wrong of [
      { dueOn: day(-1) },
      { text: '' },
      { text: 'x'.repeat(1_001) },
      { about: { type: 'NETWORK', id: 'x' } },
    ]) {
      expect(await people.codes(person, agree, actionOf(talk, wrong))).toEqual(['BAD_USER_INPUT']);
    }
  });
});
