import { describe, expect, it } from '@jest/globals';
import { asSuperuser } from '@trellis/subgraph-kit/testing/test-cluster';
import { aViewer } from '@trellis/subgraph-kit/testing/test-viewer';
import pg from 'pg';
import { askOn } from './ask-on.ts';
import { clearEvents, type Cleared } from './event-retention.ts';
import { EventWorld, things } from './testing/event-world.ts';

const world = new EventWorld();
const ninetyDays = 90 * 86_400_000;

/** Clears as the worker's role, on a day so many days from now. */
async function clear(url: string, days: number, subscribers = ['consumer']): Promise<Cleared> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const before = new Date(Date.now() + days * 86_400_000 - ninetyDays);
  return clearEvents(askOn(client), before, subscribers).finally(() => client.end());
}

/** Facts that the events still tell of each thing. */
function kept(): Promise<Map<string, number[]>> {
  return asSuperuser(world.source.name, async (client) => {
    const { rows } = await client.query<{ id: string; told: number[] }>(
      `SELECT aggregate_id AS id, array_agg((data ->> 'told')::integer ORDER BY sequence) AS told
         FROM event GROUP BY aggregate_id`,
    );
    return new Map(rows.map(({ id, told }) => [id, told]));
  });
}

async function drainAll(): Promise<void> {
  while ((await world.delivery().drain()).isHeldUp);
}

describe('events that are older than they are kept', () => {
  it('go, but for the newest of each thing and what somebody has yet to be told', async () => {
    const [db, viewer] = [await world.app(world.source), aViewer()];
    const [thing = '', bad = ''] = things(2);
    const { jobUrl } = world.source;
    for (let times = 0; times < 3; times += 1) await world.happen(db, viewer, [thing]);
    expect(await clear(jobUrl, 91)).toEqual({ events: 0, inbox: 0 }); // nobody has been told
    world.poisonous.add(bad);
    await world.happen(db, viewer, [bad, bad]);
    await drainAll();
    await world.happen(db, viewer, [thing]);

    expect(await clear(jobUrl, 89)).toEqual({ events: 0, inbox: 0 }); // they are not old
    expect(await clear(jobUrl, 91, ['consumer', 'another'])).toEqual({ events: 0, inbox: 0 });
    expect(await clear(jobUrl, 91)).toEqual({ events: 3, inbox: 0 });
    expect(await kept()).toEqual(
      new Map([
        [thing, [4]],
        [bad, [1, 2]],
      ]),
    );

    await drainAll();
    const told = await world.app(world.target);
    expect((await world.effects(told, viewer)).get(thing)).toEqual([1, 2, 3, 4]);
  });

  it('are forgotten where they were heard, too', async () => {
    const [db, viewer] = [await world.app(world.source), aViewer()];
    await world.happen(db, viewer, things(5));
    await drainAll();

    expect((await clear(world.target.jobUrl, 89)).inbox).toBe(0);
    expect((await clear(world.target.jobUrl, 91)).inbox).toBeGreaterThanOrEqual(5);
  });
});
