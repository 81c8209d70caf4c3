import { describe, expect, it } from '@jest/globals';
import { asSuperuser } from '@trellis/subgraph-kit/testing/test-cluster';
import pg from 'pg';
import { askOn } from './ask-on.ts';
import { clearOldRows, idempotencyKeys, type KeptTable } from './old-rows.ts';
import { EventWorld } from './testing/event-world.ts';

const world = new EventWorld();
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);

/** As the worker's role. */
async function clear(table: KeptTable, before: Date): Promise<number> {
  const client = new pg.Client({ connectionString: world.source.jobUrl });
  await client.connect();
  return clearOldRows(askOn(client), table, before).finally(() => client.end());
}

describe('keys under which changes were sent', () => {
  it('go when they are old, of every trust, and the others stay', async () => {
    await asSuperuser(world.source.name, (client) =>
      client.query(
        `INSERT INTO idempotency_key (trust_id, caller, key, request_hash, result_id, created_at)
         SELECT gen_random_uuid(), 'PERSON ada', 'age ' || days, '', gen_random_uuid(),
                now() - days * interval '1 day'
           FROM unnest(ARRAY[1, 29, 31, 400]) AS days`,
      ),
    );

    expect(await clear(idempotencyKeys, daysAgo(30))).toBe(2);
    const kept = await asSuperuser(world.source.name, async (client) => {
      const sql = 'SELECT key FROM idempotency_key ORDER BY key';
      return (await client.query<{ key: string }>(sql)).rows;
    });
    expect(kept.map(({ key }) => key)).toEqual(['age 1', 'age 29']);
  });

  it('stay in a database of the version before, which gives no right to them', async () => {
    const later = { ...idempotencyKeys, table: 'table_to_come' };
    expect(await clear(later, daysAgo(30))).toBe(0);

    expect(await clear({ ...idempotencyKeys, table: 'effect' }, daysAgo(30))).toBe(0);
  });
});
