import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from 'pg';
import { asSuperuser } from './test-cluster.ts';

/** Longest to wait until every writer stands at a lock, in milliseconds. */
const patience = 10_000;

/**
 * Runs the writers in their worst interleaving: each may read whatever it likes, and none may write
 * to the table until all have done their reading and stand at a lock. A race test that only starts
 * things together passes most times with the lock that it is about removed.
 *
 * @param database name of the test database.
 * @param table that the writers insert into or update, with its schema where that is not `public`.
 * @throws Error when a writer answers without coming to a lock: then the test tests nothing.
 */
export async function atOnce<T>(
  database: string,
  table: string,
  writers: readonly (() => Promise<T>)[],
): Promise<T[]> {
  return asSuperuser(database, async (client) => {
    await client.query('BEGIN');
    await client.query(
      `LOCK TABLE ${table.split('.').map(client.escapeIdentifier).join('.')} IN SHARE MODE`,
    );
    let answered = 0;
    const answers = Promise.all(writers.map((write) => write().finally(() => (answered += 1))));
    answers.catch(() => undefined); // awaited below, once the lock is off
    try {
      const end = Date.now() + patience;
      while ((await countWaiting(client)) < writers.length) {
        if (answered > 0)
          throw new Error(`a writer answered without coming to the lock on ${table}`);
        if (Date.now() > end) throw new Error(`not all writers came to the lock on ${table}`);
        await pause(5);
      }
    } finally {
      await client.query('COMMIT');
    }
    return answers;
  });
}

/** How many statements wait for a lock in this database now. */
export async function countWaiting(client: Client): Promise<number> {
  await client.query('SELECT pg_stat_clear_snapshot()'); // or the first look would last
  const { rows } = await client.query<{ waiting: number }>(
    `SELECT count(*)::integer AS waiting FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  return rows[0]?.waiting ?? 0;
}
