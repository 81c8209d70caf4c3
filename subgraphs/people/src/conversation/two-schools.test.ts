import { describe, expect, it } from '@jest/globals';
import { day, headViewer, testPeople } from '../testing.ts';
import { talker, TestConversations } from './testing.ts';

const people = testPeople();

describe('somebody who works in two schools', () => {
  it('has one lead and one clock, and both heads see when it is due', async () => {
    const trust = await people.trust('Alder', 'Birch');
    const hire = async (told: object = {}) => (await people.hire(trust, told)).id;
    const posts = [
      { school: 0, fte: 0.6 },
      { school: 1, fte: 0.4, isPrimary: false },
    ];
    const [personId, managerId, elsewhere] = [
      await hire({ posts }),
      await hire(),
      await hire({ posts: [{ school: 1 }] }),
    ];
    await people.manage(trust, managerId, [personId]);
    const { changed, refused } = await people.manage(trust, elsewhere, [personId]);
    expect([changed, refused.length]).toEqual([0, 1]); // nobody has two at once
    const talks = new TestConversations(people, trust);

    const talk = await talks.arrange(talker(trust, personId));

    const seen = 'query ($id: ID!) { careerConversation(id: $id) { lead { id } } }';
    const seenBy = (viewerId: string) =>
      people.data(talker(trust, viewerId), seen, { id: talk.id });
    expect(await seenBy(personId)).toEqual({ careerConversation: { lead: { id: managerId } } });
    expect(await seenBy(elsewhere)).toEqual({ careerConversation: null });
    const due = 'query ($id: ID!) { person(id: $id) { conversationDue { dueOn } } }';
    const dueFor = (school: number) => {
      const viewer = headViewer(trust, elsewhere, school);
      const scopes = new Set([...viewer.scopes, 'conversation:read']);
      return people.data({ ...viewer, scopes }, due, { id: personId });
    };
    const told = { person: { conversationDue: { dueOn: day(-910) } } };
    expect([await dueFor(0), await dueFor(1)]).toEqual([told, told]);
  });

  it('may choose the lead of the other school, who then is the one', async () => {
    const trust = await people.trust('Alder', 'Birch');
    const posts = [
      { school: 0, fte: 0.6 },
      { school: 1, fte: 0.4, isPrimary: false },
    ];
    const { id: personId } = await people.hire(trust, { posts });
    const { id: managerId } = await people.hire(trust);
    const { id: elsewhere } = await people.hire(trust, { posts: [{ school: 1 }] });
    await people.manage(trust, managerId, [personId]);
    await people.db.as(trust.central, () =>
      people.db.rows('INSERT INTO willing_colleague (trust_id, person_id) VALUES ($1, $2)', [
        ...[trust.id, elsewhere],
      ]),
    );
    const talks = new TestConversations(people, trust);
    const person = talker(trust, personId);

    const asked = await talks.arrange(person, { leadId: elsewhere });
    expect(asked).toMatchObject({ state: 'ASKED', chosen: true });
    expect(await talks.arrange(person)).toMatchObject({ __typename: 'ConversationOpen' });
  });
});
