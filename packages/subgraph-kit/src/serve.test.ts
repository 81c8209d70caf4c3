import { describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { exampleSubgraph } from './testing/example/example-subgraph.ts';
import { TestSubgraph } from './testing/test-subgraph.ts';
import { aShelf } from './testing/example/example-rows.ts';
import { countWaiting } from './testing/at-once.ts';
import { asSuperuser } from './testing/test-cluster.ts';
import { aViewer } from './testing/test-viewer.ts';

describe('a subgraph that is told to stop', () => {
  it('finishes and commits the change in flight, and takes nothing new', async () => {
    const example = new TestSubgraph('example');
    await example.start(exampleSubgraph);
    const viewer = aViewer({ scopes: ['jar:fill'] });
    const { id } = await aShelf(example.database.name, viewer);
    const { name } = example.database;
    let inFlight: ReturnType<typeof example.ask> | undefined;
    const jars = await asSuperuser(name, async (client) => {
      // The change waits for the table, so that it is surely in flight.
      await client.query('BEGIN; LOCK TABLE jar IN SHARE MODE');
      const filling = { sweets: 1, filledOn: '2026-09-01' };
      inFlight = example.ask(
        viewer,
        'mutation ($input: AddJarInput!) { addJar(input: $input) { label } }',
        { input: { shelfId: id, label: 'humbugs', filling } },
      );
      while ((await countWaiting(client)) === 0) await pause(5);
      const { url } = example;
      const stopped = example.stopServing();
      await expect(fetch(url)).rejects.toThrow();
      await client.query('COMMIT');
      await stopped;
      const { rowCount } = await client.query('SELECT FROM jar WHERE trust_id = $1', [
        viewer.trustId,
      ]);
      return rowCount;
    });
    expect(await inFlight).toEqual({ data: { addJar: { label: 'humbugs' } } });
    expect(jars).toBe(1);
    await example.stop();
  });
});
