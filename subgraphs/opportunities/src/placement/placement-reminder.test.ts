import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { asSuperuser } from '@trellis/subgraph-kit/testing/test-cluster';
import { remindOfPlacements } from '@trellis/worker/reminder/placement-reminders';
import pg from 'pg';
import { TestOpportunities } from '../testing.ts';
import { TestPlacement } from './testing.ts';

const test = new TestOpportunities();
const trust = new TestPlacement(test);
let pool: pg.Pool;

beforeAll(async () => {
  pool = new pg.Pool({ connectionString: test.served.database.jobUrl, max: 2 });
  pool.on('error', () => undefined); // the database goes before it does
  await trust.employ();
  await trust.clear();
});
afterAll(() => pool.end());

const on = (day: string) => remindOfPlacements(pool, new Date(`${day}T06:30:00Z`));

const reminders = (id: string) =>
  asSuperuser(test.served.database.name, async (client) => {
    const { rows } = await client.query<{ data: object }>(
      `SELECT data FROM event WHERE aggregate_id = $1 AND data ->> 'kind' = 'PLACEMENT_BEGINS'`,
      [id],
    );
    return rows.map(({ data }) => data);
  });

describe('whoever goes somewhere', () => {
  it('is reminded on the working day before, once', async () => {
    const monday = await trust.whole(); // 1 June 2026
    await trust.schedule(monday);
    await on('2026-05-28');
    expect(await reminders(monday)).toEqual([]);
    await on('2026-05-29');
    await on('2026-05-29');
    await on('2026-05-31');

    expect(await reminders(monday)).toMatchObject([
      {
        ...{ title: '1 June: To see how they teach fractions', personIds: [trust.personId] },
        ...{ part: { type: 'Placement', id: monday }, closesOn: '2026-06-01', wantsProof: false },
      },
    ]);
  });

  it('is not reminded of what is not firm', async () => {
    const unsettled = await trust.whole({ startsOn: '2026-06-10', endsOn: '2026-06-11' });
    await on('2026-06-09');

    expect(await reminders(unsettled)).toEqual([]);
  });
});
