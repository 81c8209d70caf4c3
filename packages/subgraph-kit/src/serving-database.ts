import type { DataSource } from 'typeorm';
import { findInsecurities } from './boot-gate.ts';
import { ConfigurationError, type SubgraphConfig } from './config.ts';
import { errorCode } from './database-fault.ts';
import { createDataSource, type DatabaseShape } from './data-source.ts';
import { migrate, missingMigrations } from './migrate.ts';

/** Milliseconds that an operation waits for a connection before it answers UNAVAILABLE. */
const patience = 1_000;

/**
 * Migrates where it may, connects as the app role, and makes sure that the database is up to date
 * and safe to serve from.
 *
 * @param name of the subgraph, the stem of its roles.
 * @throws ConfigurationError in plain words, never with a password in them.
 */
export async function openServingDatabase(
  name: string,
  shape: DatabaseShape,
  config: SubgraphConfig,
): Promise<DataSource> {
  if (config.MIGRATION_DATABASE_URL) {
    const owner = createDataSource(shape, config.MIGRATION_DATABASE_URL, 1);
    await connect(owner, 'MIGRATION_DATABASE_URL');
    await migrate(owner, `${name}_app`).finally(() => owner.destroy());
  }
  const source = createDataSource(shape, config.DATABASE_URL, config.DATABASE_POOL_SIZE, patience);
  await connect(source, 'DATABASE_URL');
  try {
    await refuseUnsafe(source);
    return source;
  } catch (error) {
    await source.destroy();
    throw error;
  }
}

async function connect(source: DataSource, variable: string): Promise<void> {
  try {
    await source.initialize();
  } catch (error) {
    const code = errorCode(error);
    const why = whyNoConnection[code] ?? (code ? `it says ${code}` : 'it does not answer');
    throw new ConfigurationError(`The database of ${variable} cannot be reached: ${why}.`);
  }
}

const whyNoConnection: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens at that host and port',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the host name cannot be looked up now',
  '28P01': 'the user or its password is wrong',
  '28000': 'the server does not let this user in',
  '3D000': 'the server has no database of that name',
  '53300': 'the server has no connection left',
  '57P03': 'the server is starting or stopping',
};

async function refuseUnsafe(source: DataSource): Promise<void> {
  const missing = await missingMigrations(source);
  if (missing.length > 0) {
    throw new ConfigurationError(
      `The database lacks ${missing.join(', ')}: give MIGRATION_DATABASE_URL to bring it up to date.`,
    );
  }
  const insecurities = await findInsecurities(source);
  if (insecurities.length > 0) {
    const list = insecurities.join('\n  ');
    throw new ConfigurationError(`The database is not safe to serve from:\n  ${list}`);
  }
}
