import { describe, expect, it } from '@jest/globals';
import type { MailServer, MailSession } from '@trellis/worker/notice/mail-server';
import { downWait, noticeLease } from '@trellis/worker/notice/notice-delivery';
import { testPeople } from '../testing.ts';
import { ofEmail, TestMailing } from './mail-testing.ts';

const people = testPeople();
const mailing = new TestMailing(people);
const { mail } = mailing;

describe('a notice by e-mail', () => {
  it('comes once, and counts as delivered when the mail server has taken it', async () => {
    const { notices, addresses, id } = await mailing.told();

    await mailing.send();
    await mailing.send(noticeLease * 2);

    expect(mail.recipients).toEqual(addresses);
    const { content } = mail.received[0] ?? { content: '' };
    const notice = await notices.only(id);
    expect(content).toContain(`Message-ID: <${notice.id}@alder.example>`);
    expect(content).toContain('Auto-Submitted: auto-generated');
    expect(content).toMatch(/For a year\.\r?\n\.\r?\nYes\./);
    expect(content).toContain('https://staff.alder.example/opportunities/');
    expect(notice.reachedBy).toBe('EMAIL');
    expect(await mailing.states(notices, id)).toEqual(ofEmail('QUEUED', 'SENT'));
    expect((await notices.events(id)).map(({ type }) => type)).toEqual(['notice.reached']);
  });

  it('comes to each of many, whichever of two workers sends it', async () => {
    const { addresses } = await mailing.told(130);

    await Promise.all([mailing.send(), mailing.send()]);

    expect(mail.recipients).toEqual(addresses);
  });
});

describe('a mail server that is down for two hours', () => {
  it('has everything sent once when it is back', async () => {
    const { addresses } = await mailing.told(5);
    mail.isDown = true;
    for (let minutes = 0; minutes < 120; minutes += 15) {
      const { nextAttemptAt } = await mailing.send(minutes * 60_000);
      expect(nextAttemptAt?.getTime()).toBeLessThanOrEqual(
        Date.now() + minutes * 60_000 + downWait,
      );
    }
    expect(mailing.problems.length).toBeGreaterThanOrEqual(8);
    expect(mailing.problems.join()).not.toContain('@');

    mail.isDown = false;
    await mailing.send(120 * 60_000);

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
      mailing.send(0, server(died)).catch(reject);
    });

  it('before it hands the text over leaves the e-mail to the next one', async () => {
    const { notices, addresses, id } = await mailing.told();
    await die((died) => ({ open: died }));

    await mailing.send();
    expect(mail.received).toEqual([]); // it might be at it still
    await mailing.send(noticeLease * 2);

    expect(mail.recipients).toEqual(addresses);
    expect(await mailing.states(notices, id)).toEqual(ofEmail('QUEUED', 'SENT'));
  });

  it.each([
    ['as it hands the text over', 0],
    ['before it writes down that it was taken', 1],
  ])('%s leaves it in doubt, and it is never sent again', async (_, sent) => {
    const { notices, id } = await mailing.told();
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

    await mailing.send(noticeLease * 2);
    await mailing.send(noticeLease * 4);

    expect(mail.received).toHaveLength(sent);
    expect(await mailing.states(notices, id)).toEqual(ofEmail('QUEUED', 'IN_DOUBT'));
    const { history, unreachedReason } = await notices.only(id);
    expect(history).toContainEqual({ channel: 'PRINT', state: 'QUEUED' });
    expect(unreachedReason).toBe('BOUNCED');
  });
});

describe('an e-mail that the mail server', () => {
  it('refuses has bounced, and a colleague is to tell the person', async () => {
    const { notices, id, ids, addresses } = await mailing.told(2);
    mail.refuse = (address) => (address === addresses[0] ? { code: 550 } : undefined);

    await mailing.send();
    await mailing.send(noticeLease);

    expect(mail.recipients).toEqual(addresses.slice(1));
    expect(await mailing.states(notices, id)).toEqual(ofEmail('QUEUED', 'BOUNCED'));
    expect((await notices.only(id)).history).toContainEqual({ channel: 'PRINT', state: 'QUEUED' });
    expect(await notices.events(id)).toMatchObject([
      { type: 'notice.unreached', data: { reason: 'BOUNCED' } },
    ]);
    expect((await notices.only(ids[1] ?? '')).reachedBy).toBe('EMAIL');
  });

  it('puts off is tried again later', async () => {
    const { notices, id, addresses } = await mailing.told();
    mail.refuse = () => ({ code: 450 });
    await mailing.send();
    expect(await mailing.states(notices, id)).toEqual(ofEmail('QUEUED'));

    mail.reset();
    await mailing.send();
    expect(mail.received).toEqual([]);
    await mailing.send(10_000);

    expect(mail.recipients).toEqual(addresses);
  });

  it('puts off for days is given up, and the person has no route', async () => {
    const { notices, id } = await mailing.told();
    mail.refuse = () => ({ code: 450 });
    for (let days = 0; days < 12; days += 1) await mailing.send(days * 86_400_000);

    expect(await mailing.states(notices, id)).toEqual(ofEmail('QUEUED', 'GIVEN_UP'));
    expect((await notices.only(id)).unreachedReason).toBe('NO_ROUTE');
  });

  it('takes without an answer is in doubt, and not sent again', async () => {
    const { notices, id } = await mailing.told();
    mail.hangsUp = true;

    await mailing.send();
    mail.hangsUp = false;
    await mailing.send(noticeLease);

    expect(mail.received).toHaveLength(1);
    expect(await mailing.states(notices, id)).toEqual(ofEmail('QUEUED', 'IN_DOUBT'));
  });
});
