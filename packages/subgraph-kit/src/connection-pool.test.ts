import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { createDataSource } from './data-source.ts';
import { Database } from './database.ts';
import { databaseFault } from './database-fault.ts';
import { BreakableProxy } from './testing/breakable-proxy.ts';
import { aShelf } from './testing/example/example-rows.ts';
import { exampleSubgraph } from './testing/example/example-subgraph.ts';
import { asSuperuser } from './testing/test-cluster.ts';
import { type TestSubgraph, testSubgraph } from './testing/test-subgraph.ts';
import { aViewer } from './testing/test-viewer.ts';

const example = testSubgraph(exampleSubgraph, { DATABASE_POOL_SIZE: '2' });
const codeOf = ({ errors }: Awaited<ReturnType<TestSubgraph['ask']>>) =>
  errors?.[0]?.extensions['code'];

const wait = (milliseconds: number) =>
  example.ask(aViewer(), `{ wait(milliseconds: ${String(milliseconds)}) }`);
const dawdle = (milliseconds: number) =>
  example.ask(aViewer(), `{ dawdle(milliseconds: ${String(milliseconds)}) }`);

/** Both connections of the pool are free, and so is PostgreSQL's side of them. */
async function expectBothFree() {
  const answers = await Promise.all([wait(100), wait(100)]);
  expect(answers.map(({ errors }) => errors)).toEqual([undefined, undefined]);
  const inTransaction = `SELECT FROM pg_stat_activity
    WHERE datname = $1 AND state LIKE 'idle in transaction%'
      AND state_change < clock_timestamp() - interval '100 milliseconds'`;
  await pause(150);
  await asSuperuser('postgres', async (client) => {
    expect((await client.query(inTransaction, [example.database.name])).rowCount).toBe(0);
  });
}

async function endAllConnections() {
  await asSuperuser('postgres', (client) =>
    client.query(
      `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
        WHERE datname = $1 AND pid <> pg_backend_pid()`,
      [example.database.name],
    ),
  );
}

describe('a pool of two connections', () => {
  it('is whole after operations that failed', async () => {
    const kinds = ['DRIVER_ERROR', 'UNIQUE_VIOLATION', 'THROWN_ERROR', 'WRITE'];
    for (const kind of [...kinds, ...kinds]) {
      await example.ask(aViewer(), `mutation { mishapInChange(kind: ${kind}) }`);
    }
    await expectBothFree();
  });

  it('is whole after a statement that took too long, which is a TIMEOUT', async () => {
    const answer = await example.ask(aViewer(), '{ mishap(kind: SLOW_STATEMENT) }');
    expect(codeOf(answer)).toBe('TIMEOUT');
    await expectBothFree();
  });

  it('is whole after clients that went away in the middle', async () => {
    for (let round = 0; round < 6; round += 1) {
      const body = JSON.stringify({ query: '{ wait(milliseconds: 100) }' });
      const leaving = fetch(example.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: example.vouchFor(aViewer(), body),
        },
        body,
        signal: AbortSignal.timeout(30),
      });
      await expect(leaving).rejects.toThrow();
    }
    await pause(400);
    await expectBothFree();
  });

  it('answers UNAVAILABLE within about a second when all are taken, and recovers', async () => {
    const taken = [dawdle(4_000), dawdle(4_000)];
    await pause(100);
    let given = 0;
    for (const one of taken) void one.then(() => (given += 1));
    expect(codeOf(await wait(1))).toBe('UNAVAILABLE');
    expect(given).toBe(0);
    await Promise.all(taken);
    await expectBothFree();
  });

  it('is not asked by an operation that needs no data', async () => {
    const taken = [dawdle(3_000), dawdle(3_000)];
    await pause(100);
    let given = 0;
    for (const one of taken) void one.then(() => (given += 1));
    expect((await example.ask(aViewer(), '{ __typename }')).errors).toBeUndefined();
    expect(given).toBe(0);
    await Promise.all(taken);
  });

  it('replaces idle connections that the server ended', async () => {
    await expectBothFree();
    await endAllConnections();
    await expectBothFree();
  });

  it('answers UNAVAILABLE when the server ends a connection in use, and recovers', async () => {
    const answer = wait(2_000);
    await pause(200);
    await endAllConnections();
    expect(codeOf(await answer)).toBe('UNAVAILABLE');
    await expectBothFree();
  });
});

describe('two trusts on one pool', () => {
  it('never see each other’s rows, whatever fails, ends or is given up meanwhile', async () => {
    const trusts = ['north', 'south'].map((label) => ({
      label,
      viewer: aViewer({ scopes: ['jar:fill'] }),
    }));
    const shelves = new Map<string, string>();
    for (const { label, viewer } of trusts) {
      const { id } = await aShelf(example.database.name, viewer, [{ label }, { label }]);
      shelves.set(label, id);
    }
    let seen = 0;
    const operations = Array.from({ length: 200 }, async (_, n) => {
      const { label, viewer } = trusts[n % 2] ?? { label: '', viewer: aViewer() };
      await pause(Math.floor(n / 2) * 15);
      if (n % 50 === 25) return endAllConnections();
      const filling = { sweets: 1, filledOn: '2026-09-01' };
      const input = { shelfId: shelves.get(label), label, filling };
      const documents = [
        '{ jars(first: 100) { edges { node { label } } } dawdle(milliseconds: 5) }',
        'mutation ($input: AddJarInput!) { addJar(input: $input) { label } }',
        '{ jars(first: 100) { edges { node { label } } } mishap(kind: DRIVER_ERROR) }',
        'mutation ($input: AddJarInput!) { addJar(input: $input) { label isBroken } }',
        'mutation { mishapInChange(kind: UNIQUE_VIOLATION) }',
      ];
      const body = JSON.stringify({ query: documents[n % 5], variables: { input } });
      const response = await fetch(example.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: example.vouchFor(viewer, body),
        },
        body,
        ...(n % 7 === 3 && { signal: AbortSignal.timeout(4) }),
      }).catch(() => undefined);
      const text = (await response?.text().catch(() => '')) ?? '';
      const labels = [...text.matchAll(/"label":"(\w+)"/g)].map(([, found]) => found);
      seen += labels.length;
      expect(new Set([...labels, label])).toEqual(new Set([label]));
      const dawdled = /"dawdle":"([^"]+)"/.exec(text)?.[1] ?? viewer.trustId;
      expect(dawdled).toBe(viewer.trustId);
    });
    await Promise.all(operations);
    expect(seen).toBeGreaterThan(100);
    await expectBothFree();
  });
});

describe('a PostgreSQL that hangs', () => {
  let proxy: BreakableProxy;
  let source: DataSource;
  let db: Database;

  beforeAll(async () => {
    proxy = new BreakableProxy(example.database.appUrl);
    source = createDataSource(exampleSubgraph.database, await proxy.open(), 1, 1_000);
    await source.initialize();
    db = new Database(source);
  });
  afterAll(async () => {
    await source.destroy();
    await proxy.close();
  });

  it('is given up a second after the longest statement, and used again when it is back', async () => {
    await db.as(aViewer(), () => db.rows('SELECT 1'));
    proxy.blocked = true;
    const from = performance.now();
    const failure: unknown = await db
      .as(aViewer(), () => db.rows('SELECT 1'))
      .catch((error: unknown) => error);
    expect(databaseFault(failure)?.code).toBe('UNAVAILABLE');
    expect(performance.now() - from).toBeLessThan(20_000);
    proxy.blocked = false;
    expect(await db.as(aViewer(), () => db.rows('SELECT 1 AS one'))).toEqual([{ one: 1 }]);
  });
});
