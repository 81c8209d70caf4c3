import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { MailServer, MailSession } from '@trellis/worker/notice/mail-server';
import { downWait, NoticeDelivery, noticeLease } from '@trellis/worker/notice/notice-delivery';
import { TestMailServer } from '@trellis/worker/testing/test-mail-server';
import { newId } from '@trellis/subgraph-kit/ids';
import { inTurn } from '@trellis/subgraph-kit/testing/in-turn';
import pg from 'pg';
import { day, testPeople } from '../testing.ts';
import { TestNotices } from './testing.ts';

const people = testPeople();
const mail = new TestMailServer();
const pools: pg.Pool[] = [];
const problems: string[] = [];

beforeAll(() => {
  const pool = new pg.Pool({ connectionString: people.served.database.jobUrl, max: 8 });
  pool.on('error', () => undefined); // the database goes before it does
  pools.push(pool);
});
afterAll(() => Promise.all(pools.map((pool) => pool.end())));
beforeEach(() => {
  mail.reset();
  problems.length = 0;
});

const never = () => false;

/** A worker of its own that begins now, or so many milliseconds later. */
function aWorker(later = 0, server: MailServer = mail): NoticeDelivery {
  const [pool] = pools;
  if (!pool) throw new Error('it is there from the first test on');
  return new NoticeDelivery(pool, {
    ...{ server, from: 'notices@alder.example', frontEnd: new URL('https://staff.alder.example') },
    now: () => new Date(Date.now() + later),
    onOutcome: () => undefined,
    onDown: (problem) => problems.push(problem),
  });
}

/** Somebody who has been told of something, and the address. */
async function told(count = 1) {
  const notices = new TestNotices(people, await people.trust());
  const address = () => `${newId()}@alder.example`;
  const addresses = Array.from({ length: count }, address).toSorted();
  const ids = await inTurn(addresses, (workEmail) => notices.hire({ workEmail }));
  await notices.tell(ids, { title: 'Führung: “phonics”', text: 'For a year.\n.\nYes.' });
  return { notices, addresses, ids, id: ids[0] ?? '' };
}

const states = async (notices: TestNotices, id: string) =>
  (await notices.only(id)).history.filter(({ channel }) => channel === 'EMAIL');
const ofEmail = (...list: string[]) => list.map((state) => ({ channel: 'EMAIL', state }));

describe('a notice by e-mail', () => {
  it('comes once, and counts as delivered when the mail server has taken it', async () => {
    const { notices, addresses, id } = await told();

    await aWorker().drain(never);
    await aWorker(noticeLease * 2).drain(never);

    expect(mail.recipients).toEqual(addresses);
    const { content } = mail.received[0] ?? { content: '' };
    const notice = await notices.only(id);
    expect(content).toContain(`Message-ID: <${notice.id}@alder.example>`);
    expect(content).toContain('Auto-Submitted: auto-generated');
    expect(content).toMatch(/For a year\.\r?\n\.\r?\nYes\./);
    expect(content).toContain('https://staff.alder.example/opportunities/');
    expect(notice.reachedBy).toBe('EMAIL');
    expect(await states(notices, id)).toEqual(ofEmail('QUEUED', 'SENT'));
    expect((await notices.events(id)).map(({ type }) => type)).toEqual(['notice.reached']);
  });

  it('comes to each of many, whichever of two workers sends it', async () => {
    const { addresses } = await told(130);

    await Promise.all([aWorker().drain(never), aWorker().drain(never)]);

    expect(mail.recipients).toEqual(addresses);
  });
});

describe('a mail server that is down for two hours', () => {
  it('has everything sent once when it is back', async () => {
    const { addresses } = await told(5);
    mail.isDown = true;
    for (let minutes = 0; minutes < 120; minutes += 15) {
      const { nextAttemptAt } = await aWorker(minutes * 60_000).drain(never);
      expect(nextAttemptAt?.getTime()).toBeLessThanOrEqual(
        Date.now() + minutes * 60_000 + downWait,
      );
    }
    expect(problems.length).toBeGreaterThanOrEqual(8);
    expect(problems.join()).not.toContain('@');

    mail.isDown = false;
    await aWorker(120 * 60_000).drain(never);

    expect(mail.recipients).toEqual(addresses);
  });
});

describe('a worker that dies', () => {
  /** A session on which the test has a say. */
  const through = (wrap: (session: MailSession) => MailSession): MailServer => ({
    open: async () => wrap(await mail.open()),
  });
  const forEver = new Promise<never>(() => undefined);

  /** Works until it hangs, as a dead one does. */
  const die = (server: (died: () => Promise<never>) => MailServer): Promise<void> =>
    new Promise((resolve, reject) => {
      const died = () => {
        resolve();
        return forEver;
      };
      aWorker(0, server(died)).drain(never).catch(reject);
    });

  it('before it hands the text over leaves the e-mail to the next one', async () => {
    const { notices, addresses, id } = await told();
    await die((died) => ({ open: died }));

    await aWorker().drain(never);
    expect(mail.received).toEqual([]); // it might be at it still
    await aWorker(noticeLease * 2).drain(never);

    expect(mail.recipients).toEqual(addresses);
    expect(await states(notices, id)).toEqual(ofEmail('QUEUED', 'SENT'));
  });

  it.each([
    ['as it hands the text over', 0],
    ['before it writes down that it was taken', 1],
  ])('%s leaves it in doubt, and it is never sent again', async (_, sent) => {
    const { notices, id } = await told();
    await die((died) =>
      through((session) => ({
        close: session.close,
        send: async (one, onHandOver) => {
          if (sent === 0) {
            await onHandOver();
            session.close();
            return died();
          }
          await session.send(one, onHandOver);
          return died();
        },
      })),
    );
    expect(mail.received).toHaveLength(sent);

    await aWorker(noticeLease * 2).drain(never);
    await aWorker(noticeLease * 4).drain(never);

    expect(mail.received).toHaveLength(sent);
    expect(await states(notices, id)).toEqual(ofEmail('QUEUED', 'IN_DOUBT'));
    const { history, unreachedReason } = await notices.only(id);
    expect(history).toContainEqual({ channel: 'PRINT', state: 'QUEUED' });
    expect(unreachedReason).toBe('BOUNCED');
  });
});

describe('an e-mail that the mail server', () => {
  it('refuses has bounced, and a colleague is to tell the person', async () => {
    const { notices, id, ids, addresses } = await told(2);
    mail.refuse = (address) => (address === addresses[0] ? { code: 550 } : undefined);

    await aWorker().drain(never);
    await aWorker(noticeLease).drain(never);

    expect(mail.recipients).toEqual(addresses.slice(1));
    expect(await states(notices, id)).toEqual(ofEmail('QUEUED', 'BOUNCED'));
    expect((await notices.only(id)).history).toContainEqual({ channel: 'PRINT', state: 'QUEUED' });
    expect(await notices.events(id)).toMatchObject([
      { type: 'notice.unreached', data: { reason: 'BOUNCED' } },
    ]);
    expect((await notices.only(ids[1] ?? '')).reachedBy).toBe('EMAIL');
  });

  it('puts off is tried again later', async () => {
    const { notices, id, addresses } = await told();
    mail.refuse = () => ({ code: 450 });
    await aWorker().drain(never);
    expect(await states(notices, id)).toEqual(ofEmail('QUEUED'));

    mail.reset();
    await aWorker().drain(never);
    expect(mail.received).toEqual([]);
    await aWorker(10_000).drain(never);

    expect(mail.recipients).toEqual(addresses);
  });

  it('puts off for days is given up, and the person has no route', async () => {
    const { notices, id } = await told();
    mail.refuse = () => ({ code: 450 });
    for (let days = 0; days < 12; days += 1) await aWorker(days * 86_400_000).drain(never);

    expect(await states(notices, id)).toEqual(ofEmail('QUEUED', 'GIVEN_UP'));
    expect((await notices.only(id)).unreachedReason).toBe('NO_ROUTE');
  });

  it('takes without an answer is in doubt, and not sent again', async () => {
    const { notices, id } = await told();
    mail.hangsUp = true;

    await aWorker().drain(never);
    mail.hangsUp = false;
    await aWorker(noticeLease).drain(never);

    expect(mail.received).toHaveLength(1);
    expect(await states(notices, id)).toEqual(ofEmail('QUEUED', 'IN_DOUBT'));
  });
});

describe('an e-mail', () => {
  it('waits while somebody is on leave, and comes when they are back', async () => {
    const { notices, id, addresses } = await told();
    await notices.away(id, day(0), day(3));

    await aWorker().drain(never);
    await aWorker(2 * 86_400_000).drain(never);
    expect(mail.received).toEqual([]);
    expect((await notices.only(id)).unreachedReason).toBe('ON_LEAVE');
    expect(await notices.events(id)).toHaveLength(1);
    await aWorker(4 * 86_400_000).drain(never);

    expect(mail.recipients).toEqual(addresses);
    expect((await notices.only(id)).unreachedReason).toBeNull();
  });

  it('comes on leave to those who want it', async () => {
    const { notices, id, addresses } = await told();
    await notices.away(id, day(0));
    await notices.prefer(id, { evenOnLeave: true });

    await aWorker().drain(never);

    expect(mail.recipients).toEqual(addresses);
  });

  it('is not sent to those who have since said that they want none', async () => {
    const { notices, id } = await told();
    await notices.prefer(id, { byEmail: false });

    await aWorker().drain(never);

    expect(mail.received).toEqual([]);
    expect((await notices.only(id)).unreachedReason).toBe('NO_ROUTE');
  });

  it.each([
    ['in the evening', '20:00', '07:00', 'T23:30:00Z', true],
    ['before dawn', '20:00', '07:00', 'T03:00:00Z', true],
    ['at noon, when nights are quiet', '20:00', '07:00', 'T12:00:00Z', false],
    ['during lessons', '08:30', '15:30', 'T12:00:00Z', true],
    ['after lessons', '08:30', '15:30', 'T19:00:00Z', false],
  ])('%s goes by the quiet hours', async (_, quietFrom, quietUntil, time, waits) => {
    const { notices, id, addresses } = await told();
    await notices.prefer(id, { quietFrom, quietUntil });
    const later = Date.parse(`${day(2)}${time}`) - Date.now();

    await aWorker(later).drain(never);
    expect(mail.recipients).toEqual(waits ? [] : addresses);
    await aWorker(later + 86_400_000 / 2).drain(never);

    expect(mail.recipients).toEqual(addresses);
  });

  it('waits for the end of quiet hours by the clocks of England, also as they go forward', async () => {
    const { notices, id } = await told();
    await notices.prefer(id, { quietFrom: '20:00', quietUntil: '07:00' });
    const later = Date.parse('2099-03-28T23:30:00Z') - Date.now();

    const { nextAttemptAt } = await aWorker(later).drain(never);

    expect(nextAttemptAt).toEqual(new Date('2099-03-29T06:00:00Z'));
    await notices.prefer(id, {});
    await aWorker(later + 86_400_000).drain(never);
  });

  it('is not sent once it is too late', async () => {
    const notices = new TestNotices(people, await people.trust());
    const id = await notices.hire();
    await notices.tell([id], { closesOn: day(1) });

    await aWorker(86_400_000).drain(never);

    expect(mail.received).toEqual([]);
    expect(await states(notices, id)).toEqual(ofEmail('QUEUED', 'GIVEN_UP'));
  });
});
