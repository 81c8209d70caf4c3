import DataLoader from 'dataloader';
import { isId } from './ids.ts';
import type { ConnectionArgs } from './connection.ts';
import type { Page } from './page.ts';

/**
 * Finds rows by id, all those of one tick in one call. What is not found is null; a malformed id is
 * not even asked for.
 */
export function byId<Row extends { readonly id: string }>(
  find: (ids: readonly string[]) => Promise<readonly Row[]>,
): DataLoader<string, Row | null> {
  return byKey(({ id }) => id, find);
}

/** The same by another key; `find` is given well-formed ids only. */
export function byKey<Row>(
  keyOf: (row: Row) => string,
  find: (keys: readonly string[]) => Promise<readonly Row[]>,
): DataLoader<string, Row | null> {
  return new DataLoader(async (keys) => {
    const asked = keys.filter(isId);
    const rows = asked.length > 0 ? await find(asked) : [];
    const found = new Map(rows.map((row) => [keyOf(row), row]));
    return keys.map((key) => found.get(key) ?? null);
  });
}

/** Finds the many rows of each key, all those of one tick in one call. */
export function manyByKey<Row>(
  keyOf: (row: Row) => string,
  find: (keys: readonly string[]) => Promise<readonly Row[]>,
): DataLoader<string, Row[]> {
  return new DataLoader(async (keys) => {
    const asked = keys.filter(isId);
    const found = Map.groupBy(asked.length > 0 ? await find(asked) : [], keyOf);
    return keys.map((key) => found.get(key) ?? []);
  });
}

/**
 * Pages of one relation for many parents: parents that ask for the same page share a statement.
 *
 * @param find for instance `Pages.ofEach`, given the arguments and filter that the parents share.
 */
export class PagesByParent<Args extends ConnectionArgs, Node> {
  readonly #loaders = new Map<string, DataLoader<string, Page<Node>>>();
  readonly #find: (args: Args, parentIds: readonly string[]) => Promise<Page<Node>[]>;

  constructor(find: (args: Args, parentIds: readonly string[]) => Promise<Page<Node>[]>) {
    this.#find = find;
  }

  load(parentId: string, args: Args): Promise<Page<Node>> {
    const key = JSON.stringify(args);
    let loader = this.#loaders.get(key);
    if (!loader) {
      loader = new DataLoader((parentIds) => this.#find(args, parentIds));
      this.#loaders.set(key, loader);
    }
    return loader.load(parentId);
  }
}
