import { describe, expect, it } from '@jest/globals';
import { atOnce } from '@trellis/subgraph-kit/testing/at-once';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { talker, TestConversations, type Told } from '../conversation/testing.ts';
import { testPeople } from '../testing.ts';

const people = testPeople();

async function begin() {
  const trust = await people.trust();
  const talks = new TestConversations(people, trust);
  const pair = await talks.pair();
  return { trust, talks, ...pair, talk: await talks.arrange(pair.person) };
}

const write = `mutation ($input: WriteConversationNoteInput!) { done: writeConversationNote(input: $input) {
  __typename ... on CareerConversation { id version agreedByPerson agreedByLead } ... on Refusal { message } } }`;
const read = `query ($id: ID!) { careerConversation(id: $id) { agenda { text version }
  sharedNotes { text version } privateNotes { text version } } }`;

const noteOf = ({ id }: Told, kind: string, text: string, version = 0) => {
  return { input: { conversationId: id, kind, text, version } };
};
const readBy = async (viewer: Viewer, { id }: Told) =>
  (await people.data<{ careerConversation: unknown }>(viewer, read, { id })).careerConversation;

describe('a note of a conversation', () => {
  it('is for the two, and one’s own for oneself', async () => {
    const { person, manager, talk } = await begin();
    await people.data(person, write, noteOf(talk, 'AGENDA', 'Science across schools'));
    await people.data(manager, write, noteOf(talk, 'SHARED', 'We looked at the technician route.'));
    await people.data(manager, write, noteOf(talk, 'PRIVATE', 'Ask about cover.'));
    await people.data(person, write, noteOf(talk, 'PRIVATE', 'I am not sure that I want this.'));

    const both = {
      agenda: { text: 'Science across schools', version: 1 },
      sharedNotes: { text: 'We looked at the technician route.', version: 1 },
    };
    const mine = (text: string) => ({ ...both, privateNotes: { text, version: 1 } });
    expect(await readBy(manager, talk)).toEqual(mine('Ask about cover.'));
    expect(await readBy(person, talk)).toEqual(mine('I am not sure that I want this.'));
  });

  it('is read and written by nobody else, whatever they answer for', async () => {
    const { trust, person, talk } = await begin();
    await people.data(person, write, noteOf(talk, 'SHARED', 'Ours.'));
    const { id } = await people.hire(trust);
    const scopes = new Set(['staff:read', 'conversation:read', 'conversation:hold']);
    for (const viewer of [talker(trust, id), { ...trust.central, personId: id, scopes }]) {
      expect(await readBy(viewer, talk)).toBeNull();
      expect(await people.codes(viewer, write, noteOf(talk, 'SHARED', 'Mine.', 1))).toEqual([
        'NOT_FOUND',
      ]);
    }
  });

  it('is kept from everybody else by the database too', async () => {
    const { trust, person, manager, talk } = await begin();
    await people.data(person, write, noteOf(talk, 'SHARED', 'Ours.'));
    await people.data(person, write, noteOf(talk, 'PRIVATE', 'Mine.'));
    const texts = (viewer: Viewer) =>
      people.db.as(viewer, () =>
        people.db.rows('SELECT text FROM conversation_note WHERE trust_id = $1 ORDER BY text', [
          trust.id,
        ]),
      );

    expect(await texts(person)).toEqual([{ text: 'Mine.' }, { text: 'Ours.' }]);
    expect(await texts(manager)).toEqual([{ text: 'Ours.' }]);
    expect(await texts(trust.central)).toEqual([]);
    const insert = people.db.as(trust.central, () =>
      people.db.rows(
        `INSERT INTO conversation_note (trust_id, id, conversation_id, kind, text)
         VALUES ($1, $2, $3, 'AGENDA', 'x')`,
        [trust.id, newId(), talk.id],
      ),
    );
    await expect(insert).rejects.toThrow('row-level security');
  });

  it('that both write is signed anew when it changes, and stands when both have signed', async () => {
    const { talks } = await begin();
    const { person: other, manager: lead } = await talks.pair();
    const talk = await talks.held(other);
    const signed = await talks.change(other, 'agree', talk);
    const kept = { done: { agreedByPerson: true } };
    expect(await people.data(lead, write, noteOf(talk, 'PRIVATE', 'x'))).toMatchObject(kept);
    const { done } = await people.data<{ done: Told }>(lead, write, noteOf(talk, 'SHARED', 'New.'));
    expect(done).toMatchObject({ version: signed.version + 1, agreedByPerson: false });

    const one = await talks.change(other, 'agree', { ...talk, version: done.version });
    await talks.change(lead, 'agree', one);
    expect(await people.data(lead, write, noteOf(talk, 'SHARED', 'Later.', 1))).toMatchObject({
      done: { __typename: 'ConversationWrittenDown' },
    });
    expect(await people.data(lead, write, noteOf(talk, 'PRIVATE', 'y', 1))).toMatchObject({
      done: { __typename: 'CareerConversation' },
    });
  });

  it('is not written over by who has not read it', async () => {
    const { person, manager, talk } = await begin();
    await people.data(person, write, noteOf(talk, 'AGENDA', 'First.'));

    expect(await people.codes(manager, write, noteOf(talk, 'AGENDA', 'Mine.'))).toEqual([
      'CONFLICT',
    ]);
    expect(await people.codes(manager, write, noteOf(talk, 'SHARED', 'x', 1))).toEqual([
      'CONFLICT',
    ]);
  });

  it('is written by one of two who write it at once', async () => {
    const { person, manager, talk } = await begin();
    const writers = [person, manager].map(
      (viewer) => () => people.codes(viewer, write, noteOf(talk, 'AGENDA', 'Mine.')),
    );
    const codes = await atOnce(people.served.database.name, 'conversation_note', writers);

    expect(codes.flat()).toEqual(['CONFLICT']);
  });

  it('of 100 KB is refused with its limit', async () => {
    const { person, talk } = await begin();
    const { errors } = await people.served.ask(
      person,
      write,
      noteOf(talk, 'PRIVATE', 'x'.repeat(100_000)),
    );

    expect(errors).toMatchObject([
      { message: 'text has at most 20,000 characters.', extensions: { code: 'BAD_USER_INPUT' } },
    ]);
  });
});
