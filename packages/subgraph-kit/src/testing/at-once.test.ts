import { describe, expect, it } from '@jest/globals';
import { newId } from '../ids.ts';
import { atOnce } from './at-once.ts';
import { aShelf } from './example/example-rows.ts';
import { exampleSubgraph } from './example/example-subgraph.ts';
import { asSuperuser } from './test-cluster.ts';
import { testSubgraph } from './test-subgraph.ts';
import { aViewer } from './test-viewer.ts';

const example = testSubgraph(exampleSubgraph);
const viewer = aViewer();

type Taken = { readonly [result: string]: { readonly __typename: string } };

/** Two people want all ten sweets of one jar; what each is told, and what is left. */
async function bothTakeAll(mutation: string) {
  const { jarIds } = await aShelf(example.database.name, viewer, [{ label: 'mint', sweets: 10 }]);
  const input = { jarId: jarIds[0], sweets: 10 };
  const document = `mutation ($input: TakeSweetsInput!) { ${mutation}(input: $input) { __typename } }`;
  const take = () => example.ask<Taken>(viewer, document, { input });
  const answers = await atOnce(example.database.name, 'jar', [take, take]);
  return answers.map(({ data }) => data[mutation]?.__typename ?? 'nothing').sort();
}

describe('two writers at once', () => {
  it('do not take the same sweets where the jar is locked before it is read', async () => {
    for (let round = 0; round < 5; round += 1) {
      expect(await bothTakeAll('takeSweets')).toEqual(['Jar', 'JarTooEmpty']);
    }
  });

  it('do take the same sweets where the lock is missing, each time', async () => {
    for (let round = 0; round < 5; round += 1) {
      expect(await bothTakeAll('takeSweetsCarelessly')).toEqual(['Jar', 'Jar']);
    }
  });

  it('are no test when one of them does not write', async () => {
    const reads = () => example.ask(viewer, '{ jars { totalCount } }');
    const from = performance.now();
    await expect(atOnce(example.database.name, 'jar', [reads, reads])).rejects.toThrow(
      'answered without coming to the lock on jar',
    );
    expect(performance.now() - from).toBeLessThan(20_000);
  });

  it('may write to a table of another schema', async () => {
    const { name } = example.database;
    await asSuperuser(name, (client) =>
      client.query('CREATE SCHEMA "Odd Name"; CREATE TABLE "Odd Name".note (id uuid)'),
    );
    const write = () =>
      asSuperuser(name, async (client) => {
        await client.query('INSERT INTO "Odd Name".note VALUES ($1)', [newId()]);
        return 'written';
      });
    expect(await atOnce(name, 'Odd Name.note', [write, write])).toEqual(['written', 'written']);
  });
});
