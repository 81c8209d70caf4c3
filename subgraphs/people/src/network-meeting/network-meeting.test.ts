import { describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { fellow } from '../networks.testing.ts';
import { testPeople, type TestTrust } from '../testing.ts';

const people = testPeople();

const types: Readonly<Record<string, string>> = {
  arrangeNetworkMeeting: 'ArrangeNetworkMeetingInput',
  cancelNetworkMeeting: 'CancelNetworkMeetingInput',
  answerNetworkMeeting: 'AnswerNetworkMeetingInput',
  recordNetworkAttendance: 'RecordNetworkAttendanceInput',
};
const textOf = (mutation: string) => `mutation ($input: ${types[mutation] ?? ''}!) {
  done: ${mutation}(input: $input) { __typename ... on NetworkMeeting { id version isCancelled } } }`;

interface Told {
  readonly __typename: string;
  readonly id: string;
  readonly version: number;
}

const change = async (viewer: Viewer, mutation: string, input: object) =>
  (await people.data<{ done: Told }>(viewer, textOf(mutation), { input })).done;
const codes = (viewer: Viewer, mutation: string, input: object) =>
  people.codes(viewer, textOf(mutation), { input });

const hours = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString();
const plan = (networkId: string, told: object = {}) => ({
  ...{ networkId, title: 'Boilers', startsAt: hours(24), endsAt: hours(25) },
  ...{ place: 'Alder', agenda: 'Safety.', ...told },
});

/** A network that Ada leads, to which Bob belongs, and in which Cleo is not. */
async function begin() {
  const trust = await people.trust();
  const hire = async (givenName: string) =>
    (await people.hire(trust, { givenName, familyName: 'Smith' })).id;
  const [ada, bob, cleo] = [await hire('Ada'), await hire('Bob'), await hire('Cleo')];
  const { id: networkId } = await people.network(trust, [ada, bob], {});
  const [lead, member, outsider] = [ada, bob, cleo].map((id) => fellow(trust, id));
  if (!lead || !member || !outsider) throw new Error('there are three');
  return { trust, ada, bob, cleo, lead, member, outsider, networkId };
}

/** Lets a meeting have begun an hour ago. */
async function begun({ id, central }: TestTrust, meetingId: string): Promise<void> {
  await people.db.as(central, () =>
    people.db.rows(
      `UPDATE network_meeting SET starts_at = now() - interval '1 hour', ends_at = now()
        WHERE trust_id = $1 AND id = $2`,
      [id, meetingId],
    ),
  );
}

const read = `query ($id: ID!) { network(id: $id) { meetings { totalCount edges { node { title place
  isCancelled calendarFile attendance { answer attended person { name } } } } } } }`;

describe('a meeting of a network', () => {
  it('is arranged by whoever leads it, and comes with a calendar file', async () => {
    const { lead, member, networkId } = await begin();
    const { id } = await change(lead, 'arrangeNetworkMeeting', plan(networkId));

    expect(await people.data(member, read, { id: networkId })).toMatchObject({
      network: {
        meetings: {
          totalCount: 1,
          edges: [
            {
              node: {
                ...{ title: 'Boilers', place: 'Alder', isCancelled: false, attendance: [] },
                calendarFile: expect.stringContaining(`UID:${id}@trellis\r\nSEQUENCE:0`),
              },
            },
          ],
        },
      },
    });
    const other = plan(networkId);
    expect(await codes(member, 'arrangeNetworkMeeting', other)).toEqual(['FORBIDDEN']);
  });

  it('is cancelled, once, as it was read', async () => {
    const { lead, member, networkId } = await begin();
    const { id, version } = await change(lead, 'arrangeNetworkMeeting', plan(networkId));
    expect(await codes(member, 'cancelNetworkMeeting', { id, version })).toEqual(['FORBIDDEN']);
    expect(await codes(lead, 'cancelNetworkMeeting', { id, version: 9 })).toEqual(['CONFLICT']);

    expect(await change(lead, 'cancelNetworkMeeting', { id, version })).toMatchObject({
      ...{ isCancelled: true, version: 2 },
    });
    expect(await people.data(member, read, { id: networkId })).toMatchObject({
      network: {
        meetings: {
          edges: [{ node: { calendarFile: expect.stringContaining('STATUS:CANCELLED') } }],
        },
      },
    });
  });

  it('has answers of members, and afterwards who was there', async () => {
    const { trust, ada, lead, member, outsider, networkId } = await begin();
    const { id } = await change(lead, 'arrangeNetworkMeeting', plan(networkId));
    const coming = { id, answer: 'COMING' };
    await change(member, 'answerNetworkMeeting', { id, answer: 'NOT_COMING' });
    await change(member, 'answerNetworkMeeting', coming);
    expect(await change(outsider, 'answerNetworkMeeting', coming)).toMatchObject({
      __typename: 'NotInNetwork',
    });
    const there = { id, personIds: [ada, ada] };
    expect(await change(lead, 'recordNetworkAttendance', there)).toMatchObject({
      __typename: 'MeetingNotHeld',
    });
    await begun(trust, id);
    expect(await codes(member, 'recordNetworkAttendance', there)).toEqual(['FORBIDDEN']);
    await change(lead, 'recordNetworkAttendance', there);

    expect(await people.data(lead, read, { id: networkId })).toMatchObject({
      network: {
        meetings: {
          edges: [
            {
              node: {
                attendance: [
                  { answer: null, attended: true, person: { name: 'Ada Smith' } },
                  { answer: 'COMING', attended: false, person: { name: 'Bob Smith' } },
                ],
              },
            },
          ],
        },
      },
    });
    // Who does not belong to it sees that it met, and not who came.
    expect(await people.data(outsider, read, { id: networkId })).toMatchObject({
      network: { meetings: { edges: [{ node: { attendance: [] } }] } },
    });
  });

  it('was attended by members, of a meeting that took place', async () => {
    const { trust, cleo, lead, networkId } = await begin();
    const { id, version } = await change(lead, 'arrangeNetworkMeeting', plan(networkId));
    await begun(trust, id);
    expect(await change(lead, 'recordNetworkAttendance', { id, personIds: [cleo] })).toMatchObject({
      __typename: 'NotInNetwork',
    });
    await change(lead, 'cancelNetworkMeeting', { id, version });
    expect(await change(lead, 'recordNetworkAttendance', { id, personIds: [] })).toMatchObject({
      __typename: 'MeetingNotHeld',
    });
  });

  it('is to come, ends within a day, and has a title', async () => {
    const { lead, networkId } = await begin();
    const same = hours(24);
    for (const wrong of [
      { startsAt: hours(-1) },
      { startsAt: same, endsAt: same },
      { endsAt: hours(23) },
      { endsAt: hours(49) },
      { title: '' },
      { title: 'x'.repeat(101) },
      { place: 'x'.repeat(201) },
      { agenda: 'x'.repeat(5_001) },
    ]) {
      const input = plan(networkId, wrong);
      expect(await codes(lead, 'arrangeNetworkMeeting', input)).toEqual(['BAD_USER_INPUT']);
    }
  });

  it('of another trust is not there', async () => {
    const { lead, networkId } = await begin();
    const { id, version } = await change(lead, 'arrangeNetworkMeeting', plan(networkId));
    const { lead: stranger } = await begin();

    for (const unknown of [id, newId(), 'nonsense']) {
      for (const [mutation, more] of [
        ['cancelNetworkMeeting', { version }],
        ['answerNetworkMeeting', { answer: 'COMING' }],
        ['recordNetworkAttendance', { personIds: [] }],
      ] as const) {
        expect(await codes(stranger, mutation, { id: unknown, ...more })).toEqual(['NOT_FOUND']);
      }
    }
    expect(await codes(stranger, 'arrangeNetworkMeeting', plan(networkId))).toEqual(['NOT_FOUND']);
  });

  it('is read with as many statements for three networks as for one', async () => {
    const { trust, ada, lead, networkId } = await begin();
    await change(lead, 'arrangeNetworkMeeting', plan(networkId));
    const query = `{ networks { edges { node { meetings { edges { node { title
      attendance { person { name } } } } } } } } }`;
    const statements = () => people.served.statementsDuring(() => people.data(lead, query));
    const answered = await change(lead, 'arrangeNetworkMeeting', plan(networkId));
    await change(lead, 'answerNetworkMeeting', { id: answered.id, answer: 'COMING' });
    const few = await statements();
    for (let n = 0; n < 2; n += 1) {
      const { id } = await people.network(trust, [ada], {});
      const more = await change(lead, 'arrangeNetworkMeeting', plan(id));
      await change(lead, 'answerNetworkMeeting', { id: more.id, answer: 'COMING' });
    }

    expect(await statements()).toBe(few);
  });
});
