import { randomBytes } from 'node:crypto';
import { createDataSource, type DatabaseShape } from '../data-source.ts';
import { migrate } from '../migrate.ts';
import { provision } from '../provision.ts';
import { asSuperuser, serverUrl } from './test-cluster.ts';

/** A migrated database of its own for one test file. */
export interface TestDatabase {
  readonly name: string;
  readonly ownerUrl: string;
  readonly appUrl: string;
  readonly jobUrl: string;
  readonly drop: () => Promise<void>;
}

const password = 'for tests only';

/**
 * Clones the subgraph's template, which the first caller of a run makes: migrating takes a second,
 * cloning a tenth of one.
 */
export async function createTestDatabase(
  name: string,
  shape: DatabaseShape,
): Promise<TestDatabase> {
  const template = `template_${name}`;
  const owner = { name: `${name}_owner`, password };
  const app = { name: `${name}_app`, password };
  const job = { name: `${name}_job`, password };
  const clone = `${name}_${randomBytes(6).toString('hex')}`;
  await asSuperuser('postgres', async (client) => {
    await client.query('SELECT pg_advisory_lock(7265111)');
    const { rowCount } = await client.query(
      'SELECT 1 FROM pg_database WHERE datname = $1 AND datistemplate',
      [template],
    );
    if (rowCount === 0) {
      await client.query(`DROP DATABASE IF EXISTS ${template}`);
      await provision(client, { database: template, owner, app, job });
      await migrateTemplate(serverUrl(template, owner), shape, app.name);
      await client.query(`ALTER DATABASE ${template} IS_TEMPLATE true`);
    }
    await client.query(`CREATE DATABASE ${clone} TEMPLATE ${template} OWNER ${owner.name}`);
  });
  return {
    name: clone,
    ownerUrl: serverUrl(clone, owner),
    appUrl: serverUrl(clone, app),
    jobUrl: serverUrl(clone, job),
    drop: () =>
      asSuperuser('postgres', async (client) => {
        await client.query(`DROP DATABASE IF EXISTS ${clone} WITH (FORCE)`);
      }),
  };
}

async function migrateTemplate(url: string, shape: DatabaseShape, appRole: string): Promise<void> {
  const source = createDataSource(shape, url, 2);
  await source.initialize();
  await migrate(source, appRole).finally(() => source.destroy());
}
