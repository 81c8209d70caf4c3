import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import type { DataSource, MigrationInterface, QueryRunner } from 'typeorm';
import { readConfig, type SubgraphConfig, subgraphShape } from './config.ts';
import { createDataSource, type DatabaseShape } from './data-source.ts';
import { createLogger } from './logger.ts';
import { migrate, missingMigrations } from './migrate.ts';
import { serve } from './serve.ts';
import { exampleSubgraph } from './testing/example/example-subgraph.ts';
import { asSuperuser, serverUrl } from './testing/test-cluster.ts';

/** Waits, so that two at once would surely meet in it; fails when it is run twice. */
class Slow1700000000003 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('SELECT pg_sleep(0.3); CREATE TABLE slow (trust_id uuid)');
  }

  down(): Promise<void> {
    return Promise.resolve();
  }
}

/** Needs every other transaction to end, so nobody may wait for the lock inside one. */
class Index1700000000004 implements MigrationInterface {
  transaction = false;

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('CREATE INDEX CONCURRENTLY slow_by_trust ON slow (trust_id)');
  }

  down(): Promise<void> {
    return Promise.resolve();
  }
}

const { database: shape } = exampleSubgraph;
const slowShape: DatabaseShape = {
  ...shape,
  migrations: [...shape.migrations, Slow1700000000003, Index1700000000004],
};
const owner = { name: 'example_owner', password: 'for tests only' };
let name = '';

beforeEach(async () => {
  name = `example_${randomBytes(6).toString('hex')}`;
  await asSuperuser('postgres', (client) =>
    client.query(`CREATE DATABASE ${name} OWNER example_owner`),
  );
});
afterEach(() =>
  asSuperuser('postgres', async (client) => {
    await client.query(`DROP DATABASE ${name} WITH (FORCE)`);
  }),
);

async function withOwner<T>(
  work: (source: DataSource) => Promise<T>,
  given = slowShape,
  connections = 1,
): Promise<T> {
  const source = createDataSource(given, serverUrl(name, owner), connections);
  await source.initialize();
  return work(source).finally(() => source.destroy());
}

const configFor = (more: Readonly<Record<string, string>>) =>
  readConfig(subgraphShape, {
    PORT: '0',
    OPERATIONS_PORT: '0',
    DATABASE_URL: serverUrl(name, { ...owner, name: 'example_app' }),
    ASSERTION_KEYS: `gateway/1:${randomBytes(32).toString('base64url')}`,
    CURSOR_SECRET: randomBytes(32).toString('base64url'),
    ...more,
  });
const logger = createLogger('example', 'silent');

describe('migrating', () => {
  it('runs each migration once when several processes start together', async () => {
    const runs = await Promise.all(
      [1, 2, 3, 4].map(() => withOwner((source) => migrate(source, 'example_app'))),
    );
    const names = slowShape.migrations.map((migration) => migration.name);
    expect(runs.flat().sort()).toEqual(names.sort());
    expect(await withOwner((source) => missingMigrations(source))).toEqual([]);
  });

  it('keeps nobody waiting once it is done, even while its connection stays open', async () => {
    await withOwner(async (source) => {
      await migrate(source, 'example_app');
      expect(await withOwner((other) => migrate(other, 'example_app'))).toEqual([]);
    });
  }, 8_000); // the pool closes idle connections after ten

  it('leaves no half of a migration behind', async () => {
    class Broken1700000000005 implements MigrationInterface {
      async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.query('CREATE TABLE half (trust_id uuid)');
        await queryRunner.query('CREATE TABLE half (trust_id uuid)');
      }

      down(): Promise<void> {
        return Promise.resolve();
      }
    }
    const broken = { ...shape, migrations: [...shape.migrations, Broken1700000000005] };
    const failing = withOwner((source) => migrate(source, 'example_app'), broken);
    await expect(failing).rejects.toThrow('already exists');
    await asSuperuser(name, async (client) => {
      const { rows } = await client.query("SELECT to_regclass('half') AS half");
      expect(rows).toEqual([{ half: null }]);
    });
    const mended = await withOwner((source) => migrate(source, 'example_app'));
    expect(mended).toEqual(['Slow1700000000003', 'Index1700000000004']);
  });
});

/** Serves and stops again, so that a refusal that does not come leaves nothing running. */
const start = async (config: SubgraphConfig, definition = exampleSubgraph) => {
  await (await serve(definition, config, logger)).stop();
};

describe('a subgraph that starts', () => {
  it('serves from a new database when it may migrate', async () => {
    const config = configFor({ MIGRATION_DATABASE_URL: serverUrl(name, owner) });
    const running = await serve(exampleSubgraph, config, logger);
    expect(running.port).toBeGreaterThan(0);
    await running.stop();
  });

  it('refuses to serve while migrations are missing, and names them', async () => {
    await expect(start(configFor({}))).rejects.toThrow(
      'The database lacks RowSecuritySettings1700000000000, Jars1700000000002: ' +
        'give MIGRATION_DATABASE_URL to bring it up to date.',
    );
    await withOwner((source) => migrate(source, 'example_app'), shape);
    const behind = { ...exampleSubgraph, database: slowShape };
    await expect(start(configFor({}), behind)).rejects.toThrow(
      'The database lacks Slow1700000000003, Index1700000000004:',
    );
  });

  it('refuses to serve from a database that is not safe, and says why', async () => {
    await withOwner((source) => migrate(source, 'example_app'), shape);
    await asSuperuser(name, (client) => client.query('GRANT TRUNCATE ON jar TO example_app'));
    await expect(start(configFor({}))).rejects.toThrow(
      'The database is not safe to serve from:\n  public.jar may be truncated by example_app.',
    );
  });

  it.each([
    ['nothing listens', 'postgres://x:hunter2@127.0.0.1:1/x', 'nothing listens at that host'],
    ['the host is unknown', 'postgres://x:hunter2@nowhere.invalid/x', /no such host|looked up/],
    ['the password is wrong', '', 'the user or its password is wrong'],
    ['the database is not there', 'missing', 'the server has no database of that name'],
  ])('says in plain words, without the password, when %s', async (_, url, words) => {
    const given = {
      '': serverUrl(name, { name: 'example_app', password: 'hunter2' }),
      missing: serverUrl('hunter3', { ...owner, name: 'example_app' }),
    }[url];
    const failing = start(configFor({ DATABASE_URL: given ?? url }));
    await expect(failing).rejects.toThrow('The database of DATABASE_URL cannot be reached: ');
    await expect(failing).rejects.toThrow(words);
    await expect(failing).rejects.not.toThrow(/hunter|for tests only/);
  });
});
