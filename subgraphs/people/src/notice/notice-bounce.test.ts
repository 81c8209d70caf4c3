import { describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { aViewer } from '@trellis/subgraph-kit/testing/test-viewer';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { testPeople } from '../testing.ts';
import { ofEmail, TestMailing } from './mail-testing.ts';
import { aBounceReport } from './testing.ts';

const people = testPeople();
const mailing = new TestMailing(people);
const { mail } = mailing;

describe('an e-mail that comes back after it was taken', () => {
  const bouncing = `mutation ($input: RecordNoticeBounceInput!) {
    done: recordNoticeBounce(input: $input) { ... on Notice { reachedBy unreachedReason } } }`;
  const system = (trustId: string, allPlaces = true) =>
    aViewer({ trustId, personId: null, allPlaces, scopes: ['notice:bounce'] });

  /** Somebody whom an e-mail reached, and its Message-ID. */
  async function sent() {
    const { notices, id } = await mailing.told();
    await mailing.send();
    const [, messageId] = /^Message-ID: (<\S+>)/m.exec(mail.received[0]?.content ?? '') ?? [];
    return { notices, id, messageId: messageId ?? '' };
  }

  it('counts as not delivered from then on', async () => {
    const { notices, id, messageId } = await sent();
    const viewer = system(notices.trust.id);
    const input = { messageId };

    const first = await people.data(viewer, bouncing, { input });
    expect(first).toEqual({ done: { reachedBy: null, unreachedReason: 'BOUNCED' } });
    expect(await people.data(viewer, bouncing, { input })).toEqual(first);

    expect(await mailing.states(notices, id)).toEqual(ofEmail('QUEUED', 'SENT', 'BOUNCED'));
    expect((await notices.events(id)).map(({ type }) => type)).toEqual([
      ...['notice.reached', 'notice.unreached'],
    ]);
  });

  it('leaves somebody reached who has read the notice, from then on', async () => {
    const { notices, id, messageId } = await sent();
    await notices.read(id, (await notices.only(id)).id);

    await people.data(system(notices.trust.id), bouncing, { input: { messageId } });

    expect((await notices.only(id)).reachedBy).toBe('IN_APP');
    expect((await notices.events(id)).at(-1)).toMatchObject({
      type: 'notice.reached',
      data: { channel: 'IN_APP' },
    });
  });

  it('is reported by a system that answers for the whole trust, by its own Message-ID', async () => {
    const { notices, messageId } = await sent();
    const code = (viewer: Viewer, id = messageId) =>
      people.codes(viewer, bouncing, { input: { messageId: id } });

    expect(await code(system(notices.trust.id, false))).toEqual(['NOT_FOUND']);
    expect(await code(system(newId()))).toEqual(['NOT_FOUND']);
    expect(await code(system(notices.trust.id), `<${newId()}@alder.example>`)).toEqual([
      'NOT_FOUND',
    ]);
    expect(await code(system(notices.trust.id), 'what?')).toEqual(['BAD_USER_INPUT']);
    expect(await code(notices.team)).toEqual(['FORBIDDEN']);
  });

  it('is also taken from the report of a mail server, and from nothing else that comes', async () => {
    const { notices, id, messageId } = await sent();
    const viewer = system(notices.trust.id);
    const reporting = `mutation ($input: RecordBounceReportInput!) {
      done: recordBounceReport(input: $input) {
        ... on Notice { unreachedReason } ... on NotABounceReport { message } } }`;
    const report = (message: string) => people.data(viewer, reporting, { input: { message } });

    const delayed = aBounceReport(messageId).replace('failed', 'delayed');
    expect(await report(delayed)).toEqual({ done: { message: expect.any(String) } });
    expect((await notices.only(id)).reachedBy).toBe('EMAIL');

    expect(await report(aBounceReport(messageId))).toEqual({
      done: { unreachedReason: 'BOUNCED' },
    });
    const codes = (one: Viewer, message: string) =>
      people.codes(one, reporting, { input: { message } });
    const other = aBounceReport(`<${newId()}@elsewhere.example>`);
    expect(await codes(viewer, other)).toEqual(['NOT_FOUND']);
    expect(await codes(system(newId()), aBounceReport(messageId))).toEqual(['NOT_FOUND']);
    expect(await codes(system(notices.trust.id, false), aBounceReport(messageId))).toEqual([
      'NOT_FOUND',
    ]);
    expect(await codes(notices.team, aBounceReport(messageId))).toEqual(['FORBIDDEN']);
    expect(await codes(viewer, 'x'.repeat(60_001))).toEqual(['BAD_USER_INPUT']);
  });
});
