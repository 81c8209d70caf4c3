import { beforeAll, describe, expect, it } from '@jest/globals';
import { aViewer } from '@trellis/subgraph-kit/testing/test-viewer';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { rightsFrom, type RoleName } from '../access/role.scopes.ts';
import { foundBy, type Walk, walks } from '../conversation/schema-walk.testing.ts';
import { TestOutputs } from '../network-outputs.testing.ts';
import { TestQuestions } from '../network-questions.testing.ts';
import { TestSharedNetworks } from '../shared-networks.testing.ts';
import { testPeople, type TestTrust } from '../testing.ts';

const people = testPeople();

/** What is written in a network, each found by its text wherever it comes up. */
const texts = new Map(
  [
    ...['DRAFT', 'DRAFT_ONCE', 'FOR_NETWORK', 'FOR_NETWORK_ONCE', 'FOR_TRUST', 'WITHDRAWN'],
    ...['OPEN_MEETING', 'INVITED_MEETING'],
    ...['QUESTION', 'ANSWER', 'HIDDEN', 'TAKEN_BACK', 'GUESTS_QUESTION', 'GUESTS_ANSWER'],
  ].map((name) => [name, `zq ${name.toLowerCase()} qz`]),
);
const guestsAddress = 'zq.guest.qz@birch.example';
texts.set('GUESTS_ADDRESS', guestsAddress);
const textOf = (name: string) => texts.get(name) ?? '';

interface Planted {
  readonly ids: readonly string[];
  readonly viewers: Readonly<Record<string, Viewer>>;
}

const staff = ({ id: trustId }: TestTrust, personId: string | null, ...roles: RoleName[]) => {
  const { scopes, allSchools: allPlaces } = rightsFrom(roles, true);
  return aViewer({ trustId, personId, scopes, allPlaces });
};

/** A network with an author, an asker and a lead, shared with an allied trust where one is a guest. */
async function plant(): Promise<Planted> {
  const shared = await new TestSharedNetworks(people).begin();
  const { ours, theirs, networkId, ids, lead, bob, cleo, guest, other, outsiderId } = shared;
  const [outputs, questions] = [new TestOutputs(people), new TestQuestions(people)];
  const write = (name: string, audience: string) =>
    outputs.write(bob, networkId, { audience, text: textOf(name) });
  const draft = await write('DRAFT_ONCE', 'AUTHORS');
  await outputs.revise(bob, draft, { text: textOf('DRAFT') });
  const inner = await write('FOR_NETWORK_ONCE', 'NETWORK');
  await outputs.revise(bob, inner, { text: textOf('FOR_NETWORK') });
  const trusts = await write('FOR_TRUST', 'TRUST');
  const old = await write('WITHDRAWN', 'TRUST');
  await outputs.do(bob, 'withdrawNetworkOutput', { id: old.id, reason: 'x' });
  const question = await questions.ask(cleo, networkId, { text: textOf('QUESTION') });
  await questions.answer(bob, question, textOf('ANSWER'));
  await questions.answer(guest, question, textOf('GUESTS_ANSWER'));
  const hidden = await questions.answer(bob, question, textOf('HIDDEN'));
  await questions.do(lead, 'hideNetworkAnswer', { id: hidden.id, reason: 'x' });
  const taken = await questions.ask(cleo, networkId, { text: textOf('TAKEN_BACK') });
  await questions.do(cleo, 'withdrawNetworkQuestion', { id: taken.id });
  const guests = await questions.ask(guest, networkId, { text: textOf('GUESTS_QUESTION') });
  const invited = await plantMeetings(shared);
  const stranger = await people.trust();
  const { id: strangerId } = await people.hire(stranger);
  const mis = { trustId: ours.id, personId: null, placeIds: ours.schools.map(({ id }) => id) };
  const written = [draft, inner, trusts, old, question, taken, guests].map(({ id }) => id);
  return {
    ids: [networkId, invited.networkId, ids[1], ...written],
    viewers: {
      AUTHOR: staff(ours, ids[1]),
      ASKER: staff(ours, ids[2]),
      NETWORK_LEAD: staff(ours, ids[0]),
      GUEST: staff(theirs, guest.personId),
      MEETING_GUEST: staff(ours, invited.colleagueId),
      MEETING_ALLY: staff(theirs, invited.allyId),
      ALLIED_STAFF: staff(theirs, other.personId),
      ALLIED_PEOPLE_TEAM: staff(theirs, other.personId, 'PEOPLE_TEAM'),
      OTHER_STAFF: staff(ours, outsiderId),
      HEAD: staff(ours, outsiderId, 'HEAD'),
      PEOPLE_TEAM: staff(ours, outsiderId, 'PEOPLE_TEAM'),
      ANALYST: staff(ours, outsiderId, 'ANALYST'),
      MIS: aViewer({ ...mis, scopes: ['staff:read', 'staff:write', 'leave:read'] }),
      ANOTHER_TRUST: staff(stranger, strangerId, 'PEOPLE_TEAM'),
    },
  };
}

/** One of the network, which is open, and one of a network by invitation, each side’s guest invited. */
async function plantMeetings({
  ours,
  theirs,
  networkId,
  ids,
  lead,
  allianceId,
}: Awaited<ReturnType<TestSharedNetworks['begin']>>) {
  const { id: colleagueId } = await people.hire(ours);
  const workEmail = guestsAddress;
  const { id: allyId } = await people.hire(theirs, { workEmail });
  const { id: inner } = await people.network(ours, [ids[0]], { name: 'Inner' });
  await people.db.as(ours.central, async () => {
    await people.db.rows("UPDATE network SET joining = 'INVITED' WHERE id = $1", [inner]);
  });
  const arrange = async (id: string, name: string) => {
    const hours = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString();
    const times = { startsAt: hours(24), endsAt: hours(25) };
    const input = { networkId: id, title: 'x', place: '', agenda: textOf(name), ...times };
    const { done } = await people.data<{ done: { id: string } }>(
      lead,
      `mutation ($input: ArrangeNetworkMeetingInput!) {
        done: arrangeNetworkMeeting(input: $input) { ... on NetworkMeeting { id } } }`,
      { input },
    );
    return done.id;
  };
  await arrange(networkId, 'OPEN_MEETING');
  const meetingId = await arrange(inner, 'INVITED_MEETING');
  const invite = `mutation ($input: InviteToNetworkMeetingInput!) {
    inviteToNetworkMeeting(input: $input) { __typename } }`;
  for (const whom of [{ personId: colleagueId }, { allianceId, workEmail }]) {
    await people.data(lead, invite, { input: { meetingId, ...whom } });
  }
  return { networkId: inner, colleagueId, allyId };
}

const output = (...names: string[]) =>
  names.flatMap((name) => [`${name} NetworkOutput.text`, `${name} NetworkOutputVersion.text`]);
const once = (...names: string[]) => names.map((name) => `${name} NetworkOutputVersion.text`);
const asked = (...names: string[]) => names.map((name) => `${name} NetworkQuestion.text`);
const answered = (...names: string[]) => names.map((name) => `${name} NetworkAnswer.text`);

const meets = (...names: string[]) =>
  names.flatMap((name) => [`${name} NetworkMeeting.agenda`, `${name} NetworkMeeting.calendarFile`]);

const openMeeting = meets('OPEN_MEETING');
const invitedMeeting = meets('INVITED_MEETING');
const address = ['GUESTS_ADDRESS NetworkMeetingGuest.workEmail'];

const ofMembers = [
  ...openMeeting,
  ...output('FOR_NETWORK', 'FOR_TRUST'),
  ...[...asked('QUESTION', 'GUESTS_QUESTION'), ...answered('ANSWER', 'GUESTS_ANSWER')],
];
const sinceShown = once('FOR_NETWORK_ONCE');
/** Reached by its id alone: lists leave it out unless asked for. */
const withdrawn = output('WITHDRAWN');

/**
 * What each may reach by any path, reviewed by hand. A new line here is a decision: see
 * docs/decisions/0057-what-a-network-writes-is-its-members.md.
 */
const reviewed: Readonly<Record<string, readonly string[]>> = {
  AUTHOR: [
    ...[...ofMembers, ...sinceShown, ...withdrawn, ...output('DRAFT'), ...once('DRAFT_ONCE')],
    ...answered('HIDDEN'),
  ],
  ASKER: [...ofMembers, ...sinceShown, ...withdrawn, ...asked('TAKEN_BACK')],
  NETWORK_LEAD: [
    ...invitedMeeting,
    ...address,
    ...ofMembers,
    ...sinceShown,
    ...withdrawn,
    ...answered('HIDDEN'),
  ],
  GUEST: ofMembers,
  MEETING_GUEST: [...output('FOR_TRUST'), ...openMeeting, ...invitedMeeting],
  // Their own address is in their own record.
  MEETING_ALLY: [
    ...invitedMeeting,
    ...['Person.workEmail', 'Cv.html', 'Cv.jsonResume'].map((place) => `GUESTS_ADDRESS ${place}`),
  ],
  ALLIED_STAFF: [],
  ALLIED_PEOPLE_TEAM: ['GUESTS_ADDRESS Person.workEmail'],
  OTHER_STAFF: [...output('FOR_TRUST'), ...openMeeting],
  HEAD: [...output('FOR_TRUST'), ...openMeeting],
  // Also takes back what the whole trust could read, and invites to meetings.
  PEOPLE_TEAM: [
    ...[...output('FOR_TRUST'), ...withdrawn],
    ...[...openMeeting, ...invitedMeeting, ...address],
  ],
  ANALYST: [],
  MIS: openMeeting,
  ANOTHER_TRUST: [],
};

describe('what can be reached of what networks write, by every path of the schema', () => {
  let planted: Planted;
  beforeAll(async () => {
    planted = await plant();
  });

  it.each(Object.keys(reviewed))('by %s is what was reviewed', async (role) => {
    const viewer = planted.viewers[role];
    if (!viewer) throw new Error(`there is no ${role}`);
    const ask = (query: string, variables: Walk['variables']) =>
      people.served.ask(viewer, query, variables);
    const found = await foundBy(ask, walks(planted.ids), texts);

    expect(found).toEqual([...(reviewed[role] ?? [])].toSorted());
  });
});
