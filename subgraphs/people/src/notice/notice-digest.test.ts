import { describe, expect, it } from '@jest/globals';
import { aViewer } from '@trellis/subgraph-kit/testing/test-viewer';
import { day, testPeople } from '../testing.ts';
import { TestMailing } from './mail-testing.ts';
import { NoticeDigest } from './notice-preference.types.ts';
import { noon, TestTexting } from './sms-testing.ts';
import { TestNotices } from './testing.ts';
import type { Telling } from './notice.types.ts';

const people = testPeople();
const mailing = new TestMailing(people);
const texting = new TestTexting(people);
const { mail } = mailing;

/** Somebody who wants one e-mail for several things, and has been told of two. */
async function told(digest: NoticeDigest, more: Partial<Telling> = {}) {
  const notices = new TestNotices(people, await people.trust());
  const id = await notices.hire();
  await notices.prefer(id, { digest });
  await notices.tell([id], { title: 'Lead phonics', ...more });
  await notices.tell([id], { title: 'Visit a special school', ...more });
  return { notices, id };
}

describe('a digest', () => {
  it('tells in one e-mail each morning what came since, and counts from then on', async () => {
    const { notices, id } = await told(NoticeDigest.DAILY);
    await mailing.send();
    expect(mail.received).toEqual([]);
    expect((await notices.of(id)).map(({ reachedBy }) => reachedBy)).toEqual([null, null]);

    await mailing.send(noon(1));
    await mailing.send(noon(2));

    expect(mail.received).toHaveLength(1);
    const { content } = mail.received[0] ?? { content: '' };
    expect(content).toMatch(/Subject: .*, and 1 more/);
    expect(content).toContain('Lead phonics');
    expect(content).toContain('Visit a special school');
    expect((await notices.of(id)).map(({ reachedBy }) => reachedBy)).toEqual(['EMAIL', 'EMAIL']);
    const events = await notices.events(id);
    expect(events.map(({ type }) => type)).toEqual(['notice.reached', 'notice.reached']);
    expect(events[0]?.data).toMatchObject({ at: expect.stringContaining(day(1)) });
  });

  it('comes on a Monday to those who want it weekly', async () => {
    await told(NoticeDigest.WEEKLY);
    const arrived: number[] = [];
    for (let days = 0; days <= 7; days += 1) {
      await mailing.send(noon(days));
      if (mail.received.length > 0 && arrived.length === 0) arrived.push(days);
    }

    expect(mail.received).toHaveLength(1);
    const on = new Date(`${day(arrived[0] ?? -1)}T12:00:00Z`).getUTCDay();
    expect(on).toBe(1);
  });

  it('never holds back what would come too late, nor what is one person’s own', async () => {
    const late = await told(NoticeDigest.WEEKLY, { closesOn: day(0) });
    await mailing.send();
    expect(mail.received).toHaveLength(2);
    expect((await late.notices.of(late.id))[0]?.reachedBy).toBe('EMAIL');

    mail.reset();
    await told(NoticeDigest.WEEKLY, { canWait: false });
    await mailing.send();
    expect(mail.received).toHaveLength(2);
  });

  it('is one SMS too, whose fate is that of all it told', async () => {
    const notices = new TestNotices(people, await people.trust());
    const id = await notices.hire({ workEmail: null });
    await notices.prefer(id, { digest: NoticeDigest.DAILY, smsTo: '07700 900123' });
    await notices.tell([id]);
    await notices.tell([id]);

    await texting.send(noon(1));
    texting.sms.becomes('delivered');
    await texting.ask(noon(2));

    expect(texting.sms.received).toHaveLength(1);
    expect(texting.sms.received[0]?.personalisation.text).toContain('And 1 more.');
    expect((await notices.of(id)).map(({ reachedBy }) => reachedBy)).toEqual(['SMS', 'SMS']);
  });

  it('that comes back has reached nobody of anything', async () => {
    const { notices, id } = await told(NoticeDigest.DAILY);
    await mailing.send(noon(1));
    const [, messageId] = /^Message-ID: (<\S+>)/m.exec(mail.received[0]?.content ?? '') ?? [];

    await people.data(
      aViewer({ ...system, trustId: notices.trust.id }),
      `mutation ($input: RecordNoticeBounceInput!) {
        recordNoticeBounce(input: $input) { __typename } }`,
      { input: { messageId } },
    );

    const reasons = (await notices.of(id)).map(({ unreachedReason }) => unreachedReason);
    expect(reasons).toEqual(['BOUNCED', 'BOUNCED']);
  });

  it('that was being handed over when the worker died is in doubt whole, and not sent again', async () => {
    const { notices, id } = await told(NoticeDigest.DAILY);
    const at = noon(1);
    await new Promise<void>((died) => {
      void mailing.send(at, {
        open: async () => {
          const { close, send } = await mail.open();
          const half = async (...[one, onHandOver]: Parameters<typeof send>) => {
            await send(one, onHandOver);
            close();
            died();
            return new Promise<never>(() => undefined);
          };
          return { close, send: half };
        },
      });
    });

    await mailing.send(at + 2 * 3_600_000);

    expect(mail.received).toHaveLength(1);
    const states = (await notices.of(id)).map(({ history }) => history.at(-1)?.state);
    expect(states).toEqual(['QUEUED', 'QUEUED']); // on the sheet
    const reasons = (await notices.of(id)).map(({ unreachedReason }) => unreachedReason);
    expect(reasons).toEqual(['BOUNCED', 'BOUNCED']);
  });
});

describe('what needs no proof', () => {
  it('is on no sheet, and nobody hears whom it reached', async () => {
    const notices = new TestNotices(people, await people.trust());
    const [without, bounced] = [await notices.hire({ workEmail: null }), await notices.hire()];
    mail.refuse = () => ({ code: 550 });

    await notices.tell([without, bounced], { wantsProof: false });
    await mailing.send();

    for (const id of [without, bounced]) {
      const { history } = await notices.only(id);
      expect(history.map(({ channel }) => channel)).not.toContain('PRINT');
      expect(await notices.events(id)).toEqual([]);
    }
  });
});

const system = { personId: null, allPlaces: true, scopes: ['notice:bounce'] };
