import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import type { Carrier } from '@trellis/worker/notice/carrier';
import { NoticeDelivery } from '@trellis/worker/notice/notice-delivery';
import { SmsCarrier } from '@trellis/worker/notice/sms-carrier';
import type { SmsGateway } from '@trellis/worker/notice/sms-gateway';
import { SmsReports } from '@trellis/worker/notice/sms-reports';
import { TestSmsGateway } from '@trellis/worker/testing/test-sms-gateway';
import pg from 'pg';
import { day, type TestPeople } from '../testing.ts';
import { TestNotices } from './testing.ts';

/** What became of the SMS of a notice, as its history has it. */
export const ofSms = (...list: string[]) => list.map((state) => ({ channel: 'SMS', state }));

/** At noon of a day to come, so many days from today: nobody’s quiet hours. */
export const noon = (days: number) => Date.parse(`${day(days)}T12:00:00Z`) - Date.now();

/** Workers and an SMS gateway for one test file. */
export class TestTexting {
  readonly sms = new TestSmsGateway();
  /** Why the gateway was not there. */
  readonly problems: string[] = [];
  readonly #people: TestPeople;
  #pool: pg.Pool | undefined;

  constructor(people: TestPeople) {
    this.#people = people;
    beforeAll(() => {
      this.#pool = new pg.Pool({ connectionString: people.served.database.jobUrl, max: 8 });
      this.#pool.on('error', () => undefined); // the database goes before it does
    });
    afterAll(() => this.#pool?.end());
    beforeEach(() => {
      this.sms.reset();
      this.problems.length = 0;
    });
  }

  /** Has a worker send all that is due so many milliseconds from now. */
  send(later: number, gateway: SmsGateway = this.sms.gateway()) {
    const frontEnd = new URL('https://staff.alder.example');
    const carrier: Carrier = new SmsCarrier({ gateway, frontEnd });
    const delivery = new NoticeDelivery(this.#jobs, {
      ...{ carrier, now: () => new Date(Date.now() + later), onOutcome: () => undefined },
      onDown: (problem) => this.problems.push(problem),
    });
    return delivery.drain(() => false);
  }

  /** Has a worker ask what became of SMS. */
  ask(later: number) {
    const reports = new SmsReports(this.#jobs, {
      ...{ gateway: this.sms.gateway(), now: () => new Date(Date.now() + later) },
      onDown: (problem) => this.problems.push(problem),
    });
    return reports.drain(() => false);
  }

  /** Somebody without a mailbox who gave a number, and has been told of something. */
  async told(hire: { readonly workEmail?: string | null } = { workEmail: null }) {
    const notices = new TestNotices(this.#people, await this.#people.trust());
    const id = await notices.hire(hire);
    await notices.prefer(id, { smsTo: '07700 900123' });
    await notices.tell([id], { closesOn: '2099-03-12' });
    return { notices, id };
  }

  /** What became of the SMS of somebody’s only notice. */
  async states(notices: TestNotices, personId: string) {
    const { history } = await notices.only(personId);
    return history.filter(({ channel }) => channel === 'SMS');
  }

  get #jobs(): pg.Pool {
    if (!this.#pool) throw new Error('it is there from the first test on');
    return this.#pool;
  }
}
