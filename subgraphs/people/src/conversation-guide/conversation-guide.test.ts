import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import '@trellis/subgraph-kit/refusal';
import { StaffGroup } from '../assignment/assignment.types.ts';
import { TestConversations } from '../conversation/testing.ts';
import { ConversationSituation } from '../conversation/conversation.types.ts';
import { testPeople } from '../testing.ts';
import { guideFor, guideVersion } from './conversation-guide.ts';

const people = testPeople();

const every = Object.values(ConversationSituation).flatMap((situation) =>
  [null, ...Object.values(StaffGroup)].map((group) => guideFor(situation, group)),
);

/** Of each version of the texts. A new text is a new version: add a line, never change one. */
const fingerprints = ['22b6a7d72a4ea36a'];

describe('a conversation guide', () => {
  it('can be held on Monday, in every situation and by every staff group', () => {
    expect(every).toHaveLength(54);
    for (const { staffGroup, questions, possibilities, ...guide } of every) {
      expect(questions.length).toBeGreaterThanOrEqual(staffGroup === null ? 6 : 10);
      expect(possibilities.length >= 4).toBe(staffGroup !== null);
      expect(guide.minutes).toBeGreaterThanOrEqual(30);
      expect(guide.minutes).toBeLessThanOrEqual(60);
      expect(guide.title.length).toBeLessThanOrEqual(80);
      for (const texts of [guide.before, guide.avoid, guide.closing]) {
        expect(texts.length).toBeGreaterThanOrEqual(2);
      }
    }
  });

  it('asks open questions, and none about health, family, age or faith', () => {
    const questions = every.flatMap(({ questions: asked }) =>
      asked.map(({ question }) => question),
    );
    for (const question of new Set(questions)) {
      expect(question).toMatch(/\?/);
      expect(question).not.toMatch(
        /pregnan|child(care|ren)?\b|disab|illness|how old|religio|married/i,
      );
    }
  });

  it('has one version more whenever a text changes', () => {
    const withoutVersion = (name: string, value: unknown) => (name === 'version' ? null : value);
    const texts = JSON.stringify(every, withoutVersion);
    const print = createHash('sha256').update(texts).digest('hex').slice(0, 16);

    expect(fingerprints.at(-1)).toBe(print);
    expect(guideVersion).toBe(fingerprints.length);
  });

  it('fits the situation and the main post of whose conversation it is', async () => {
    const trust = await people.trust();
    const talks = new TestConversations(people, trust);
    const { person, managerId } = await talks.pair();
    const { id } = await people.hire(trust, {
      posts: [{ roles: ['MIDS'], isPrimary: false }, { roles: ['TASS'] }],
    });
    await people.manage(trust, managerId, [id]);
    const manager = {
      ...person,
      personId: managerId,
      actor: { kind: 'PERSON', id: managerId },
    } as const;
    const talk = await talks.arrange(manager, { personId: id, situation: 'WANTS_DEPTH' });
    const query = `query ($id: ID!) { careerConversation(id: $id) { guide { situation staffGroup } } }`;

    expect(await people.data(manager, query, { id: talk.id })).toEqual({
      careerConversation: { guide: { situation: 'WANTS_DEPTH', staffGroup: 'TEACHING_ASSISTANT' } },
    });
    const shelf = `{ conversationGuide(staffGroup: AUXILIARY) { situation questions { isOfStaffGroup } } }`;
    expect(await people.data(person, shelf)).toMatchObject({
      conversationGuide: { situation: 'ANY' },
    });
  });
});
