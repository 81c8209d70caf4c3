import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@trellis/embedded-postgres/launcher';
import { serverOf } from '@trellis/embedded-postgres/testing';
import { asSuperuser } from '@trellis/subgraph-kit/testing/test-cluster';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { testPeople } from '../testing.ts';
import { pushMutation, TestSource, told } from './testing.ts';

/** A server of this file's own, safe against crashes, so that it can be killed. */
const folder = mkdtempSync(join(tmpdir(), 'trellis-outage-'));
let server: EmbeddedPostgres;
beforeAll(async () => {
  server = await startEmbeddedPostgres({ folder });
  process.env['TEST_DATABASE_URL'] = server.superuserUrl;
}, 120_000);
const people = testPeople();
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

const chunks = Array.from({ length: 12 }, (_, chunk) =>
  Array.from({ length: 5 }, (__, n) => told(`p${String(chunk)}-${String(n)}`)),
);

/** How many rows a trust has of each. */
async function rowsOf({ trust }: TestSource): Promise<number[]> {
  const tables = ['person', 'contract', 'assignment', 'staff_source_record', 'event'];
  return asSuperuser(people.served.database.name, async (client) => {
    const counts = tables.map(
      (table) => `(SELECT count(*)::integer FROM ${table} WHERE trust_id = $1)`,
    );
    const sql = `SELECT ARRAY[${counts.join(', ')}] AS counted`;
    return (await client.query<{ counted: number[] }>(sql, [trust.id])).rows[0]?.counted ?? [];
  });
}

describe('F5: PostgreSQL is killed in the middle of a sync', () => {
  it('and started again: nothing lost, nothing twice, by the same process', async () => {
    const source = new TestSource(people, await people.trust(), 'arbor', 0);
    const [, , , , schools = 0] = await rowsOf(source);
    const { id: syncId } = await source.start({ mode: 'FULL' });
    let acknowledged = 0;
    let refused = 0;
    const push = async () => {
      for (const [at, records] of chunks.entries()) {
        const input = { syncId, chunk: at + 1, records };
        for (;;) {
          const codes = await people.codes(source.viewer, pushMutation, { input });
          if (codes.length === 0) break;
          expect(codes).toEqual(['UNAVAILABLE']);
          refused += 1;
          await pause(20);
        }
        acknowledged += 1;
      }
    };
    const work = push();
    const failed = new Set<unknown>();
    work.catch((error: unknown) => failed.add(error));
    while (acknowledged < 4) await pause(1);
    const { ended } = server;
    process.kill(serverOf(folder) ?? 0, 'SIGKILL');
    await ended;
    const before = acknowledged;
    while (refused === 0 && failed.size === 0) await pause(1);
    server = await startEmbeddedPostgres({ folder });
    await work;

    expect(before).toBeLessThan(chunks.length);
    expect(await rowsOf(source)).toEqual([60, 60, 60, 60, 60 + schools]);
    const { state, counts } = await source.finish(syncId, chunks.length);
    expect({ state, created: counts.created }).toEqual({ state: 'FINISHED', created: 60 });
  }, 120_000);
});
