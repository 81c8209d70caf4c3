import { describe, expect, it } from '@jest/globals';
import { exampleSubgraph } from './testing/example-subgraph.ts';
import { testSubgraph } from './testing/test-subgraph.ts';
import { aViewer } from './testing/test-viewer.ts';
import { atOnce } from './testing/at-once.ts';

const example = testSubgraph(exampleSubgraph);

describe('x', () => {
  it('works', async () => {
    const v = aViewer({ scopes: ['jar:fill'] });
    const a = await example.ask(v, 'mutation { a: addJar(label: "one") { id label secret } b: addJar(label: "two") { id } }');
    console.log(JSON.stringify(a));
    console.log(JSON.stringify(await example.ask(v, '{ jars(first: 1) { edges { cursor node { id label secret } } totalCount pageInfo { hasNextPage endCursor } } }')));
    console.log(JSON.stringify(await example.ask(v, 'mutation { addJar(label: "bad") { id secret } }')));
    console.log(JSON.stringify(await example.ask(aViewer(), 'mutation { addJar(label: "bad") { id secret } }')));
    console.log(JSON.stringify(await example.ask(aViewer(), '{ jars { totalCount } _service { sdl } }')));
    const id = (a.data as any).a.id;
    const take = () => example.ask(v, `mutation { take(id: "${id}", sweets: 10) { __typename ... on JarTooEmpty { message } } }`);
    console.log(JSON.stringify(await atOnce(example.database.name, 'jar', [take, take])));
    console.log(JSON.stringify(await example.ask(v, 'query ($x: Int!) { jars(first: $x) { totalCount } }', { x: 'secret' })));
    console.log((await example.post('{}')).status);
    expect(await example.statementsDuring(() => example.ask(v, '{ jars { edges { node { id } } } }'))).toBe(1);
  });
});
