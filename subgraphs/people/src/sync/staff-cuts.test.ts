import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CutPlace, StatementCutter } from '@trellis/subgraph-kit/testing/statement-cutter';
import { asSuperuser } from '@trellis/subgraph-kit/testing/test-cluster';
import fc from 'fast-check';
import { setTimeout as pause } from 'node:timers/promises';
import { testPeople } from '../testing.ts';
import { pushMutation, type Sent, TestSource, told } from './testing.ts';

const way = new StatementCutter();
beforeAll(() => way.open());
afterAll(() => way.close());

/** The subgraph reaches its database by a way that can be cut. */
const people = testPeople({
  get DATABASE_URL(): string {
    return way.to(people.served.database.appUrl);
  },
});

async function aSource(): Promise<TestSource> {
  return new TestSource(people, await people.trust(), 'arbor', 0);
}

const staff = (count: number, fields: Sent = {}): Sent[] =>
  Array.from({ length: count }, (_, n) => told(`p${String(n).padStart(2, '0')}`, fields));

/** Milliseconds: each cut has a connection made anew. */
const generous = 120_000;

const tables = ['person', 'contract', 'assignment', 'staff_source_record', 'staff_sync_chunk'];

/** How many rows of each kind a trust has. */
async function rowsOf({ trust }: TestSource): Promise<Record<string, number>> {
  return asSuperuser(people.served.database.name, async (client) => {
    const counted = tables.map(
      (table) =>
        `SELECT '${table}' AS name, count(*)::integer AS rows FROM ${table} WHERE trust_id = $1`,
    );
    const { rows } = await client.query<{ name: string; rows: number }>(
      counted.join(' UNION ALL '),
      [trust.id],
    );
    return Object.fromEntries(rows.map((row) => [row.name, row.rows]));
  });
}

const whole = (staffed: number, chunks: number) => ({
  ...{ person: staffed, contract: staffed, assignment: staffed, staff_source_record: staffed },
  staff_sync_chunk: chunks,
});

/** Sends a chunk on a way that is cut, and again when it is whole. @returns whether it was cut. */
async function pushAcross(
  source: TestSource,
  input: Sent,
  statement: number,
  place: CutPlace,
): Promise<boolean> {
  const before = way.cuts;
  way.cutAt(statement, place);
  const codes = await people.codes(source.viewer, pushMutation, { input });
  way.heal();
  const isCut = way.cuts > before;
  expect(codes).toEqual(isCut ? ['UNAVAILABLE'] : []);
  expect(await people.codes(source.viewer, pushMutation, { input })).toEqual([]);
  return isCut;
}

describe('connections to the database that are cut', () => {
  it.each(['BEFORE', 'AFTER'] as const)(
    'F8: %s any statement of a chunk, the commit too, lose nothing and do nothing twice',
    async (place) => {
      const source = await aSource();
      const { id: syncId } = await source.start();
      let chunk = 0;
      for (let isCut = true; isCut;) {
        chunk += 1;
        const idempotencyKey = `chunk ${String(chunk)}`;
        const records = [told(`p${String(chunk)}`), told('same', { preferredName: `V${chunk}` })];
        isCut = await pushAcross(source, { syncId, chunk, records, idempotencyKey }, chunk, place);
      }

      expect(chunk).toBeGreaterThan(10); // statements of a chunk
      expect(await rowsOf(source)).toEqual(whole(chunk + 1, chunk));
      const { counts } = await source.finish(syncId, chunk);
      expect(counts.created).toBe(chunk + 1);
    },
    generous,
  );

  it(
    'in the middle of chunks, in any order and with retries, end in the last truth',
    async () => {
      const names = ['a', 'b', 'c'] as const;
      const deed = fc.record({
        name: fc.constantFrom(...names),
        status: fc.constantFrom('ACTIVE', 'ENDED', 'DELETED', 'RESTORED'),
        statement: fc.integer({ min: 1, max: 40 }),
        place: fc.constantFrom('BEFORE' as const, 'AFTER' as const),
      });
      const story = fc.array(deed, { minLength: 1, maxLength: 6 });
      await fc.assert(
        fc.asyncProperty(story, async (deeds) => {
          const source = await aSource();
          const { id: syncId } = await source.start();
          const truth = new Map<string, boolean>();
          for (const [at, { name, status, statement, place }] of deeds.entries()) {
            const updatedAt = new Date(Date.UTC(2026, 8, 1, 9, at)).toISOString();
            const left = status === 'ENDED' ? { leftOn: '2026-01-31' } : {};
            const records = [told(name, { status, updatedAt, ...left })];
            await pushAcross(source, { syncId, chunk: at + 1, records }, statement, place);
            truth.set(name, status === 'ACTIVE' || status === 'RESTORED');
          }

          const held = await asSuperuser(people.served.database.name, async (client) => {
            const { rows } = await client.query<{ name: string; isOpen: boolean }>(
              `SELECT record.external_id AS name,
                    EXISTS (SELECT FROM contract WHERE contract.source_record_id = record.id
                               AND ends_on IS NULL) AS "isOpen"
               FROM staff_source_record AS record WHERE record.trust_id = $1`,
              [source.trust.id],
            );
            return rows;
          });
          expect(new Map(held.map(({ name, isOpen }) => [name, isOpen]))).toEqual(truth);
        }),
        { numRuns: 10, endOnFailure: true },
      );
    },
    generous,
  );

  it(
    'F7: by the server, at random, lose nothing and mix no trusts up',
    async () => {
      const sources = [await aSource(), await aSource()];
      const chunks = Array.from({ length: 10 }, (_, chunk) =>
        staff(50).slice(chunk * 5, chunk * 5 + 5),
      );
      const syncs = await Promise.all(sources.map((source) => source.start()));
      const push = async (source: TestSource, syncId: string) => {
        for (const [at, records] of chunks.entries()) {
          const input = { syncId, chunk: at + 1, records };
          while ((await people.codes(source.viewer, pushMutation, { input })).length > 0);
        }
      };
      const work = Promise.all(sources.map((source, at) => push(source, syncs[at]?.id ?? '')));
      const { name, appUrl } = people.served.database;
      const role = new URL(appUrl).username;
      for (let times = 0; times < 8; times += 1) {
        await asSuperuser(name, (client) =>
          client.query(
            `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = $1 AND usename = $2 ORDER BY random() LIMIT 3`,
            [name, role],
          ),
        );
        await pause(50);
      }
      await work;

      for (const source of sources) expect(await rowsOf(source)).toEqual(whole(50, 10));
    },
    generous,
  );
});
