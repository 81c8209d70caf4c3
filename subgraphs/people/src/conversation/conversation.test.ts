import { describe, expect, it } from '@jest/globals';
import { atOnce } from '@trellis/subgraph-kit/testing/at-once';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { sourceRecord } from '../match/testing.ts';
import { LeaveService } from '../leave/leave.service.ts';
import { day, testPeople } from '../testing.ts';
import { talker, talkFields, TestConversations, type Told } from './testing.ts';

const people = testPeople();

async function begin(...schools: string[]) {
  const trust = await people.trust(...schools);
  const talks = new TestConversations(people, trust);
  return { trust, talks, ...(await talks.pair()) };
}

const seen = `query ($id: ID!) { careerConversation(id: $id) { state person { id } lead { id } } }`;
const due = `query ($id: ID!) { person(id: $id) { conversationDue { state dueOn offeredOn } } }`;

const seenBy = (viewer: Viewer, { id }: Told) => people.data(viewer, seen, { id });

describe('a career conversation', () => {
  it('is with the line manager when nobody else was chosen, and is known to the two alone', async () => {
    const { trust, talks, person, manager, personId, managerId } = await begin();
    const talk = await talks.arrange(person);

    expect(talk).toMatchObject({ state: 'SCHEDULED', plannedOn: day(7), chosen: false });
    const told = { state: 'SCHEDULED', person: { id: personId }, lead: { id: managerId } };
    expect(await seenBy(person, talk)).toEqual({ careerConversation: told });
    expect(await seenBy(manager, talk)).toEqual({ careerConversation: told });
    const team = { ...trust.central, scopes: new Set(['staff:read', 'conversation:read']) };
    for (const other of [team, talker(trust, (await people.hire(trust)).id)]) {
      expect(await seenBy(other, talk)).toEqual({ careerConversation: null });
    }
  });

  it('is arranged by a line manager for those they manage, and for nobody else', async () => {
    const { trust, talks, manager, personId } = await begin();
    const { id: stranger } = await people.hire(trust);
    const input = { plannedOn: day(7) };
    const text = `mutation ($input: ArrangeConversationInput!) { arrangeConversation(input: $input) {
      ${talkFields} } }`;

    expect(await people.codes(manager, text, { input: { ...input, personId: stranger } })).toEqual([
      'NOT_FOUND',
    ]);
    const withOther = { personId, leadId: stranger };
    expect(await talks.arrange(manager, withOther)).toMatchObject({
      message: 'Only the person chooses somebody else to talk with.',
    });
    expect(await talks.arrange(manager, { personId })).toMatchObject({ state: 'SCHEDULED' });
  });

  it('needs somebody to talk with', async () => {
    const { trust, talks } = await begin();
    const { id } = await people.hire(trust);
    const alone = talker(trust, id);

    expect(await talks.arrange(alone)).toMatchObject({ __typename: 'NobodyToTalkWith' });
    expect(await talks.arrange(alone, { leadId: id })).toMatchObject({
      message: 'A conversation is with somebody else.',
    });
  });

  it('is for those whom the trust employs', async () => {
    const { trust, talks, manager, managerId } = await begin();
    const { id } = await people.hire(trust, { contract: { type: 'SAG' } });
    await people.manage(trust, managerId, [id]);

    for (const [viewer, input] of [
      [talker(trust, id), {}],
      [manager, { personId: id }],
    ] as const) {
      expect(await talks.arrange(viewer, input)).toMatchObject({ __typename: 'NotYoursToArrange' });
    }
  });

  it('with a colleague of one’s choice is asked for, and the colleague may say no', async () => {
    const { trust, talks, person } = await begin();
    const { id: leadId } = await people.hire(trust);
    const colleague = talker(trust, leadId);
    await people.network(trust, [leadId, person.personId ?? ''], {});
    const asked = await talks.arrange(person, { leadId });

    expect(asked).toMatchObject({ state: 'ASKED', chosen: true });
    expect(await talks.change(person, 'answer', asked, { willing: true })).toMatchObject({
      message: 'Whoever was asked answers.',
    });
    const no = await talks.change(colleague, 'answer', asked, { willing: false });
    expect(no).toMatchObject({ state: 'UNWILLING' });
    const again = await talks.arrange(person, { leadId });
    expect(await talks.change(colleague, 'answer', again, { willing: true })).toMatchObject({
      state: 'SCHEDULED',
    });
  });

  it('is asked of nobody out of reach who has not said that they are willing', async () => {
    const { trust, talks, person } = await begin();
    const { id: leadId } = await people.hire(trust);
    const text = `mutation ($input: ArrangeConversationInput!) { arrangeConversation(input: $input) {
      ${talkFields} } }`;
    const input = { leadId, plannedOn: day(7) };

    expect(await people.codes(person, text, { input })).toEqual(['NOT_FOUND']);
    await people.db.as(trust.central, () =>
      people.db.rows('INSERT INTO willing_colleague (trust_id, person_id) VALUES ($1, $2)', [
        ...[trust.id, leadId],
      ]),
    );
    const asked = await talks.arrange(person, { leadId });
    expect(asked).toMatchObject({ state: 'ASKED' });
    // From then on the two may see who the other is.
    const told = { state: 'ASKED', person: { id: person.personId }, lead: { id: leadId } };
    expect(await seenBy(person, asked)).toEqual({ careerConversation: told });
    expect(await seenBy(talker(trust, leadId), asked)).toEqual({ careerConversation: told });
  });

  it('that somebody declines counts as offered', async () => {
    const { talks, person, manager, personId } = await begin();
    expect(await people.data(person, due, { id: personId })).toMatchObject({
      person: { conversationDue: { state: 'OVERDUE', offeredOn: null } },
    });
    const talk = await talks.arrange(manager, { personId });
    expect(await talks.change(manager, 'decline', talk)).toMatchObject({
      message: 'Only the person whose conversation it is declines it.',
    });

    expect(await talks.change(person, 'decline', talk)).toMatchObject({
      state: 'DECLINED_BY_STAFF',
      offeredOn: day(0),
    });
    expect(await people.data(person, due, { id: personId })).toMatchObject({
      person: { conversationDue: { state: 'NOT_YET_DUE', offeredOn: day(0) } },
    });
  });

  it('is one at a time, and a line manager does not learn with whom else it is', async () => {
    const { trust, talks, person, manager, personId } = await begin();
    const { id: leadId } = await people.hire(trust);
    await people.network(trust, [leadId, personId], {});
    const { id } = await talks.arrange(person, { leadId });
    const text = (
      input: string,
    ) => `mutation { done: arrangeConversation(input: { ${input} plannedOn: "${day(9)}" }) {
      ... on ConversationOpen { conversationId } } }`;

    const open = (conversationId: string | null) => ({ done: { conversationId } });
    expect(await people.data(person, text(''))).toEqual(open(id));
    expect(await people.data(manager, text(`personId: "${personId}"`))).toEqual(open(null));
  });

  it('is arranged once by two who do so at once', async () => {
    const { talks, person, manager, personId } = await begin();
    const writers = [() => talks.arrange(person), () => talks.arrange(manager, { personId })];
    const told = await atOnce(people.served.database.name, 'career_conversation', writers);

    expect(told.map(({ __typename }) => __typename).toSorted()).toEqual([
      'CareerConversation',
      'ConversationOpen',
    ]);
  });

  it('whose day has passed is missed, and may still have been held', async () => {
    const { trust, talks, person } = await begin();
    const talk = await talks.arrange(person);
    await people.db.as(trust.central, () =>
      people.db.rows('UPDATE career_conversation SET planned_on = $2 WHERE trust_id = $1', [
        ...[trust.id, day(-1)],
      ]),
    );

    expect(await seenBy(person, talk)).toMatchObject({ careerConversation: { state: 'MISSED' } });
    const held = await talks.change(person, 'record', talk, { heldOn: day(-1) });
    expect(held).toMatchObject({ state: 'HELD', offeredOn: day(-1) });
  });

  it('is put off for a reason, to another day or to none yet', async () => {
    const { talks, person, manager } = await begin();
    const talk = await talks.arrange(person);
    const off = await talks.change(manager, 'postpone', talk, { reason: 'COVER' });
    expect(off).toMatchObject({ state: 'POSTPONED', plannedOn: null });

    const told = { reason: 'WORKLOAD', plannedOn: day(20) };
    expect(await talks.change(manager, 'postpone', off, told)).toMatchObject({
      state: 'SCHEDULED',
      plannedOn: day(20),
    });
  });

  it('is agreed when both have said so, and then closed', async () => {
    const { talks, person, manager } = await begin();
    const held = await talks.held(person);
    const one = await talks.change(manager, 'agree', held);
    expect(one).toMatchObject({ state: 'HELD', agreedByLead: true, agreedByPerson: false });
    expect(await talks.change(manager, 'agree', one)).toMatchObject({ state: 'HELD' });
    const fresh = { ...one, version: one.version + 1 };
    const both = await talks.change(person, 'agree', fresh);

    expect(both).toMatchObject({ state: 'AGREED', agreedByLead: true, agreedByPerson: true });
    expect(await talks.change(person, 'close', both)).toMatchObject({ state: 'CLOSED' });
  });

  it('goes nowhere else, and says where it goes', async () => {
    const { talks, person } = await begin();
    const talk = await talks.arrange(person);
    const wrong = await talks.change(person, 'close', talk);
    expect(wrong.message).toBe(
      'The conversation is SCHEDULED; from there it goes SCHEDULED, HELD, POSTPONED, DECLINED_BY_STAFF, CANCELLED.',
    );
    const gone = await talks.change(person, 'cancel', talk);

    expect((await talks.change(person, 'agree', gone)).message).toBe(
      'The conversation is CANCELLED; from there it goes nowhere.',
    );
  });

  it('is changed by whoever has seen it as it is', async () => {
    const { talks, person, manager } = await begin();
    const talk = await talks.arrange(person);
    await talks.change(manager, 'postpone', talk, { reason: 'AWAY', plannedOn: day(8) });
    const text = `mutation ($input: ConversationInput!) { cancelConversation(input: $input) {
      __typename } }`;
    const input = { id: talk.id, version: talk.version };

    expect(await people.codes(person, text, { input })).toEqual(['CONFLICT']);
  });

  it('is planned for no day that has passed and was held on none that is to come', async () => {
    const { talks, person } = await begin();
    const talk = await talks.arrange(person);
    const arrange = `mutation { arrangeConversation(input: { plannedOn: "${day(-1)}" }) { __typename } }`;
    const record = `mutation { recordConversation(input: { id: "${talk.id}" version: 1
      heldOn: "${day(1)}" }) { __typename } }`;

    expect(await people.codes(person, arrange)).toEqual(['BAD_USER_INPUT']);
    expect(await people.codes(person, record)).toEqual(['BAD_USER_INPUT']);
  });

  it('on maternity/long sick/secondment: is not required, and offered', async () => {
    const { trust, talks, manager, personId } = await begin();
    const period = { externalId: '1', categoryCode: 'MAT', startsOn: day(-40), endsOn: null };
    const sourceRecordId = await sourceRecord(people, trust, personId);
    await people.db.as(trust.central, () =>
      new LeaveService(people.db).record(trust.central, [
        { personId, sourceRecordId, periods: [period] },
      ]),
    );

    expect(await people.data(manager, due, { id: personId })).toMatchObject({
      person: { conversationDue: { state: 'NOT_REQUIRED' } },
    });
    expect(await talks.arrange(manager, { personId })).toMatchObject({ state: 'SCHEDULED' });
  });

  it('is listed for the two, the newest first', async () => {
    const { talks, person, manager } = await begin();
    const first = await talks.held(person);
    const second = await talks.arrange(person);
    const list = `{ viewer { conversations { totalCount edges { node { id } } } } }`;
    const edges = [{ node: { id: second.id } }, { node: { id: first.id } }];

    for (const viewer of [person, manager]) {
      expect(await people.data(viewer, list)).toEqual({
        viewer: { conversations: { totalCount: 2, edges } },
      });
    }
  });
});
