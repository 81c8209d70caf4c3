import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { anEvent, TestWorker } from '@trellis/events/testing/test-worker';
import { newId } from '@trellis/subgraph-kit/ids';
import { type CutPlace, StatementCutter } from '@trellis/subgraph-kit/testing/statement-cutter';
import { asSuperuser } from '@trellis/subgraph-kit/testing/test-cluster';
import { MailCarrier } from '@trellis/worker/notice/mail-carrier';
import type { MailServer } from '@trellis/worker/notice/mail-server';
import { NoticeDelivery, noticeLease } from '@trellis/worker/notice/notice-delivery';
import pg from 'pg';
import { testPeople } from '../testing.ts';

const [toPeople, toJobs] = [new StatementCutter(), new StatementCutter()];
beforeAll(() => Promise.all([toPeople.open(), toJobs.open()]));
afterAll(() => Promise.all([toPeople.close(), toJobs.close()]));

const worker = new TestWorker();
/** The subgraph reaches its database by a way that can be cut. */
const people = testPeople({
  ...worker.environment,
  get DATABASE_URL(): string {
    return toPeople.to(people.served.database.appUrl);
  },
});

const pageSize = 500;
/** Milliseconds: each cut has a connection made anew. */
const generous = 300_000;

const within = <T extends object>(sql: string, values: unknown[] = []) =>
  asSuperuser(people.served.database.name, async (client) => {
    const { rows } = await client.query<T>(sql, values);
    return rows;
  });

/** A trust of so many with a mailbox each, and the pages by which all of them are to be told. */
async function everybody(staff: number) {
  const trust = await people.trust();
  const ids = Array.from({ length: staff }, () => newId());
  await within(
    `INSERT INTO person (trust_id, id, given_name, family_name, sort_name, sort_given_name,
                         search_text, work_email)
     SELECT $1, id, 'Ada', 'Crash', 'crash', 'ada', 'ada crash', id || '@crash.example'
       FROM unnest($2::uuid[]) AS id`,
    [trust.id, ids],
  );
  const opportunityId = newId();
  const pages = Math.ceil(staff / pageSize);
  const asked = Array.from({ length: pages }, (_, page) =>
    anEvent({
      ...{ trustId: trust.id, type: 'opportunity.notice_requested', aggregateId: opportunityId },
      sequence: page + 1,
      data: {
        ...{ opportunityId, version: 1, kind: 'OPPORTUNITY_PUBLISHED', title: 'Lead phonics' },
        ...{ text: '', closesOn: '2099-01-31', page: page + 1, pages },
        personIds: ids.slice(page * pageSize, (page + 1) * pageSize),
      },
    }),
  );
  return { trust, asked };
}

type Asked = Awaited<ReturnType<typeof everybody>>['asked'];

/** Brings a page on a way that is cut, and again when it is whole. @returns whether it was cut. */
async function bringAcross(page: Asked, statement: number, place: CutPlace): Promise<boolean> {
  const before = toPeople.cuts;
  toPeople.cutAt(statement, place);
  const answer = await worker.send(people.served.url, 'opportunities', 'people', page);
  toPeople.heal();
  const isCut = toPeople.cuts > before;
  if (answer.ok) expect(await answer.json()).toEqual({ refused: [] });
  else expect(isCut).toBe(true);
  await worker.bring(people.served.url, 'opportunities', 'people', page);
  return isCut;
}

/** A mail server that remembers to whom it sent, and on which the worker may die. */
class Mailboxes implements MailServer {
  readonly sent: string[] = [];

  open() {
    const send = async ({ to }: { readonly to: string }, onHandOver: () => Promise<void>) => {
      try {
        await onHandOver();
      } catch {
        return { kind: 'DOWN' as const, problem: 'It was not handed over.' };
      }
      this.sent.push(to);
      return { kind: 'SENT' as const, problem: null };
    };
    return Promise.resolve({ send, close: () => undefined });
  }
}

/** A worker that dies when its database is cut from it, as it does at the given statement. */
async function send(server: MailServer, later: number, statement: number, place: CutPlace) {
  const connectionString = toJobs.to(people.served.database.jobUrl);
  const pool = new pg.Pool({ connectionString, max: 8 });
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  const carrier = new MailCarrier({ server, from: 'notices@crash.example', frontEnd: undefined });
  toJobs.cutAt(statement, place);
  let isDead = false;
  const delivery = new NoticeDelivery(pool, {
    ...{ carrier, now: () => new Date(Date.now() + later), onOutcome: () => undefined },
    onDown: () => (isDead = true),
  });
  await delivery.drain(() => isDead).catch(() => (isDead = true));
  toJobs.heal();
  await pool.end();
}

/** What became of the e-mails of a trust, and how many of their people are on the sheet. */
const emailsOf = (trustId: string) =>
  within<{ state: string; count: number; sheet: number }>(
    `SELECT email.state, count(*)::integer AS count, count(sheet.notice_id)::integer AS sheet
       FROM notice_delivery AS email
       LEFT JOIN notice_delivery AS sheet ON sheet.trust_id = email.trust_id
        AND sheet.notice_id = email.notice_id AND sheet.channel = 'PRINT'
      WHERE email.trust_id = $1 AND email.channel = 'EMAIL' GROUP BY 1 ORDER BY 1`,
    [trustId],
  );

describe('a crash in the middle of telling 12,000 people', () => {
  it(
    'at any statement of a page lines nobody up twice and leaves nobody out',
    async () => {
      const { trust, asked } = await everybody(12_000);
      let statement = 0;
      let place: CutPlace = 'BEFORE';
      for (const page of asked) {
        statement += 1;
        const isCut = await bringAcross([page], statement, place);
        if (!isCut) [statement, place] = [0, 'AFTER'];
      }

      expect(place).toBe('AFTER'); // each statement of a page was cut before it came
      const [told] = await within<{ notices: number; people: number }>(
        `SELECT count(*)::integer AS notices, count(DISTINCT person_id)::integer AS people
           FROM notice WHERE trust_id = $1`,
        [trust.id],
      );
      expect(told).toEqual({ notices: 12_000, people: 12_000 });
      expect(await emailsOf(trust.id)).toEqual([{ state: 'QUEUED', count: 12_000, sheet: 0 }]);
      const done =
        "UPDATE notice_delivery SET state = 'GIVEN_UP', settled_at = now() WHERE trust_id = $1";
      await within(`${done} AND channel = 'EMAIL'`, [trust.id]); // of no interest to the next test
    },
    generous,
  );

  it(
    'sends no e-mail twice, and has a colleague tell those whose e-mail was cut off',
    async () => {
      const { trust, asked } = await everybody(1_000);
      await worker.bring(people.served.url, 'opportunities', 'people', asked);
      const mail = new Mailboxes();
      let crashes = 0;
      const places = ['BEFORE', 'AFTER'] as const;
      for (let after = 1; after < 700; after = Math.ceil(after * 1.5)) {
        await send(mail, crashes * noticeLease * 2, after, places[crashes % 2] ?? 'BEFORE');
        crashes += 1;
      }
      for (const calm of [1, 2]) {
        await send(mail, (crashes + calm) * noticeLease * 2, 0, 'BEFORE');
      }

      expect(new Set(mail.sent).size).toBe(mail.sent.length);
      const states = await emailsOf(trust.id);
      const [doubtful, sent] = states;
      expect(states.map(({ state }) => state)).toEqual(['IN_DOUBT', 'SENT']);
      expect((sent?.count ?? 0) + (doubtful?.count ?? 0)).toBe(1_000);
      expect(doubtful?.sheet).toBe(doubtful?.count);
      expect(doubtful?.count).toBeLessThanOrEqual(4 * crashes); // one a connection to the server
    },
    generous,
  );
});
