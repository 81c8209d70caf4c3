import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from './ids.ts';
import { type OperationsServer, createMetrics, serveOperations } from './operations-server.ts';
import { exampleSubgraph } from './testing/example/example-subgraph.ts';
import { asSuperuser } from './testing/test-cluster.ts';
import { testSubgraph } from './testing/test-subgraph.ts';
import { aViewer } from './testing/test-viewer.ts';

const example = testSubgraph(exampleSubgraph);

async function look(path: string) {
  const response = await fetch(`${example.operationsUrl}${path}`);
  return `${String(response.status)} ${await response.text()}`;
}

async function metric(name: string) {
  const text = await look('/metrics');
  return text.split('\n').filter((line) => line.startsWith(name));
}

describe('a subgraph’s health', () => {
  it('is up or down and no more, on a port of its own', async () => {
    expect(await look('/livez')).toBe('200 up');
    expect(await look('/readyz')).toBe('200 up');
    expect(await look('/')).toBe('404 ');
    expect(await look('/graphql')).toBe('404 ');
  });

  it('is not ready while a migration is missing', async () => {
    const change = (sql: string) =>
      asSuperuser(example.database.name, (client) => client.query(sql));
    await change("UPDATE migration SET name = name || '_' WHERE name LIKE 'Jars%'");
    expect(await look('/readyz')).toBe('503 down');
    await change("UPDATE migration SET name = rtrim(name, '_')");
    expect(await look('/readyz')).toBe('200 up');
  });

  it('is alive and not ready while PostgreSQL is gone, and ready when it is back', async () => {
    const { name } = example.database;
    const moved = `${name}_moved`;
    const rename = (from: string, to: string) =>
      asSuperuser('postgres', async (client) => {
        await client.query(`ALTER DATABASE ${from} ALLOW_CONNECTIONS false`);
        await client.query(
          'SELECT pg_terminate_backend(pid, 2000) FROM pg_stat_activity WHERE datname = $1',
          [from],
        );
        await client.query(`ALTER DATABASE ${from} RENAME TO ${to}`);
        await client.query(`ALTER DATABASE ${to} ALLOW_CONNECTIONS true`);
      });
    await rename(name, moved);
    expect(await look('/readyz')).toBe('503 down');
    expect(await look('/livez')).toBe('200 up');
    await rename(moved, name);
    expect(await look('/readyz')).toBe('200 up');
  });
});

describe('a readiness check', () => {
  let operations: OperationsServer;
  let check: () => Promise<string | undefined>;
  const ready = async () =>
    (await fetch(`http://127.0.0.1:${String(operations.port)}/readyz`)).status;

  beforeAll(async () => {
    operations = await serveOperations(createMetrics('test'), () => check(), '127.0.0.1', 0);
  });
  afterAll(() => operations.stop());

  it('that fails or does not answer means not ready', async () => {
    check = () => Promise.resolve(undefined);
    expect(await ready()).toBe(200);
    check = () => Promise.reject(new Error('no'));
    expect(await ready()).toBe(503);
    check = () => new Promise(() => undefined);
    expect(await ready()).toBe(503);
  });

  it('is of no use any more once the process retires', async () => {
    check = () => Promise.resolve(undefined);
    operations.retire();
    expect(await ready()).toBe(503);
  });
});

describe('a subgraph’s metrics', () => {
  it('have labels from fixed lists, whatever clients call their operations', async () => {
    await example.ask(aViewer(), 'query hunter2 { __typename }');
    await example.ask(aViewer(), `query ${'x'.repeat(10_000)} { __typename }`);
    const before = (await metric('graphql_')).length;
    for (let n = 0; n < 20; n += 1) {
      const name = `q${newId().replaceAll('-', '')}`;
      await example.ask(aViewer(), `query ${name} { ${name}: __typename }`);
    }
    const lines = await metric('graphql_');
    expect(lines).toHaveLength(before);
    expect(lines.join('\n')).not.toMatch(/hunter2|xxx/);
  });

  it('count operations by kind and outcome, and errors by code', async () => {
    const count = async (line: RegExp) =>
      Number((await metric('graphql_')).find((text) => line.test(text))?.split(' ')[1] ?? 0);
    const failed = /_count\{.*operation="query".*outcome="errors"/;
    const notFound = /errors_total\{.*code="NOT_FOUND"/;
    const before = [await count(failed), await count(notFound)];
    await example.ask(aViewer(), `{ jar(id: "${newId()}") { id } }`);
    const after = [await count(failed), await count(notFound)];
    expect(after).toEqual(before.map((value) => value + 1));
  });

  it('count a change as failed when its commit fails', async () => {
    const count = async () =>
      Number(
        (await metric('graphql_'))
          .find((text) => /_count\{.*operation="mutation".*outcome="errors"/.test(text))
          ?.split(' ')[1] ?? 0,
      );
    const before = await count();
    const onNoShelf = {
      label: 'one',
      filling: { sweets: 1, filledOn: '2026-09-01' },
      shelfId: newId(),
    };
    const { errors } = await example.ask(
      aViewer({ scopes: ['jar:fill'] }),
      'mutation ($input: AddJarInput!) { addJar(input: $input) { id } }',
      { input: onNoShelf },
    );
    expect(errors?.[0]?.extensions['code']).toBe('INTERNAL_SERVER_ERROR');
    expect(await count()).toBe(before + 1);
  });

  it('count statements by hundreds of operations as they are, one each', async () => {
    const ask = () => example.ask(aViewer(), '{ jars { edges { node { id } } } }');
    const statements = await example.statementsDuring(() =>
      Promise.all(Array.from({ length: 100 }, ask)),
    );
    expect(statements).toBe(100);
  });
});
