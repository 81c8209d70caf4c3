import { describe, expect, it } from '@jest/globals';
import { byId, byKey, manyByKey, PagesByParent } from './batch.ts';
import type { ConnectionArgs } from './connection.ts';
import { newId } from './ids.ts';

/** Finds among what is given, and remembers what it was asked. */
function finder<Row>(rows: readonly Row[]) {
  const asked: (readonly string[])[] = [];
  const find = (keys: readonly string[]) => {
    asked.push(keys);
    return Promise.resolve(rows);
  };
  return { asked, find };
}

describe('rows by id', () => {
  it('are asked for once for all of one tick, each id once', async () => {
    const [a, b] = [{ id: newId() }, { id: newId() }];
    const { asked, find } = finder([b, a]);
    const loader = byId(find);
    expect(await Promise.all([a.id, b.id, a.id].map((id) => loader.load(id)))).toEqual([a, b, a]);
    expect(asked).toEqual([[a.id, b.id]]);
  });

  it('are null for what is not found, in its place', async () => {
    const a = { id: newId() };
    const loader = byId(finder([a]).find);
    expect(await Promise.all([newId(), a.id].map((id) => loader.load(id)))).toEqual([null, a]);
  });

  it('are not even looked for by what is no id', async () => {
    const { asked, find } = finder([]);
    const loader = byId(find);
    const wrong = ['', '1', '{', newId().slice(1), `${newId()} `, '\0'];
    expect(await Promise.all(wrong.map((id) => loader.load(id)))).toEqual(wrong.map(() => null));
    expect(asked).toEqual([]);
  });

  it('may be found by another key', async () => {
    const row = { owner: newId() };
    expect(await byKey(({ owner }: typeof row) => owner, finder([row]).find).load(row.owner)).toBe(
      row,
    );
  });
});

describe('many rows by one key', () => {
  it('are grouped by the key, and none is an empty list', async () => {
    const [owner, other] = [newId(), newId()];
    const rows = [
      { owner, n: 1 },
      { owner: other, n: 2 },
      { owner, n: 3 },
    ];
    const loader = manyByKey(({ owner: key }: (typeof rows)[number]) => key, finder(rows).find);
    const found = await Promise.all(
      [owner, newId(), 'no id', other].map((key) => loader.load(key)),
    );
    expect(found.map((list) => list.map(({ n }) => n))).toEqual([[1, 3], [], [], [2]]);
  });
});

describe('pages by parent', () => {
  it('share a statement among parents that ask for the same page, and only among them', async () => {
    const pageInfo = {
      hasNextPage: false,
      hasPreviousPage: false,
      startCursor: null,
      endCursor: null,
    };
    const anEmptyPage = { edges: [], pageInfo, totalCount: () => Promise.resolve(0) };
    const asked: [ConnectionArgs, readonly string[]][] = [];
    const loaders = new PagesByParent((args: ConnectionArgs, parentIds) => {
      asked.push([args, parentIds]);
      return Promise.resolve(parentIds.map(() => anEmptyPage));
    });
    await Promise.all([
      loaders.load('a', { first: 2 }),
      loaders.load('b', { first: 2 }),
      loaders.load('a', { first: 3 }),
    ]);
    expect(asked).toEqual([
      [{ first: 2 }, ['a', 'b']],
      [{ first: 3 }, ['a']],
    ]);
  });
});
