import { describe, expect, it } from '@jest/globals';
import { day, testPeople } from '../testing.ts';
import { ofEmail, TestMailing } from './mail-testing.ts';
import { TestNotices } from './testing.ts';

const people = testPeople();
const mailing = new TestMailing(people);
const { mail } = mailing;

describe('an e-mail', () => {
  it('waits while somebody is on leave, and comes when they are back', async () => {
    const { notices, id, addresses } = await mailing.told();
    await notices.away(id, day(0), day(3));

    await mailing.send();
    await mailing.send(2 * 86_400_000);
    expect(mail.received).toEqual([]);
    expect((await notices.only(id)).unreachedReason).toBe('ON_LEAVE');
    expect(await notices.events(id)).toHaveLength(1);
    await mailing.send(4 * 86_400_000);

    expect(mail.recipients).toEqual(addresses);
    expect((await notices.only(id)).unreachedReason).toBeNull();
  });

  it('comes on leave to those who want it', async () => {
    const { notices, id, addresses } = await mailing.told();
    await notices.away(id, day(0));
    await notices.prefer(id, { evenOnLeave: true });

    await mailing.send();

    expect(mail.recipients).toEqual(addresses);
  });

  it('is not sent to those who have since said that they want none', async () => {
    const { notices, id } = await mailing.told();
    await notices.prefer(id, { byEmail: false });

    await mailing.send();

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
    const { notices, id, addresses } = await mailing.told();
    await notices.prefer(id, { quietFrom, quietUntil });
    const later = Date.parse(`${day(2)}${time}`) - Date.now();

    await mailing.send(later);
    expect(mail.recipients).toEqual(waits ? [] : addresses);
    await mailing.send(later + 86_400_000 / 2);

    expect(mail.recipients).toEqual(addresses);
  });

  it('waits for the end of quiet hours by the clocks of England, also as they go forward', async () => {
    const { notices, id } = await mailing.told();
    await notices.prefer(id, { quietFrom: '20:00', quietUntil: '07:00' });
    const later = Date.parse('2099-03-28T23:30:00Z') - Date.now();

    const { nextAttemptAt } = await mailing.send(later);

    expect(nextAttemptAt).toEqual(new Date('2099-03-29T06:00:00Z'));
    await notices.prefer(id, {});
    await mailing.send(later + 86_400_000);
  });

  it('is not sent once it is too late', async () => {
    const notices = new TestNotices(people, await people.trust());
    const id = await notices.hire();
    await notices.tell([id], { closesOn: day(0) });

    await mailing.send(86_400_000);

    expect(mail.received).toEqual([]);
    expect(await mailing.states(notices, id)).toEqual(ofEmail('QUEUED', 'GIVEN_UP'));
  });
});
