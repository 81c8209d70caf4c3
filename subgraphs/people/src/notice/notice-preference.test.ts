import { describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { aViewer } from '@trellis/subgraph-kit/testing/test-viewer';
import { day, staffViewer, testPeople } from '../testing.ts';
import { TestNotices } from './testing.ts';

const people = testPeople();

const setting = `mutation ($input: SetNoticePreferencesInput!) {
  done: setNoticePreferences(input: $input) {
    ... on NoticePreferences { byEmail smsTo quietFrom quietUntil digest evenOnLeave } } }`;
const reading = `{ viewer { noticePreferences { byEmail smsTo quietFrom quietUntil digest evenOnLeave } } }`;
const usual = {
  byEmail: true,
  smsTo: null,
  quietFrom: null,
  quietUntil: null,
  evenOnLeave: false,
  digest: 'AT_ONCE',
};
const quiet = { ...usual, quietFrom: '19:00', quietUntil: '07:00' };

async function somebody() {
  const notices = new TestNotices(people, await people.trust());
  const id = await notices.hire();
  return { notices, id, viewer: staffViewer(notices.trust, id) };
}

describe('how somebody wants to be told', () => {
  it('is by e-mail at any time but on leave, until they say otherwise', async () => {
    const { viewer } = await somebody();
    expect(await people.data(viewer, reading)).toEqual({ viewer: { noticePreferences: usual } });

    expect(await people.data(viewer, setting, { input: quiet })).toEqual({ done: quiet });
    expect(await people.data(viewer, setting, { input: usual })).toEqual({ done: usual });
    expect(await people.data(viewer, reading)).toEqual({ viewer: { noticePreferences: usual } });
  });

  it.each([
    ['with one end', { quietUntil: null }],
    ['of no length', { quietUntil: '19:00' }],
    ['at no time', { quietFrom: '24:00' }],
    ['in words', { quietFrom: 'dusk' }],
  ])('has no quiet hours %s', async (_, wrong) => {
    const { viewer } = await somebody();
    const input = { ...quiet, ...wrong };
    expect(await people.codes(viewer, setting, { input })).toEqual(['BAD_USER_INPUT']);
  });

  it('takes a number for SMS as people write it, and none to which no SMS can go', async () => {
    const { viewer } = await somebody();

    const input = { ...usual, smsTo: '07700 900123' };
    expect(await people.data(viewer, setting, { input })).toEqual({
      done: { ...usual, smsTo: '+447700900123' },
    });
    const wrong = { ...usual, smsTo: '020 7946 0000' };
    expect(await people.codes(viewer, setting, { input: wrong })).toEqual(['BAD_USER_INPUT']);
  });

  it('is theirs alone to say', async () => {
    const { viewer, notices } = await somebody();
    const program = aViewer({ trustId: viewer.trustId, personId: null, scopes: ['staff:read'] });
    const stranger = { ...viewer, trustId: newId() };

    for (const other of [program, stranger]) {
      expect(await people.codes(other, setting, { input: usual })).toEqual(['FORBIDDEN']);
      expect(await people.data(other, reading)).toEqual({ viewer: { noticePreferences: null } });
    }
    expect(await people.data(notices.team, reading)).toEqual({
      viewer: { noticePreferences: null },
    });
  });

  it('leads to the sheet instead of an e-mail for those who want none', async () => {
    const { viewer, notices, id } = await somebody();
    await people.data(viewer, setting, { input: { ...usual, byEmail: false } });

    await notices.tell([id]);

    const { history, unreachedReason } = await notices.only(id);
    expect(history.map(({ channel }) => channel).toSorted()).toEqual(['IN_APP', 'PRINT']);
    expect(unreachedReason).toBe('NO_ROUTE');
  });

  it('can be also on leave', async () => {
    const { viewer, notices, id } = await somebody();
    await people.data(viewer, setting, { input: { ...usual, evenOnLeave: true } });
    await notices.away(id, day(-1));

    await notices.tell([id]);

    expect((await notices.only(id)).unreachedReason).toBeNull();
  });
});
