import type { DataSource } from 'typeorm';
import { createDataSource, type DatabaseShape } from '../data-source.ts';

/** @returns the SQL that would be needed for the entities and is in no migration; empty when all is well. */
export async function entityDrift(ownerUrl: string, shape: DatabaseShape): Promise<string[]> {
  return asOwner(ownerUrl, shape, async (source) => {
    const wanted = await source.driver.createSchemaBuilder().log();
    // Only what an entity wants and the tables lack: checks and partial indexes are SQL's own.
    return wanted.upQueries
      .map(({ query }) => query)
      .filter((query) => / ADD "/.test(query) || query.startsWith('CREATE TABLE'));
  });
}

/** Does all migrations, undoes the newest and does it again; throws when anything fails. */
export async function undoAndRedo(ownerUrl: string, shape: DatabaseShape): Promise<void> {
  await asOwner(ownerUrl, shape, async (source) => {
    await source.runMigrations({ transaction: 'each' });
    await source.undoLastMigration({ transaction: 'each' });
    await source.runMigrations({ transaction: 'each' });
  });
}

async function asOwner<T>(
  url: string,
  shape: DatabaseShape,
  work: (source: DataSource) => Promise<T>,
): Promise<T> {
  const source = createDataSource(shape, url, 2);
  await source.initialize();
  try {
    return await work(source);
  } finally {
    await source.destroy();
  }
}
