import type { AskDatabase } from './event-feed.ts';

/** Rows a statement: some 100 ms. An open transaction holds deliveries back, so none is long. */
const batchSize = 5_000;

/** A table whose rows are kept for a time. */
export interface KeptTable {
  readonly table: string;
  /** Its primary key. */
  readonly key: readonly string[];
  /** The column that says since when a row is kept. */
  readonly since: string;
}

/** Keys of callers: by then nobody sends the same change again. */
export const idempotencyKeys: KeptTable = {
  ...{ table: 'idempotency_key', key: ['trust_id', 'caller', 'key'], since: 'created_at' },
};

/**
 * Clears away the rows of a table from before an instant. While the subgraph is of a version that does
 * not have the table yet, or keeps its rows for good, it does nothing.
 *
 * @returns how many.
 */
export async function clearOldRows(
  ask: AskDatabase,
  { table, key, since }: KeptTable,
  before: Date,
): Promise<number> {
  const [right] = await ask<{ isGiven: boolean | null }>(
    `SELECT has_table_privilege(to_regclass($1), 'DELETE') AS "isGiven"`,
    [table],
  );
  if (!right?.isGiven) return 0;
  const columns = key.join(', ');
  const sql = `
    DELETE FROM ${table} WHERE (${columns}) IN (
      SELECT ${columns} FROM ${table} WHERE ${since} < $2 ORDER BY ${since} LIMIT $1)
    RETURNING 1 AS one`;
  return inBatches(ask, sql, [before]);
}

/** Runs a statement that clears at most `$1` rows until it finds no more. @returns how many. */
export async function inBatches(
  ask: AskDatabase,
  sql: string,
  parameters: readonly unknown[],
): Promise<number> {
  for (let all = 0; ;) {
    const { length } = await ask(sql, [batchSize, ...parameters]);
    all += length;
    if (length < batchSize) return all;
  }
}
