import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Socket } from 'node:net';
import type { DataSource, EntityManager } from 'typeorm';
import { createDataSource } from './data-source.ts';
import { Database } from './database.ts';
import { newId } from './ids.ts';
import { aShelf } from './testing/example/example-rows.ts';
import { exampleSubgraph } from './testing/example/example-subgraph.ts';
import { asSuperuser } from './testing/test-cluster.ts';
import { testSubgraph } from './testing/test-subgraph.ts';
import { aViewer } from './testing/test-viewer.ts';

const example = testSubgraph(exampleSubgraph);
const filler = () => aViewer({ scopes: ['jar:fill'] });

const addJar = `mutation ($input: AddJarInput!) { addJar(input: $input) { id } }`;
const jarOn = (shelfId: string, label = 'humbugs') => ({
  input: { shelfId, label, filling: { sweets: 10, filledOn: '2026-09-01' } },
});

async function jarsOf(trustId: string): Promise<number> {
  return asSuperuser(example.database.name, async (client) => {
    const { rowCount } = await client.query('SELECT FROM jar WHERE trust_id = $1', [trustId]);
    return rowCount ?? 0;
  });
}

/** How often anything was written to PostgreSQL meanwhile. */
async function writesToPostgres(work: () => Promise<unknown>): Promise<number> {
  const { port } = new URL(example.database.appUrl);
  let writes = 0;
  const proto = Socket.prototype;
  const names = ['_write', '_writev'];
  const originals = names.map((name) => Reflect.get(proto, name) as () => undefined);
  originals.forEach((original, index) => {
    Reflect.set(proto, names[index] ?? '', function (this: Socket, ...given: unknown[]) {
      if (String(this.remotePort) === port) writes += 1;
      Reflect.apply(original, this, given);
    });
  });
  await work();
  originals.forEach((original, index) => Reflect.set(proto, names[index] ?? '', original));
  return writes;
}

describe('the transaction of an operation', () => {
  it('is one for all that an operation asks', async () => {
    const query = `{ ${[1, 2, 3, 4].map((n) => `a${String(n)}: transactionId`).join(' ')} }`;
    const { data } = await example.ask(aViewer(), query);
    expect(new Set(Object.values(data)).size).toBe(1);
  });

  it('cannot write in a query, and the client is not told how it was stopped', async () => {
    const viewer = aViewer();
    const { data, errors } = await example.ask(viewer, '{ mishap(kind: WRITE) }');
    expect(data).toEqual({ mishap: null });
    expect(errors?.[0]?.extensions['code']).toBe('INTERNAL_SERVER_ERROR');
    expect(JSON.stringify(errors)).not.toMatch(/read-only|INSERT|shelf/);
  });

  it('carries the viewer to row security, and hands nothing on to the next operation', async () => {
    const [one, other] = [aViewer({ purpose: 'a test' }), aViewer({ personId: null })];
    const settings = '{ settings }';
    const told = JSON.parse(String((await example.ask(one, settings)).data['settings'])) as object;
    expect(told).toMatchObject({ trust: one.trustId, person: one.personId, purpose: 'a test' });
    const then = JSON.parse(
      String((await example.ask(other, settings)).data['settings']),
    ) as object;
    expect(then).toMatchObject({ trust: other.trustId, person: null, purpose: null });
  });

  it('shows nobody what another viewer loaded a moment ago', async () => {
    const [owner, other] = [aViewer(), aViewer()];
    const { jarIds } = await aShelf(example.database.name, owner, [{ label: 'humbugs' }]);
    const document = 'query ($id: ID!) { jar(id: $id) { label } }';
    const ask = (viewer: typeof owner) => example.ask(viewer, document, { id: jarIds[0] });
    for (let round = 0; round < 10; round += 1) {
      const [shown, hidden] = await Promise.all([ask(owner), ask(other)]);
      expect(shown.data).toEqual({ jar: { label: 'humbugs' } });
      expect(hidden.errors?.[0]?.extensions['code']).toBe('NOT_FOUND');
    }
  });

  it('is held apart by row security alone, where a statement asks for every trust', async () => {
    const [own, other] = [aViewer(), aViewer()];
    await aShelf(example.database.name, own, [{ label: 'a' }]);
    await aShelf(example.database.name, other, [{ label: 'b' }, { label: 'c' }]);
    const { data } = await example.ask(own, '{ labelsWithoutFilter }');
    expect(data).toEqual({ labelsWithoutFilter: ['a'] });
  });

  it('sends the statements of parallel resolvers in one write, with its beginning', async () => {
    const writes = await writesToPostgres(async () => {
      const waits = Array.from({ length: 12 }, (_, n) => `w${String(n)}: wait(milliseconds: 1)`);
      const { errors } = await example.ask(aViewer(), `{ ${waits.join(' ')} }`);
      expect(errors).toBeUndefined();
    });
    expect(writes).toBe(2); // the second is COMMIT
  });

  it('is committed before the answer leaves', async () => {
    for (let round = 0; round < 20; round += 1) {
      const viewer = filler();
      const { id } = await aShelf(example.database.name, viewer);
      await example.ask(viewer, addJar, jarOn(id));
      expect(await jarsOf(viewer.trustId)).toBe(1);
    }
  });

  it('is undone when a later change of the same operation fails', async () => {
    const viewer = filler();
    const { id } = await aShelf(example.database.name, viewer);
    const both = `mutation ($input: AddJarInput!) {
      addJar(input: $input) { id } mishapInChange(kind: THROWN_ERROR) }`;
    const { data, errors } = await example.ask(viewer, both, jarOn(id));
    expect({ data, failed: errors?.length }).toEqual({ data: null, failed: 1 });
    expect(await jarsOf(viewer.trustId)).toBe(0);
  });

  it('is undone when only a field of what was changed cannot be shown', async () => {
    const viewer = filler();
    const { id } = await aShelf(example.database.name, viewer);
    const broken = `mutation ($input: AddJarInput!) { addJar(input: $input) { id isBroken } }`;
    const { data, errors } = await example.ask(viewer, broken, jarOn(id));
    expect({ data, failed: errors?.length }).toEqual({ data: null, failed: 1 });
    expect(await jarsOf(viewer.trustId)).toBe(0);
  });

  it('says that nothing happened when the commit itself fails', async () => {
    const viewer = filler();
    const { data, errors } = await example.ask(viewer, addJar, jarOn(newId()));
    expect(data).toBeNull();
    expect(errors?.[0]?.extensions).toEqual({
      code: 'INTERNAL_SERVER_ERROR',
      requestId: viewer.requestId,
    });
    expect(await jarsOf(viewer.trustId)).toBe(0);
  });

  it('commits nothing of a change that is not permitted', async () => {
    const viewer = aViewer();
    const { id } = await aShelf(example.database.name, viewer);
    const { errors } = await example.ask(viewer, addJar, jarOn(id));
    expect(errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
    expect(await jarsOf(viewer.trustId)).toBe(0);
  });
});

describe('a scope outside an operation', () => {
  let source: DataSource;
  let db: Database;

  beforeAll(async () => {
    source = createDataSource(exampleSubgraph.database, example.database.appUrl, 1);
    await source.initialize();
    db = new Database(source);
  });
  afterAll(() => source.destroy());

  it('lets no statement run where there is no operation', async () => {
    await expect(db.rows('SELECT 1')).rejects.toThrow('outside an operation');
  });

  it('leaves nothing of the viewer on the connection', async () => {
    await db.as(aViewer(), () => db.rows('SELECT 1'));
    const [left] = await source.query<unknown[]>(
      'SELECT app.trust() AS trust, app.person() AS person, app.all_places() AS all',
    );
    expect(left).toEqual({ trust: null, person: null, all: false });
  });

  it('refuses what comes after its end', async () => {
    let kept: EntityManager | undefined;
    const scope = db.scopeFor(aViewer());
    await db.within(scope, () =>
      db.transaction((tx) => {
        kept = tx;
        return Promise.resolve();
      }),
    );
    await scope.commit();
    await expect(kept?.query('SELECT 1')).rejects.toThrow();
    await expect(db.within(scope, () => db.rows('SELECT 1'))).rejects.toThrow('has ended');
  });

  it('lets no straggler write between the commit and the return of the connection', async () => {
    const viewer = aViewer();
    const scope = db.scopeFor(viewer);
    const insert = 'INSERT INTO shelf (trust_id, id, name) VALUES ($1, $2, $3)';
    await db.within(scope, () =>
      db.transaction(async (tx) => {
        const committed = scope.commit();
        const straggler = tx.query(insert, [viewer.trustId, newId(), 'straggler']);
        await expect(straggler).rejects.toThrow('has ended');
        await committed;
      }),
    );
  });

  it('sends nothing where a transaction could not be opened', async () => {
    const unsound = aViewer({ purpose: 'no \0 text' });
    await expect(db.as(unsound, () => db.rows('SELECT 1'))).rejects.toThrow('is no text');
    expect(await db.as(aViewer(), () => db.rows('SELECT 1 AS one'))).toEqual([{ one: 1 }]);
  });

  it('reads days as text, alone and in lists, and refuses a number it would round', async () => {
    const sql = `SELECT '2026-03-29'::date AS day, array['2026-03-29', NULL]::date[] AS days,
                        '{}'::date[] AS none, 9007199254740991 AS large, 0.1::numeric AS tenth`;
    expect(await db.as(aViewer(), () => db.rows(sql))).toEqual([
      {
        day: '2026-03-29',
        days: ['2026-03-29', null],
        none: [],
        large: Number.MAX_SAFE_INTEGER,
        tenth: 0.1,
      },
    ]);
    const tooLarge = db.as(aViewer(), () => db.rows('SELECT 9007199254740993 AS large'));
    await expect(tooLarge).rejects.toThrow('beyond 2^53');
  });
});
