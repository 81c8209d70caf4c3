import { describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { Cursors } from './cursor.ts';
import { createDataSource } from './data-source.ts';
import { Database } from './database.ts';
import { Pages } from './page.ts';
import { aShelf } from './testing/example/example-rows.ts';
import { exampleSubgraph } from './testing/example/example-subgraph.ts';
import { jarList } from './testing/example/jar.loaders.ts';
import { JarOrder } from './testing/example/jar.types.ts';
import { testSubgraph } from './testing/test-subgraph.ts';
import { aViewer } from './testing/test-viewer.ts';

interface Connection {
  readonly edges: readonly { readonly node: { readonly id: string } }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

const example = testSubgraph(exampleSubgraph);

describe('pages of a relation', () => {
  interface Shelves {
    readonly shelves: readonly { readonly id: string; readonly jars: Connection }[];
  }
  const query = `
    query ($ids: [ID!]!, $first: Int, $after: String, $last: Int) {
      shelves(ids: $ids) {
        id
        jars(first: $first, after: $after, last: $last) {
          edges { cursor node { id } }
          pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        }
      }
    }`;

  it('come for every parent in one statement, each its own, in order', async () => {
    const own = aViewer();
    const shelves = await Promise.all(
      [0, 1, 2, 5, 30].map((count) =>
        aShelf(
          example.database.name,
          own,
          Array.from({ length: count }, (_, n) => ({ label: String(count - n).padStart(2, '0') })),
        ),
      ),
    );
    const ids = shelves.map(({ id }) => id);
    let data: Shelves | undefined;
    const statements = await example.statementsDuring(async () => {
      ({ data } = await example.ask<Shelves>(own, query, { ids, first: 3 }));
    });
    expect(statements).toBe(2);
    expect(data?.shelves.map(({ jars: { edges } }) => edges.map(({ node }) => node.id))).toEqual(
      shelves.map(({ jarIds }) => jarIds.toReversed().slice(0, 3)),
    );
    expect(data?.shelves.map(({ jars: { pageInfo } }) => pageInfo.hasNextPage)).toEqual([
      ...[false, false, false],
      ...[true, true],
    ]);
  });

  it('go on from a cursor, for each parent on its own', async () => {
    const own = aViewer();
    const shelf = await aShelf(example.database.name, own, [
      { label: 'a' },
      { label: 'b' },
      { label: 'c' },
    ]);
    const ask = async (variables: object) => {
      const { data } = await example.ask<Shelves>(own, query, { ids: [shelf.id], ...variables });
      return data.shelves[0]?.jars;
    };
    const first = await ask({ first: 2 });
    const rest = await ask({ first: 2, after: first?.pageInfo.endCursor });
    expect(rest?.edges.map(({ node }) => node.id)).toEqual(shelf.jarIds.slice(2));
    const last = await ask({ last: 1 });
    expect(last?.edges.map(({ node }) => node.id)).toEqual(shelf.jarIds.slice(2));
  });

  it('count all totals in one more statement', async () => {
    const own = aViewer();
    const shelves = [
      await aShelf(example.database.name, own, [{ label: 'a' }, { label: 'b' }]),
      await aShelf(example.database.name, own, []),
    ];
    const totals = 'query ($ids: [ID!]!) { shelves(ids: $ids) { jars { totalCount } } }';
    let data: unknown;
    const statements = await example.statementsDuring(async () => {
      ({ data } = await example.ask(own, totals, { ids: shelves.map(({ id }) => id) }));
    });
    expect(data).toEqual({
      shelves: [{ jars: { totalCount: 2 } }, { jars: { totalCount: 0 } }],
    });
    expect(statements).toBe(3);
  });

  it('are empty for a parent whose id is no id, and do not fail the others', async () => {
    const own = aViewer();
    const shelf = await aShelf(example.database.name, own, [{ label: 'a' }]);
    const source = createDataSource(exampleSubgraph.database, example.database.appUrl, 1);
    await source.initialize();
    const db = new Database(source);
    const pages = new Pages(db, new Cursors(randomBytes(32)));
    const list = jarList('Shelf.jars', own, { orderBy: JarOrder.LABEL });
    const found = await db.as(own, async () => {
      const each = await pages.ofEach(own, list, {}, 'jar.shelf_id', ['no id', shelf.id]);
      return Promise.all(each.map(({ totalCount }) => totalCount()));
    });
    await source.destroy();
    expect(found).toEqual([0, 1]);
  });
});
