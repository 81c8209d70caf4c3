import { isoDay } from './calendar.ts';
import type {
  ActionRecord,
  AspirationRecord,
  ConversationRecord,
  ConversationRecords,
  NoteRecord,
} from './conversation-records.ts';
import type { ConversationSetting } from './conversations.ts';
import type { Random } from './random.ts';
import type { UserName } from './records.ts';
import type { TrustSetting } from './trust-setting.ts';

type Hope = Omit<AspirationRecord, 'personId'>;

const hope = (
  kind: string,
  horizon: string,
  text: string,
  ...sharedWith: readonly string[]
): Hope => ({ kind, horizon, text, sharedWith });

const hopesOfUsers: Readonly<Partial<Record<UserName, readonly Hope[]>>> = {
  teacher: [
    hope('STAY_AND_DEEPEN', 'THIS_YEAR', 'To teach year 7 well, and know why it works.', 'MANAGER'),
    hope('WORK_ACROSS_SCHOOLS', 'TWO_YEARS', 'To plan with teachers of other schools.', 'TRUST'),
    hope('CHANGE_HOURS', 'LATER', 'Four days a week, some day.'),
  ],
  ta: [
    hope('STUDY', 'TWO_YEARS', 'To qualify as a teacher while I work.', 'MANAGER', 'PEOPLE_TEAM'),
  ],
  site: [hope('SPECIALISE', 'THIS_YEAR', 'To know building safety inside out.')],
  manager: [hope('NOT_SURE', 'LATER', '')],
};

const hopesOfOthers: readonly Hope[] = [
  hope('STAY_AND_DEEPEN', 'LATER', 'To be good at what I do, here.', 'MANAGER', 'TRUST'),
  hope('SPECIALISE', 'TWO_YEARS', 'To help other schools with what I know.', 'PEOPLE_TEAM'),
  hope('LEAD', 'TWO_YEARS', 'To lead a team.', 'MANAGER', 'PEOPLE_TEAM'),
  hope('CHANGE_SCHOOL', 'THIS_YEAR', 'To see how a primary school works.', 'TRUST'),
  hope('CHANGE_ROLE', 'LATER', 'Something with more planning.'),
];

const others = 24;
const withActions = 10;

/** What a few people hope for, wrote down and agreed. */
export function contentsOf(
  { employees, today }: TrustSetting,
  { networks, opportunities }: ConversationSetting,
  conversations: readonly ConversationRecord[],
  random: Random,
): Pick<ConversationRecords, 'aspirations' | 'notes' | 'actions'> {
  const ofUsers = employees.flatMap(({ user, person }) =>
    (user ? (hopesOfUsers[user] ?? []) : []).map((each) => ({ ...each, personId: person.id })),
  );
  const held = conversations.filter(({ state }) => state === 'HELD');
  const users = new Map(employees.flatMap(({ user, person }) => (user ? [[person.id, user]] : [])));
  const talk = held.find(({ personId }) => users.get(personId) === 'teacher');
  const ofOthers = held
    .filter(({ personId }) => !users.has(personId))
    .slice(0, others)
    .map(({ personId }) => ({ ...random.pick(hopesOfOthers), personId }));
  const dueOn = isoDay(today + 60);
  const actions = held
    .filter((one) => one !== talk)
    .slice(0, withActions)
    .map(({ id, personId }): ActionRecord => {
      const network = random.pick(networks).record;
      const opportunity = random.pick(opportunities);
      const [text, about] = random.pick([
        ['Go to the next meeting', { type: 'NETWORK' as const, id: network.id }],
        ['Look at it together', { type: 'OPPORTUNITY' as const, id: opportunity.id }],
        ['Ask the school next door for a morning', null],
      ] as const);
      return { conversationId: id, personId, owner: 'PERSON', text, dueOn, about };
    });
  if (!talk) return { aspirations: [...ofUsers, ...ofOthers], notes: [], actions };
  return {
    aspirations: [...ofUsers, ...ofOthers],
    notes: notesOf(talk),
    actions: [...actionsOf(talk, networks[0]?.record.id, dueOn), ...actions],
  };
}

function notesOf({ id: conversationId, personId }: ConversationRecord): NoteRecord[] {
  return [
    { conversationId, personId, kind: 'AGENDA', text: 'Year 7, and time for planning.' },
    { conversationId, personId, kind: 'SHARED', text: 'Stays, and goes deeper into year 7.' },
    { conversationId, personId, kind: 'PRIVATE', text: 'Ask about four days next time.' },
  ];
}

function actionsOf(
  { id: conversationId, personId }: ConversationRecord,
  networkId: string | undefined,
  dueOn: string,
): ActionRecord[] {
  const about = networkId === undefined ? null : { type: 'NETWORK' as const, id: networkId };
  const base = { conversationId, personId, dueOn };
  return [
    { ...base, owner: 'PERSON', text: 'Bring a question to the network', about },
    { ...base, owner: 'LEAD', text: 'Find an hour a fortnight for planning', about: null },
  ];
}
