import { describe, expect, it } from '@jest/globals';
import { noticeLease } from '@trellis/worker/notice/notice-delivery';
import { day, testPeople } from '../testing.ts';
import { noon, ofSms, TestTexting } from './sms-testing.ts';

const people = testPeople();
const texting = new TestTexting(people);
const { sms } = texting;

const [minute, hour, wholeDay] = [60_000, 3_600_000, 86_400_000];
const now = noon(1);

describe('a notice by SMS', () => {
  it('comes once, and counts when a telephone has it, not when the gateway took it', async () => {
    const { notices, id } = await texting.told();

    await texting.send(now);
    await texting.send(now + noticeLease * 2);

    const { id: reference } = await notices.only(id);
    expect(sms.received).toMatchObject([{ phone_number: '+447700900123', reference }]);
    expect(sms.received[0]?.personalisation.text).toMatch(
      /^Lead phonics\. Closes on 12 March 2099\. https:\/\/staff\.alder\.example\/opportunities\//,
    );
    expect((await notices.only(id)).reachedBy).toBeNull();

    await texting.ask(now + 2 * minute);
    expect((await notices.only(id)).reachedBy).toBeNull();
    sms.becomes('delivered');
    await texting.ask(now + hour);

    expect(await notices.only(id)).toMatchObject({ reachedBy: 'SMS', unreachedReason: null });
    expect(await texting.states(notices, id)).toEqual(ofSms('QUEUED', 'SENT', 'DELIVERED'));
    expect(await notices.events(id)).toMatchObject([
      { type: 'notice.reached', data: { channel: 'SMS' } },
    ]);
  });

  it('leaves the person on the sheet until a telephone has it', async () => {
    const { notices, id } = await texting.told();

    await texting.send(now);

    const { history, unreachedReason } = await notices.only(id);
    expect(history).toContainEqual({ channel: 'PRINT', state: 'QUEUED' });
    expect(unreachedReason).toBeNull();
  });

  it('goes beside an e-mail to whoever wants both, and to nobody who gave no number', async () => {
    const { notices, id } = await texting.told({});
    const without = await notices.hire();
    await notices.tell([without]);

    await texting.send(now);

    expect(sms.received).toHaveLength(1);
    const channels = (await notices.only(id)).history.map(({ channel }) => channel);
    expect(channels).toEqual(expect.arrayContaining(['EMAIL', 'IN_APP', 'SMS']));
    expect(await texting.states(notices, without)).toEqual([]);
  });

  it('is not sent to those who have since taken the number back', async () => {
    const { notices, id } = await texting.told();
    await notices.prefer(id, {});

    await texting.send(now);

    expect(sms.received).toEqual([]);
    expect(await texting.states(notices, id)).toEqual(ofSms('QUEUED', 'GIVEN_UP'));
    expect((await notices.only(id)).unreachedReason).toBe('NO_ROUTE');
  });

  it('waits while somebody is on leave', async () => {
    const { notices, id } = await texting.told();
    await notices.away(id, day(0), day(3));

    await texting.send(now);
    expect(sms.received).toEqual([]);
    expect((await notices.only(id)).unreachedReason).toBe('ON_LEAVE');
    await texting.send(noon(4));

    expect(sms.received).toHaveLength(1);
  });

  it.each([
    ['22:30', 'of whoever has said nothing', {}, 'T22:30:00Z', 0],
    ['noon', 'of whoever has said nothing', {}, 'T12:00:00Z', 1],
    ['noon', 'of a night worker', { quietFrom: '08:00', quietUntil: '18:00' }, 'T12:00:00Z', 0],
    ['22:30', 'of a night worker', { quietFrom: '08:00', quietUntil: '18:00' }, 'T22:30:00Z', 1],
  ])('at %s goes by the quiet hours %s', async (_, __, quiet, time, count) => {
    const { notices, id } = await texting.told();
    await notices.prefer(id, { smsTo: '+44 7700 900123', ...quiet });
    const at = Date.parse(`${day(2)}${time}`) - Date.now();

    await texting.send(at);

    expect(sms.received).toHaveLength(count);
    await texting.send(at + wholeDay / 2);
    expect(sms.received).toHaveLength(1);
  });
});

describe('an SMS that the gateway', () => {
  it.each(['permanent-failure', 'temporary-failure', 'technical-failure'])(
    'reports as %s has bounced, and a colleague is to tell the person',
    async (status) => {
      const { notices, id } = await texting.told();
      await texting.send(now);
      sms.becomes(status);

      await texting.ask(now + hour);

      expect(await texting.states(notices, id)).toEqual(ofSms('QUEUED', 'SENT', 'BOUNCED'));
      expect((await notices.only(id)).unreachedReason).toBe('BOUNCED');
      expect((await notices.only(id)).history).toContainEqual({
        channel: 'PRINT',
        state: 'QUEUED',
      });
    },
  );

  it('never reports on is in doubt after three days, and asked about no more', async () => {
    const { notices, id } = await texting.told();
    await texting.send(now);
    for (let hours = 0; hours < 160; hours += 4) await texting.ask(now + hours * hour);

    expect(await texting.states(notices, id)).toEqual(ofSms('QUEUED', 'SENT', 'IN_DOUBT'));
    expect((await notices.only(id)).unreachedReason).toBe('BOUNCED');
    expect((await texting.ask(now + 200 * hour)).nextAttemptAt).toBeNull();
  });

  it('takes without an answer is in doubt, not sent again, and found by its reference', async () => {
    const { notices, id } = await texting.told();
    sms.hangsUp = true;
    await texting.send(now);
    sms.hangsUp = false;
    await texting.send(now + noticeLease);

    expect(sms.received).toHaveLength(1);
    expect(await texting.states(notices, id)).toEqual(ofSms('QUEUED', 'IN_DOUBT'));
    sms.becomes('delivered');
    await texting.ask(now + hour);

    expect((await notices.only(id)).reachedBy).toBe('SMS');
  });

  it('refuses has bounced; what it puts off is tried again', async () => {
    const refused = await texting.told();
    sms.answers = 400;
    await texting.send(now);
    expect(await texting.states(refused.notices, refused.id)).toEqual(ofSms('QUEUED', 'BOUNCED'));

    const later = await texting.told();
    sms.answers = 429;
    await texting.send(now);
    sms.reset();
    await texting.send(now + minute);

    expect(sms.received).toHaveLength(1);
    expect(await texting.states(later.notices, later.id)).toEqual(ofSms('QUEUED', 'SENT'));
  });

  it.each([
    ['is down', { isDown: true }],
    ['does not know us', { answers: 403 }],
  ])('%s waits, and is sent once when it answers again', async (_, wrong) => {
    const { notices, id } = await texting.told();
    Object.assign(sms, wrong);
    for (let minutes = 0; minutes < 120; minutes += 15) await texting.send(now + minutes * minute);
    expect(texting.problems.length).toBeGreaterThanOrEqual(8);
    expect(texting.problems.join()).not.toContain('7700');
    expect(await texting.states(notices, id)).toEqual(ofSms('QUEUED'));

    sms.reset();
    await texting.send(now + 3 * hour);

    expect(sms.received).toHaveLength(1);
  });

  it('was being given when the worker died is never sent again', async () => {
    const { notices, id } = await texting.told();
    const gateway = sms.gateway();
    await new Promise<void>((died) => {
      void texting.send(now, {
        fateOf: (reference) => gateway.fateOf(reference),
        send: async (one, onHandOver) => {
          await gateway.send(one, onHandOver);
          died();
          return new Promise<never>(() => undefined);
        },
      });
    });

    await texting.send(now + noticeLease * 2);

    expect(sms.received).toHaveLength(1);
    expect(await texting.states(notices, id)).toEqual(ofSms('QUEUED', 'IN_DOUBT'));
  });
});
