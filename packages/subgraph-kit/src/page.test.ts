import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { aShelf } from './testing/example/example-rows.ts';
import { exampleSubgraph } from './testing/example/example-subgraph.ts';
import { testSubgraph } from './testing/test-subgraph.ts';
import { aViewer } from './testing/test-viewer.ts';

interface Connection {
  readonly edges: readonly { readonly cursor: string; readonly node: { readonly id: string } }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

const example = testSubgraph(exampleSubgraph);
const viewer = aViewer();
// Few labels and few numbers, so that only the id tells many jars apart.
const labels = ['aniseed', 'Bonbons', 'éclairs', 'mint', 'mint', 'mint', '100% cocoa', 'snow_ball'];
let jars: readonly { readonly id: string; readonly label: string; readonly sweets: number }[] = [];

beforeAll(async () => {
  const wanted = Array.from({ length: 47 }, (_, n) => ({
    label: labels[(n * 5) % labels.length] ?? '',
    sweets: (n * 7) % 4,
  }));
  const { jarIds } = await aShelf(example.database.name, viewer, wanted);
  jars = wanted.map((jar, n) => ({ ...jar, id: jarIds[n] ?? '' }));
  await aShelf(example.database.name, aViewer(), [{ label: 'of another trust' }]);
});

const document = `
  query ($first: Int, $after: String, $last: Int, $before: String,
         $filter: JarFilter, $orderBy: JarOrder = LABEL) {
    jars(first: $first, after: $after, last: $last, before: $before,
         filter: $filter, orderBy: $orderBy) {
      edges { cursor node { id } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }`;

async function page(
  variables: Readonly<Record<string, unknown>>,
  as = viewer,
): Promise<Connection & { readonly ids: readonly string[] }> {
  const { data, errors } = await example.ask<{ jars: Connection }>(as, document, variables);
  expect(errors).toBeUndefined();
  return { ...data.jars, ids: data.jars.edges.map(({ node }) => node.id) };
}

async function codeOf(variables: Readonly<Record<string, unknown>>, as = viewer) {
  const { errors } = await example.ask(as, document, variables);
  return errors?.[0]?.extensions['code'];
}

describe('a list of jars', () => {
  it('comes in pages of 25, from the start, when nothing is said', async () => {
    const { ids, pageInfo } = await page({});
    expect(ids).toHaveLength(25);
    expect(pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
  });

  it('takes null for an argument as if it were not there', async () => {
    const { ids } = await page({ first: 3, after: null, last: null, before: null, filter: null });
    expect(ids).toEqual((await page({ first: 3 })).ids);
    expect((await page({ last: 3, first: null, after: null })).ids).toHaveLength(3);
  });

  it('gives its last page backwards, in the same order', async () => {
    const all = await page({ first: 100 });
    const { ids, pageInfo } = await page({ last: 5 });
    expect(ids).toEqual(all.ids.slice(-5));
    expect(pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
  });

  it('has no edges, no cursors and no error when there is nothing', async () => {
    const { edges, pageInfo } = await page({}, aViewer());
    expect(edges).toEqual([]);
    expect(pageInfo).toEqual({
      hasNextPage: false,
      hasPreviousPage: false,
      startCursor: null,
      endCursor: null,
    });
  });

  it('is sorted in the database as it says, the id deciding between equals', async () => {
    const fullest = await page({ first: 100, orderBy: 'FULLEST_FIRST' });
    const expected = jars.toSorted((a, b) => b.sweets - a.sweets || (a.id < b.id ? 1 : -1));
    expect(fullest.ids).toEqual(expected.map(({ id }) => id));
  });

  it('finds text as it is written, wildcards and all', async () => {
    const found = async (labelContains: string) =>
      (await page({ first: 100, filter: { labelContains } })).ids.length;
    const holding = (text: string) => jars.filter(({ label }) => label.includes(text)).length;
    for (const text of ['mint', '%', '_', 'cl', '\\', "' OR 1=1 --"]) {
      expect(await found(text)).toBe(holding(text));
    }
  });

  it('is whole and in order whatever the page size, the direction, the sort and the filter', async () => {
    const property = fc.asyncProperty(
      fc.integer({ min: 1, max: 60 }),
      fc.boolean(),
      fc.constantFrom('LABEL', 'FULLEST_FIRST'),
      fc.constantFrom('', 'mint', 'o', 'nothing'),
      async (size, backward, orderBy, labelContains) => {
        const list = { orderBy, filter: { labelContains } };
        const whole = (await page({ ...list, first: 100 })).ids;
        const walked: string[] = [];
        let cursor: string | null | undefined;
        for (;;) {
          const range = backward ? { last: size, before: cursor } : { first: size, after: cursor };
          const { ids, pageInfo } = await page({ ...list, ...range });
          expect(pageInfo[backward ? 'hasNextPage' : 'hasPreviousPage']).toBe(cursor !== undefined);
          if (backward) walked.unshift(...ids);
          else walked.push(...ids);
          cursor = backward ? pageInfo.startCursor : pageInfo.endCursor;
          if (!pageInfo[backward ? 'hasPreviousPage' : 'hasNextPage']) break;
        }
        expect(walked).toEqual(whole);
      },
    );
    await fc.assert(property, { numRuns: 25 });
  });

  it('keeps its place when rows before it come and go', async () => {
    const other = aViewer();
    await aShelf(example.database.name, other, [{ label: 'b' }, { label: 'd' }, { label: 'f' }]);
    const first = await page({ first: 2 }, other);
    await aShelf(example.database.name, other, [{ label: 'a' }, { label: 'c' }]);
    const next = await page({ first: 5, after: first.pageInfo.endCursor }, other);
    expect(next.ids).toHaveLength(1);
  });

  it('counts its total only when asked, in one more statement', async () => {
    const ask = (fields: string) => () => example.ask(viewer, `{ jars(first: 3) { ${fields} } }`);
    expect(await example.statementsDuring(ask('edges { node { id } }'))).toBe(1);
    expect(await example.statementsDuring(ask('totalCount edges { node { id } }'))).toBe(2);
    expect(await example.statementsDuring(ask('a: totalCount b: totalCount'))).toBe(2);
    const { data } = await ask('totalCount')();
    expect(data).toEqual({ jars: { totalCount: jars.length } });
  });
});

describe('the size of a page', () => {
  it('is 1 to 100', async () => {
    expect((await page({ first: 1 })).ids).toHaveLength(1);
    expect((await page({ first: 100 })).ids).toHaveLength(jars.length);
    for (const size of [0, -1, 101, 1_000_000_000]) {
      expect(await codeOf({ first: size })).toBe('BAD_USER_INPUT');
      expect(await codeOf({ last: size })).toBe('BAD_USER_INPUT');
    }
  });

  it('counts from one end only', async () => {
    const cursor = (await page({ first: 1 })).pageInfo.endCursor;
    for (const both of [
      { first: 1, last: 1 },
      { after: cursor, before: cursor },
      { first: 1, before: cursor },
      { last: 1, after: cursor },
    ]) {
      expect(await codeOf(both)).toBe('BAD_USER_INPUT');
    }
  });
});

describe('a cursor', () => {
  const aCursor = async (variables = {}, as = viewer) =>
    (await page({ first: 2, ...variables }, as)).pageInfo.endCursor ?? '';

  it('is refused when any one character of it was changed', async () => {
    const cursor = await aCursor();
    for (let place = 0; place < cursor.length; place += 1) {
      const other = cursor[place] === 'A' ? 'B' : 'A';
      const after = cursor.slice(0, place) + other + cursor.slice(place + 1);
      expect(await codeOf({ after })).toBe('BAD_CURSOR');
    }
  });

  it('is refused when it was made up, cut, lengthened or adorned', async () => {
    const cursor = await aCursor();
    const made = Buffer.from('["mint","x"]').toString('base64url');
    for (const after of [
      '',
      made,
      cursor.slice(0, -1),
      `${cursor}A`,
      `${cursor}%00`,
      `${cursor}=`,
      ` ${cursor}`,
      `${cursor.slice(0, 9)}!${cursor.slice(9)}`,
      'A'.repeat(10_240),
      cursor + 'A'.repeat(10_240),
    ]) {
      expect(await codeOf({ after })).toBe('BAD_CURSOR');
    }
    expect(await codeOf({ after: `${cursor}\0` })).toBe('BAD_USER_INPUT');
  });

  it('belongs to its order, its filter and its trust', async () => {
    const after = await aCursor();
    expect(await codeOf({ after, orderBy: 'FULLEST_FIRST' })).toBe('BAD_CURSOR');
    expect(await codeOf({ after, filter: { labelContains: 'mint' } })).toBe('BAD_CURSOR');
    expect(await codeOf({ after }, aViewer())).toBe('BAD_CURSOR');
    expect(await codeOf({ after })).toBeUndefined();
  });

  it('belongs to its list', async () => {
    const after = await aCursor();
    const { errors } = await example.ask(
      viewer,
      'query ($after: String) { jarsToFill(after: $after) { totalCount } }',
      { after },
    );
    expect(errors?.[0]?.extensions['code']).toBe('BAD_CURSOR');
  });

  it('works for a sort key a thousand characters long', async () => {
    const other = aViewer();
    const label = '🍬'.repeat(1_000);
    await aShelf(example.database.name, other, [{ label }, { label }, { label }]);
    const after = await aCursor({}, other);
    expect((await page({ after }, other)).ids).toHaveLength(1);
  });
});
