import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { asSuperuser } from '@trellis/subgraph-kit/testing/test-cluster';
import { remind } from '@trellis/worker/reminder/reminders';
import pg from 'pg';
import { earlyEaster, FairTrust } from '../fairness/testing.ts';
import { aMemberOfStaff, TestOpportunities } from '../testing.ts';

const test = new TestOpportunities();
let pool: pg.Pool;
let trust: FairTrust;
let school: string;

beforeAll(() => {
  pool = new pg.Pool({ connectionString: test.served.database.jobUrl, max: 4 });
  pool.on('error', () => undefined); // the database goes before it does
});
afterAll(() => pool.end());
beforeEach(async () => {
  trust = new FairTrust(test);
  school = await trust.school(earlyEaster);
});

/** On a Friday two weeks before it closes, on a Friday again. */
const fortnight = { opensOn: '2024-03-01', closesOn: '2024-03-15' };
const on = (day: string) => remind(pool, new Date(`${day}T06:30:00Z`));

interface Request {
  readonly kind: string;
  readonly title: string;
  readonly personIds: readonly string[];
  readonly wantsProof?: boolean;
}

/** Whom people was asked to remind of an opportunity. */
const reminders = (opportunityId: string) =>
  asSuperuser(test.served.database.name, async (client) => {
    const { rows } = await client.query<{ data: Request }>(
      `SELECT data FROM event WHERE type = 'opportunity.notice_requested' AND aggregate_id = $1
          AND data ->> 'kind' <> 'OPPORTUNITY_PUBLISHED' AND data ->> 'kind' <> 'OPPORTUNITY_CHANGED'
        ORDER BY sequence`,
      [opportunityId],
    );
    return rows.map(({ data }) => data);
  });

/** Somebody who was told of it on the first day. */
async function told(id: string, personId: string) {
  await trust.reached(id, personId, '2024-03-01');
  return personId;
}

describe('a reminder', () => {
  it('comes half-way and shortly before the end, once each, and needs no proof', async () => {
    const person = await trust.personAt(school);
    const id = await trust.publish(fortnight);
    await told(id, person);

    for (const day of ['04', '07', '08', '11', '12', '13', '14', '15', '18']) {
      await on(`2024-03-${day}`);
    }

    const common = { personIds: [person], wantsProof: false };
    expect(await reminders(id)).toMatchObject([
      {
        ...common,
        kind: 'OPPORTUNITY_HALF_WAY',
        title: expect.stringMatching(/^Half of the time/),
      },
      {
        ...common,
        kind: 'OPPORTUNITY_CLOSING_SOON',
        title: expect.stringMatching(/^Closing soon/),
      },
    ]);
  });

  it('comes to nobody who has applied, has since left or was told only now', async () => {
    const applies = await trust.personAt(school);
    const applicant = { ...aMemberOfStaff(trust.trustId), personId: applies };
    const [stays, leaves, fresh] = [
      await trust.personAt(school),
      await trust.personAt(school),
      await trust.personAt(school),
    ];
    const id = await trust.publish(fortnight);
    for (const one of [applies, stays, leaves]) await told(id, one);
    await trust.reached(id, fresh, '2024-03-12');
    await test.apply(applicant, id, { statement: 'I would.' });
    await test.tellOf(trust.trustId, { status: 'LEFT', assignments: [] }, leaves);

    await on('2024-03-13');

    expect((await reminders(id)).flatMap(({ personIds }) => personIds)).toEqual([stays]);
  });

  it('comes on no weekend and not of what is open for a few days only', async () => {
    const person = await trust.personAt(school);
    const [sunday, short] = [
      await trust.publish({ opensOn: '2024-03-01', closesOn: '2024-03-11' }),
      await trust.publish({ opensOn: '2024-03-01', closesOn: '2024-03-05' }),
    ];
    await told(sunday, person);
    await told(short, person);

    await on('2024-03-05');
    expect(await reminders(short)).toEqual([]);
    await on('2024-03-08'); // the Friday before the Saturday that is two days before

    expect((await reminders(sunday)).at(-1)?.kind).toBe('OPPORTUNITY_CLOSING_SOON');
  });

  it('comes once when two workers are at it', async () => {
    const person = await trust.personAt(school);
    const id = await trust.publish(fortnight);
    await told(id, person);

    await Promise.all([on('2024-03-13'), on('2024-03-13'), on('2024-03-13')]);

    expect(await reminders(id)).toHaveLength(1);
  });

  it('comes to whoever applied in an earlier round, and has not in this one', async () => {
    const person = await trust.personAt(school);
    const applicant = { ...aMemberOfStaff(trust.trustId), personId: person };
    const id = await trust.publish(fortnight);
    await told(id, person);
    await test.apply(applicant, id, { statement: 'I would.' });
    await asSuperuser(test.served.database.name, async (client) => {
      await client.query("SET session_replication_role = 'replica'"); // it ended, and they were not chosen
      await client.query("UPDATE application SET state = 'REJECTED' WHERE opportunity_id = $1", [
        id,
      ]);
      await client.query('UPDATE opportunity SET round = 2 WHERE id = $1', [id]);
    });

    await on('2024-03-13');

    expect((await reminders(id)).flatMap(({ personIds }) => personIds)).toEqual([person]);
  });

  it('comes anew of a version that everybody was told of anew', async () => {
    const person = await trust.personAt(school);
    const id = await trust.publish(fortnight);
    await told(id, person);
    await on('2024-03-13');
    test.clock.set('2024-03-14T09:00:00Z');
    await test.amend(trust.central, {
      id,
      version: 2,
      closesOn: '2024-03-28',
      terms: { hoursPerWeek: 20 },
    });
    await trust.reached(id, person, '2024-03-14', 2);

    await on('2024-03-15');
    await on('2024-03-26');

    expect((await reminders(id)).map(({ kind }) => kind)).toEqual([
      ...['OPPORTUNITY_CLOSING_SOON', 'OPPORTUNITY_CLOSING_SOON'],
    ]);
  });
});
