import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { asSuperuser } from '@trellis/subgraph-kit/testing/test-cluster';
import { tellOfClosings } from '@trellis/worker/day/closings';
import pg from 'pg';
import { FairTrust } from '../fairness/testing.ts';
import { TestOpportunities } from '../testing.ts';

const test = new TestOpportunities();
let pool: pg.Pool;
let trust: FairTrust;

beforeAll(() => {
  pool = new pg.Pool({ connectionString: test.served.database.jobUrl, max: 4 });
  pool.on('error', () => undefined); // the database goes before it does
});
afterAll(() => pool.end());
beforeEach(() => {
  trust = new FairTrust(test);
});

interface News {
  readonly type: string;
  readonly data: { readonly hostSchoolId: string | null; readonly closesOn: string };
}

/** What is told of an opportunity to others than the people whom it is for. */
const newsOf = (id: string) =>
  asSuperuser(test.served.database.name, async (client) => {
    const { rows } = await client.query<News>(
      `SELECT type, data FROM event WHERE aggregate_id = $1
          AND type <> 'opportunity.notice_requested' ORDER BY sequence`,
      [id],
    );
    return rows;
  });
const typesOf = async (id: string) => (await newsOf(id)).map(({ type }) => type);
const past = (day: string) => tellOfClosings(pool, new Date(`${day}T01:10:00Z`));

async function move(id: string, to: string, more: object = {}): Promise<string> {
  const query = 'query ($id: ID!) { opportunity(id: $id) { version } }';
  const { data } = await test.served.ask<{ opportunity: { version: number } }>(
    ...([trust.central, query, { id }] as const),
  );
  const { version } = data.opportunity;
  return (await test.move(trust.central, { id, version, to, ...more })).result;
}

describe('what others hear of an opportunity', () => {
  it('is each change of what everybody may see, with its school, and none of a draft', async () => {
    const [here, there] = [await trust.school(), await trust.school()];
    const days = { opensOn: '2024-03-01', closesOn: '2024-03-08', hostSchoolId: here };
    const draft = await test.create(trust.central, days);
    const edited = await test.edit(trust.central, { ...named(draft), title: 'Better words' });
    const id = String(draft.id);
    expect(await newsOf(id)).toEqual([]);

    await test.publish(trust.central, edited);
    await test.amend(trust.central, { id, version: 3, title: 'Even better words' });
    await test.amend(trust.central, { id, version: 4, hostSchoolId: there });
    test.clock.set('2024-03-11T09:00:00Z');
    expect(await move(id, 'UNFILLED')).toBe('Opportunity');
    expect(await move(id, 'REOPENED', { closesOn: '2024-03-15' })).toBe('Opportunity');
    expect(await move(id, 'WITHDRAWN')).toBe('Opportunity');

    const news = await newsOf(id);
    expect(news.map(({ type }) => type)).toEqual([
      ...['opportunity.published', 'opportunity.amended', 'opportunity.amended'],
      ...['opportunity.unfilled', 'opportunity.reopened', 'opportunity.withdrawn'],
    ]);
    const schools = news.map(({ data }) => data.hostSchoolId);
    expect(schools).toEqual([here, here, there, there, there, there]);
  });

  it('is nothing of a change that was refused', async () => {
    const id = await trust.publish();
    await test.amend(trust.central, { id, version: 2, closesOn: '2024-02-01' });
    expect(await move(id, 'FILLED')).toBe('IllegalTransition');

    expect(await typesOf(id)).toEqual(['opportunity.published']);
  });
});

describe('that a closing day is over', () => {
  it('is told on the day after it, once, and is no change of the opportunity', async () => {
    const id = await trust.publish({ closesOn: '2024-03-08' });

    await past('2024-03-08');
    expect(await typesOf(id)).toEqual(['opportunity.published']);
    await past('2024-03-09');
    await past('2024-03-10');

    expect(await typesOf(id)).toEqual(['opportunity.published', 'opportunity.closed']);
    const { data } = await test.served.ask<{ opportunity: { history: { edges: object[] } } }>(
      trust.central,
      'query ($id: ID!) { opportunity(id: $id) { history { edges { node { kind } } } } }',
      { id },
    );
    expect(data.opportunity.history.edges).toHaveLength(2); // written, and moved
  });

  it('is told once when two workers are at it', async () => {
    const id = await trust.publish({ closesOn: '2024-03-08' });

    await Promise.all([past('2024-03-09'), past('2024-03-09'), past('2024-03-09')]);

    expect(await typesOf(id)).toEqual(['opportunity.published', 'opportunity.closed']);
  });

  it('is told again of what was reopened, and not of what was withdrawn', async () => {
    const [again, gone] = [await trust.publish(), await trust.publish()];
    expect(await move(gone, 'WITHDRAWN')).toBe('Opportunity');
    await past('2024-03-09');
    test.clock.set('2024-03-09T09:00:00Z');
    expect(await move(again, 'REOPENED', { closesOn: '2024-03-15' })).toBe('Opportunity');
    await past('2024-03-10');
    await past('2024-03-16');

    expect((await typesOf(again)).slice(1)).toEqual([
      ...['opportunity.closed', 'opportunity.reopened', 'opportunity.closed'],
    ]);
    expect(await typesOf(gone)).toEqual(['opportunity.published', 'opportunity.withdrawn']);
  });

  it('waits for a reopening that is under way, after which it is not told', async () => {
    const id = await trust.publish({ closesOn: '2024-03-08' });
    await asSuperuser(test.served.database.name, async (client) => {
      await client.query('BEGIN');
      await client.query(
        "UPDATE opportunity SET closes_on = '2024-03-15', version = version + 1 WHERE id = $1",
        [id],
      );
      const told = past('2024-03-09');
      await waitsForLock(client);
      await client.query('COMMIT');
      await told;
    });

    expect(await typesOf(id)).toEqual(['opportunity.published']);
  });
});

/** Until somebody waits for what the client holds. */
async function waitsForLock(client: pg.Client): Promise<void> {
  const sql =
    "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%closing_told_of%'";
  while ((await client.query(sql)).rowCount === 0)
    await new Promise((resolve) => setTimeout(resolve, 5));
}

const named = ({ id, version }: { readonly id?: string; readonly version?: number }) => ({
  ...{ id, version },
});
