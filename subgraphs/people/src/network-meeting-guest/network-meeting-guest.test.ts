import { describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { teamOf, TestAlliances } from '../alliance/testing.ts';
import { TestOutputs } from '../network-outputs.testing.ts';
import { fellow, keeper } from '../networks.testing.ts';
import { endsOfSharing, TestSharedNetworks } from '../shared-networks.testing.ts';
import { testPeople, type TestTrust } from '../testing.ts';

const people = testPeople();
const outputs = new TestOutputs(people);
const alliances = new TestAlliances(people);
const shared = new TestSharedNetworks(people);

const meeting = '... on NetworkMeeting { id version }';
const guest = '... on NetworkMeetingGuest { id workEmail }';
const changes: Readonly<Record<string, readonly [input: string, fields: string]>> = {
  arrangeNetworkMeeting: ['ArrangeNetworkMeetingInput', meeting],
  cancelNetworkMeeting: ['CancelNetworkMeetingInput', meeting],
  answerNetworkMeeting: ['AnswerNetworkMeetingInput', meeting],
  inviteToNetworkMeeting: ['InviteToNetworkMeetingInput', guest],
  withdrawNetworkMeetingGuest: ['NetworkMeetingGuestInput', guest],
};
function textOf(mutation: string): string {
  const [type, fields] = changes[mutation] ?? ['', ''];
  return `mutation ($input: ${type}!) { done: ${mutation}(input: $input) { __typename ${fields} } }`;
}

interface Told {
  readonly __typename: string;
  readonly id: string;
}
const change = async (viewer: Viewer, mutation: string, input: object) =>
  (await people.data<{ done: Told }>(viewer, textOf(mutation), { input })).done;
const codes = (viewer: Viewer, mutation: string, input: object) =>
  people.codes(viewer, textOf(mutation), { input });

const hours = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString();
const arrange = (lead: Viewer, networkId: string) =>
  change(lead, 'arrangeNetworkMeeting', {
    ...{ networkId, title: 'Boilers', startsAt: hours(24), endsAt: hours(25) },
    ...{ place: 'The link', agenda: 'Safety.' },
  });

const own = `{ viewer { networkMeetings { title place calendarFile
  attendance { person { name } } guests { workEmail person { id } } } } }`;
const meetingsOf = async (viewer: Viewer) =>
  (await people.data<{ viewer: { networkMeetings: { title: string }[] } }>(viewer, own)).viewer
    .networkMeetings;
const rowsOf = (viewer: Viewer, sql: string) =>
  people.db.as(viewer, () => people.db.rows<Record<string, unknown>>(sql));

/** A network by invitation that Ada leads and that meets, and Dan who is not in it. */
async function begin() {
  const trust = await people.trust('Alder');
  const network = await outputs.network(trust);
  const { networkId, lead } = network;
  await people.db.as(trust.central, () =>
    people.db.rows("UPDATE network SET joining = 'INVITED' WHERE id = $1", [networkId]),
  );
  const meeting = await arrange(lead, networkId);
  return { trust, ...network, meeting };
}

/** Somebody of an allied trust with a work e-mail. */
async function anAlly(trust: TestTrust) {
  const theirs = await people.trust('Birch');
  const allianceId = await alliances.between(trust, theirs);
  const workEmail = `bea.${theirs.uid}@birch.example`;
  const { id } = await people.hire(theirs, { workEmail });
  const { id: otherId } = await people.hire(theirs);
  const [ally, other] = [fellow(theirs, id), fellow(theirs, otherId)];
  return { theirs, allianceId, workEmail, ally, other };
}

describe('a colleague who is invited to a meeting', () => {
  it('sees it with its calendar file, is told of it, and sees nothing else', async () => {
    const { networkId, bob, lead, outsider, outsiderId, meeting } = await begin();
    await arrange(lead, networkId);
    await outputs.write(bob, networkId);
    const read = `query ($id: ID!) { network(id: $id) { meetings { totalCount }
      outputs { totalCount } questions { totalCount } members { totalCount } } }`;
    expect(await meetingsOf(outsider)).toEqual([]);
    const invitation = { meetingId: meeting.id, personId: outsiderId };
    const guest = await change(lead, 'inviteToNetworkMeeting', invitation);
    expect(await change(lead, 'inviteToNetworkMeeting', invitation)).toEqual(guest);

    expect(await meetingsOf(outsider)).toEqual([
      {
        ...{ title: 'Boilers', place: 'The link', attendance: [] },
        calendarFile: expect.stringContaining(`UID:${meeting.id}@trellis`),
        guests: [{ workEmail: null, person: { id: outsiderId } }],
      },
    ]);
    expect(await people.data(outsider, read, { id: networkId })).toEqual({
      network: {
        ...{ meetings: { totalCount: 1 }, outputs: { totalCount: 0 } },
        ...{ questions: { totalCount: 0 }, members: { totalCount: 0 } },
      },
    });
    const notices = '{ viewer { notices { edges { node { kind title } } } } }';
    expect(await people.data(outsider, notices)).toEqual({
      viewer: {
        notices: {
          edges: [
            {
              node: {
                ...{ kind: 'NETWORK_MEETING_INVITATION' },
                title: 'You are invited to a meeting: Boilers',
              },
            },
          ],
        },
      },
    });
  });

  it('answers as members do, until the invitation is taken back', async () => {
    const { lead, outsider, outsiderId, bob, meeting } = await begin();
    const coming = { id: meeting.id, answer: 'COMING' };
    // To whoever is not invited it is not there.
    expect(await codes(outsider, 'answerNetworkMeeting', coming)).toEqual(['NOT_FOUND']);
    const invitation = { meetingId: meeting.id, personId: outsiderId };
    const { id } = await change(lead, 'inviteToNetworkMeeting', invitation);
    expect(await change(outsider, 'answerNetworkMeeting', coming)).toMatchObject({
      __typename: 'NetworkMeeting',
    });
    expect(await meetingsOf(bob)).toMatchObject([{ guests: [{ person: null }] }]);
    for (const who of [bob, outsider]) {
      expect(await codes(who, 'withdrawNetworkMeetingGuest', { id })).toEqual(['FORBIDDEN']);
    }
    await change(lead, 'withdrawNetworkMeetingGuest', { id });

    expect(await meetingsOf(outsider)).toEqual([]);
    expect(await codes(outsider, 'answerNetworkMeeting', coming)).toEqual(['NOT_FOUND']);
    expect(await rowsOf(outsider, 'SELECT id FROM network_meeting')).toEqual([]);
  });

  it('is invited by who leads or looks after networks, once, to what is to come', async () => {
    const { trust, ids, bob, lead, outsiderId, meeting } = await begin();
    const invitation = { meetingId: meeting.id, personId: outsiderId };
    expect(await codes(bob, 'inviteToNetworkMeeting', invitation)).toEqual(['FORBIDDEN']);
    const stranger = (await outputs.network(await people.trust())).lead;
    expect(await codes(stranger, 'inviteToNetworkMeeting', invitation)).toEqual(['NOT_FOUND']);
    for (const wrong of [
      { meetingId: meeting.id },
      { ...invitation, workEmail: 'a@b.example' },
      { meetingId: meeting.id, allianceId: newId() },
      { meetingId: meeting.id, allianceId: newId(), workEmail: 'nobody' },
    ]) {
      expect(await codes(lead, 'inviteToNetworkMeeting', wrong)).toEqual(['BAD_USER_INPUT']);
    }
    const unknown = { ...invitation, personId: stranger.personId };
    expect(await codes(lead, 'inviteToNetworkMeeting', unknown)).toEqual(['NOT_FOUND']);
    const member = { ...invitation, personId: ids[1] };
    expect(await change(lead, 'inviteToNetworkMeeting', member)).toMatchObject({
      __typename: 'AlreadyAMember',
    });
    await change(keeper(trust), 'cancelNetworkMeeting', { id: meeting.id, version: 1 });
    expect(await change(lead, 'inviteToNetworkMeeting', invitation)).toMatchObject({
      __typename: 'MeetingPast',
    });
  });
});

describe('an ally who is invited to a meeting', () => {
  it('sees it with its calendar file and nothing else, until the alliance ends', async () => {
    const { trust, bob, networkId, lead, meeting } = await begin();
    const { theirs, allianceId, workEmail, ally, other } = await anAlly(trust);
    await outputs.write(bob, networkId, { audience: 'TRUST' });
    await change(lead, 'inviteToNetworkMeeting', {
      ...{ meetingId: meeting.id, allianceId, workEmail: ` ${workEmail.toUpperCase()}`.trim() },
    });

    expect(await meetingsOf(ally)).toMatchObject([
      {
        ...{ title: 'Boilers', place: 'The link', attendance: [], guests: [] },
        calendarFile: expect.stringContaining('BEGIN:VCALENDAR'),
      },
    ]);
    expect(await meetingsOf(bob)).toMatchObject([{ guests: [{ workEmail, person: null }] }]);
    for (const table of ['network', 'network_output', 'network_card', 'network_membership']) {
      const foreign = `SELECT trust_id FROM ${table} WHERE trust_id <> '${theirs.id}'`;
      expect(await rowsOf(ally, foreign)).toEqual([]);
    }
    for (const who of [other, teamOf(theirs)]) {
      expect(await rowsOf(who, 'SELECT id FROM network_meeting')).toEqual([]);
      expect(await rowsOf(who, 'SELECT id FROM network_meeting_guest')).toEqual([]);
    }
    await alliances.end(theirs, allianceId);
    expect(await meetingsOf(ally)).toEqual([]);
    expect(await rowsOf(ally, 'SELECT id FROM network_meeting')).toEqual([]);
  });

  it('may be nobody: whether somebody has an address is not told', async () => {
    const { trust, lead, meeting } = await begin();
    const { theirs, allianceId } = await anAlly(trust);
    const invitation = { meetingId: meeting.id, allianceId, workEmail: 'nobody@birch.example' };
    expect(await change(lead, 'inviteToNetworkMeeting', invitation)).toMatchObject({
      ...{ __typename: 'NetworkMeetingGuest', workEmail: 'nobody@birch.example' },
    });
    await alliances.end(theirs, allianceId);

    expect(await change(lead, 'inviteToNetworkMeeting', invitation)).toMatchObject({
      __typename: 'AllianceDoesNotStand',
    });
  });
});

describe('guests of a shared network', () => {
  it.each(endsOfSharing)('see its meetings until the end of %s', async (what) => {
    const all = await shared.begin();
    const { networkId, lead, guest, other } = all;
    await arrange(lead, networkId);
    const list = '{ sharedNetworks { meetings { edges { node { title calendarFile } } } } }';

    expect(await people.data(guest, list)).toMatchObject({
      sharedNetworks: [{ meetings: { edges: [{ node: { title: 'Boilers' } }] } }],
    });
    expect(await meetingsOf(guest)).toMatchObject([{ title: 'Boilers' }]);
    expect(await people.data(other, list)).toEqual({
      sharedNetworks: [{ meetings: { edges: [] } }],
    });
    await shared.end(what, all);
    expect(await meetingsOf(guest)).toEqual([]);
    expect(await rowsOf(guest, 'SELECT id FROM network_meeting')).toEqual([]);
  });
});
