import { setTimeout as pause } from 'node:timers/promises';
import { type DataSource, MigrationExecutor, type QueryRunner } from 'typeorm';
import { errorCode } from './database-fault.ts';

/** One number for all our databases: locks are per database. */
const migrationLock = 7_265_109;

/**
 * Brings the database up to date. Several processes may call it at once: an advisory lock lets one
 * work while the others wait and then find nothing to do.
 *
 * @param owner connected as the owner role; one connection is enough.
 * @param appRole may read afterwards which migrations ran, so that it can tell whether it fits.
 * @returns the names of the migrations that ran.
 */
export async function migrate(owner: DataSource, appRole: string): Promise<string[]> {
  const runner = owner.createQueryRunner();
  await runner.connect();
  try {
    await takeLock(runner);
    const executor = new MigrationExecutor(owner, runner);
    executor.transaction = 'each';
    const done = await executor.executePendingMigrations();
    await runner.query(`GRANT SELECT ON migration TO "${appRole.replaceAll('"', '""')}"`);
    return done.map(({ name }) => name);
  } finally {
    await runner.query('SELECT pg_advisory_unlock($1)', [migrationLock]).catch(() => undefined);
    await runner.release();
  }
}

/** Asks again and again: who waits inside a statement would block CREATE INDEX CONCURRENTLY. */
async function takeLock(runner: QueryRunner): Promise<void> {
  const ask = 'SELECT pg_try_advisory_lock($1) AS taken';
  for (;;) {
    const [answer] = await runner.manager.query<{ taken: boolean }[]>(ask, [migrationLock]);
    if (answer?.taken) return;
    await pause(100);
  }
}

/** No such table, or no right to read it: nothing of ours was ever completed there. */
const neverMigrated = new Set(['42P01', '42501']);

/** @returns migrations that this program has and the database lacks. */
export async function missingMigrations(source: DataSource): Promise<string[]> {
  const ran = await source
    .query<{ name: string }[]>('SELECT name FROM migration')
    .catch((error: unknown) => {
      if (neverMigrated.has(errorCode(error))) return [];
      throw error;
    });
  const names = new Set(ran.map(({ name }) => name));
  return source.migrations
    .map((migration) => migration.name ?? migration.constructor.name)
    .filter((name) => !names.has(name));
}
