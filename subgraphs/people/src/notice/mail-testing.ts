import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { inTurn } from '@trellis/subgraph-kit/testing/in-turn';
import { MailCarrier } from '@trellis/worker/notice/mail-carrier';
import type { MailServer } from '@trellis/worker/notice/mail-server';
import { NoticeDelivery } from '@trellis/worker/notice/notice-delivery';
import { TestMailServer } from '@trellis/worker/testing/test-mail-server';
import pg from 'pg';
import type { TestPeople } from '../testing.ts';
import { TestNotices } from './testing.ts';

/** What became of the e-mail of a notice, as its history has it. */
export const ofEmail = (...list: string[]) => list.map((state) => ({ channel: 'EMAIL', state }));

/** Workers and a mail server for one test file. */
export class TestMailing {
  readonly mail = new TestMailServer();
  /** Why there was no mail server. */
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
      this.mail.reset();
      this.problems.length = 0;
    });
  }

  /** Has a worker of its own send all that is due now, or so many milliseconds later. */
  send(later = 0, server: MailServer = this.mail) {
    if (!this.#pool) throw new Error('it is there from the first test on');
    const frontEnd = new URL('https://staff.alder.example');
    const carrier = new MailCarrier({ server, from: 'notices@alder.example', frontEnd });
    const delivery = new NoticeDelivery(this.#pool, {
      carrier,
      now: () => new Date(Date.now() + later),
      onOutcome: () => undefined,
      onDown: (problem) => this.problems.push(problem),
    });
    return delivery.drain(() => false);
  }

  /** People who have been told of something, and their addresses in order of the alphabet. */
  async told(count = 1) {
    const notices = new TestNotices(this.#people, await this.#people.trust());
    const address = () => `${newId()}@alder.example`;
    const addresses = Array.from({ length: count }, address).toSorted();
    const ids = await inTurn(addresses, (workEmail) => notices.hire({ workEmail }));
    await notices.tell(ids, { title: 'Führung: “phonics”', text: 'For a year.\n.\nYes.' });
    return { notices, addresses, ids, id: ids[0] ?? '' };
  }

  /** What became of the e-mail of somebody’s only notice. */
  async states(notices: TestNotices, personId: string) {
    const { history } = await notices.only(personId);
    return history.filter(({ channel }) => channel === 'EMAIL');
  }
}
