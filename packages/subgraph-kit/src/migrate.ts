import type { DataSource } from 'typeorm';

/** One number for all our databases: locks are per database. */
const migrationLock = 7_265_109;

/**
 * Brings the database up to date. Several processes may call it at once: an advisory lock lets one
 * work while the others wait and then find nothing to do.
 *
 * @param owner connected as the owner role.
 * @param appRole may read afterwards which migrations ran, so that it can tell whether it fits.
 * @returns the names of the migrations that ran.
 */
export async function migrate(owner: DataSource, appRole: string): Promise<string[]> {
  const runner = owner.createQueryRunner();
  await runner.connect();
  try {
    await runner.query('SELECT pg_advisory_lock($1)', [migrationLock]);
    const done = await owner.runMigrations();
    await runner.query(`GRANT SELECT ON migration TO "${appRole.replaceAll('"', '""')}"`);
    return done.map(({ name }) => name);
  } finally {
    await runner.query('SELECT pg_advisory_unlock($1)', [migrationLock]).catch(() => undefined);
    await runner.release();
  }
}

/** @returns migrations that this program has and the database lacks. */
export async function missingMigrations(source: DataSource): Promise<string[]> {
  const ran = await source
    .query<{ name: string }[]>('SELECT name FROM migration')
    .catch(() => []);
  const names = new Set(ran.map(({ name }) => name));
  return source.migrations
    .map((migration) => migration.name ?? migration.constructor.name)
    .filter((name) => !names.has(name));
}
