import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { wellKnown } from '@trellis/demonstration/well-known';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import { findings, GraphWalk, type KnownIds } from '@trellis/subgraph-kit/testing/graph-walk';
import { z } from 'zod';
import { projectFolder } from './folder.ts';
import { StartedStack } from './testing/started-stack.ts';

const { people, hubSchoolId, mathsNetworkId, trustId } = wellKnown;
/** What bears what is said and hoped for, and whoever it is of. */
const graph = new GraphWalk(
  readFileSync(join(projectFolder, 'gateway/supergraph.graphql'), 'utf8'),
  ['Viewer', 'Person', 'CareerConversation', 'ConversationNote', 'AgreedAction', 'Aspiration'],
  ['Cv.pdf'], // what `Cv.html` says, printed
);
let stack: StartedStack;
let known: KnownIds;

/** What the demonstration teacher wrote, with their line manager and by themselves. */
const ofTeacher = {
  AGENDA: 'Year 7, and time for planning.',
  SHARED: 'Stays, and goes deeper into year 7.',
  OWN_NOTE: 'Ask about four days next time.',
  ACTION: 'Bring a question to the network',
  HOPE_FOR_MANAGER: 'To teach year 7 well, and know why it works.',
  HOPE_FOR_ALL: 'To plan with teachers of other schools.',
  HOPE_FOR_NOBODY: 'Four days a week, some day.',
};
/** What the caretaker and the colleague whom he chose write. */
const ofSite = {
  CHOSEN_AGENDA: 'zq agenda of the two qz',
  CHOSEN_SHARED: 'zq notes of the two qz',
  CHOSEN_OWN: 'zq what he thinks qz',
  CHOSEN_LEADS: 'zq what she thinks qz',
  CHOSEN_ACTION: 'zq what he will do qz',
};
const texts = new Map(
  Object.entries({
    ...{ ...ofTeacher, ...ofSite },
    HOPE_FOR_TEAM: 'To qualify as a teacher while I work.',
    SITES_HOPE: 'To know building safety inside out.',
  }),
);

const moved = z.object({ id: z.string(), version: z.number() });

async function change(user: string, type: string, mutation: string, input: object) {
  const made = mutation === 'agreeAction' ? 'AgreedAction' : 'CareerConversation';
  const query = `mutation ($input: ${type}!) { done: ${mutation}(input: $input) {
    ... on ${made} { id version } } }`;
  const { data, errors } = await stack.ask(query, user, { input });
  expect(errors).toBeUndefined();
  return moved.parse(data?.['done']);
}

/** Plants what is not there yet, and finds ids of everything that is asked for by id. */
async function plant(): Promise<KnownIds> {
  const today = londonDay();
  const arranged = await change('site', 'ArrangeConversationInput', 'arrangeConversation', {
    ...{ leadId: people.panel, plannedOn: today },
  });
  const { id: conversationId } = arranged;
  const willing = { ...arranged, willing: true };
  const yes = await change('panel', 'AnswerConversationInput', 'answerConversation', willing);
  const held = { ...yes, heldOn: today };
  await change('panel', 'RecordConversationInput', 'recordConversation', held);
  for (const [user, kind, text] of [
    ['site', 'AGENDA', ofSite.CHOSEN_AGENDA],
    ['site', 'SHARED', ofSite.CHOSEN_SHARED],
    ['site', 'PRIVATE', ofSite.CHOSEN_OWN],
    ['panel', 'PRIVATE', ofSite.CHOSEN_LEADS],
  ] as const) {
    const note = { conversationId, kind, text, version: 0 };
    await change(user, 'WriteConversationNoteInput', 'writeConversationNote', note);
  }
  const { id: action } = await change('site', 'AgreeActionInput', 'agreeAction', {
    ...{ conversationId, text: ofSite.CHOSEN_ACTION, owner: 'PERSON', dueOn: today },
  });
  const { data } = await stack.ask(
    `{ viewer { conversations(first: 1) { edges { node { id } } } }
       opportunities(first: 2) { edges { node { id } } } }`,
    'teacher',
  );
  const [teachers = '', ...opportunities] = idsIn(data);
  return {
    Person: [people.site, people.teacher, people.ta],
    CareerConversation: [conversationId, teachers],
    AgreedAction: [action],
    ...{ School: [hubSchoolId], Network: [mathsNetworkId], Trust: [trustId] },
    Opportunity: opportunities,
  };
}

const idsIn = (answer: unknown) =>
  [...JSON.stringify(answer).matchAll(/"id":"([^"]+)"/g)].map(([, id = '']) => id);

const atNote = (...names: string[]) => names.map((name) => `${name} ConversationNote.text`);
const atHope = (...names: string[]) => names.map((name) => `${name} Aspiration.text`);
const atAction = (...names: string[]) => names.map((name) => `${name} AgreedAction.text`);

const chosen = [...atNote('CHOSEN_AGENDA', 'CHOSEN_SHARED'), ...atAction('CHOSEN_ACTION')];
const teachers = [...atNote('AGENDA', 'SHARED'), ...atAction('ACTION')];

/**
 * What each role of the domain may reach by any path of the composed graph, reviewed by hand. A new line
 * is a decision: see docs/decisions/0076-a-conversation-is-between-two.md.
 */
const reviewed: Readonly<Record<string, readonly string[]>> = {
  // The two of the one conversation, and the two of the other.
  site: [...chosen, ...atNote('CHOSEN_OWN'), ...atHope('SITES_HOPE')],
  panel: [...chosen, ...atNote('CHOSEN_LEADS')],
  teacher: [
    ...[...teachers, ...atNote('OWN_NOTE')],
    ...atHope('HOPE_FOR_MANAGER', 'HOPE_FOR_ALL', 'HOPE_FOR_NOBODY'),
  ],
  manager: [...teachers, ...atHope('HOPE_FOR_MANAGER', 'HOPE_FOR_ALL')],
  // Everybody else: no note, no action, and hopes as far as they are shared with those who see whose.
  ta: atHope('HOPE_FOR_TEAM'), // her own
  leaver: [],
  head: atHope('HOPE_FOR_ALL'),
  central: atHope('HOPE_FOR_ALL', 'HOPE_FOR_TEAM'),
  finance: atHope('HOPE_FOR_ALL'),
  analyst: [],
  mis: [],
  'other-central': [],
};

/** What one is told who may not, or asks for what is not there: nothing was hidden by a limit. */
const harmless = ['FORBIDDEN', 'NOT_FOUND', 'BAD_USER_INPUT'];

beforeAll(async () => {
  stack = await StartedStack.create();
  await stack.start();
  known = await plant();
}, 180_000);

afterAll(async () => {
  await stack.stop();
  stack.remove();
}, 60_000);

const answerShape = z.object({
  data: z.unknown(),
  errors: z.array(z.object({ extensions: z.object({ code: z.string() }) })).default([]),
});

describe('what can be reached of conversations and hopes, by every path of the composed graph', () => {
  it.each(Object.keys(reviewed))(
    'by %s is what was reviewed',
    async (user) => {
      const headers = {
        authorization: `Bearer ${await stack.token(user)}`,
        'content-type': 'application/json',
      };
      const found = new Set<string>();
      const refused = new Set<string>();
      for (const { about, query, ids } of graph.walks(known).walks) {
        for (const id of ids) {
          const body = JSON.stringify({ query, variables: id === null ? {} : { id } });
          const url = `http://localhost:${String(stack.port)}/graphql`;
          const answer = await fetch(url, { method: 'POST', headers, body });
          const { data, errors } = answerShape.parse(await answer.json());
          for (const { extensions } of errors) {
            if (!harmless.includes(extensions.code)) refused.add(`${about} ${extensions.code}`);
          }
          for (const each of findings([data, errors], texts)) found.add(each);
        }
      }

      expect([...refused]).toEqual([]);
      expect([...found].toSorted()).toEqual([...(reviewed[user] ?? [])].toSorted());
    },
    240_000,
  );

  it('goes down every path but those that ask for what their reader alone knows', () => {
    const { walks, unasked } = graph.walks(known);

    expect(walks.length).toBeGreaterThan(250);
    expect(unasked).toEqual([]);
  });
});
