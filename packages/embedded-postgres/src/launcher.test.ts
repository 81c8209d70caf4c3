import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { existsSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { startEmbeddedPostgres } from './launcher.ts';
import {
  aDatabase,
  aFolder,
  afterTest,
  asNobody,
  ask,
  aStarter,
  cleanUp,
  othersMayEnter,
  succeeds,
} from './testing.ts';

afterEach(cleanUp);

describe('a database in a folder', () => {
  it('keeps its data, its password and its port from one start to the next', async () => {
    const folder = join(aFolder(), 'new/postgres');
    const first = await aDatabase({ folder });
    await ask(first.superuserUrl, 'CREATE TABLE school AS SELECT 100001 AS urn');
    await first.stop();

    const second = await aDatabase({ folder });

    expect(await ask(second.superuserUrl, 'SELECT urn FROM school')).toEqual([['100001']]);
    expect(second.superuserUrl).toBe(first.superuserUrl);
  });

  it('lets in who knows the password, by SCRAM, and nobody else', async () => {
    const folder = aFolder();
    const database = await aDatabase({ folder, durable: false });
    await ask(database.superuserUrl, `CREATE ROLE "a/b" LOGIN PASSWORD 'p@ss:/?'`);
    const url = database.url('postgres', 'a/b', 'p@ss:/?');

    expect(await ask(url, 'SELECT current_user')).toEqual([['a/b']]);
    await expect(ask(database.url('postgres', 'a/b', 'guess'), 'SELECT 1')).rejects.toThrow(
      'password authentication failed',
    );
    expect(
      await ask(
        database.superuserUrl,
        `SELECT DISTINCT auth_method FROM pg_hba_file_rules
         UNION SELECT split_part(rolpassword, '$', 1) FROM pg_authid WHERE rolcanlogin ORDER BY 1`,
      ),
    ).toEqual([['SCRAM-SHA-256'], ['scram-sha-256']]);
    expect(statSync(join(folder, 'cluster/superuser-password')).mode & 0o777).toBe(0o600);
  });

  it('listens on 127.0.0.1 alone, and is the same on every machine', async () => {
    const database = await aDatabase({ folder: aFolder(), settings: { work_mem: '5MB' } });

    const named = ['listen_addresses', 'max_connections', 'server_encoding', 'fsync', 'TimeZone'];
    const rows = await ask(
      database.superuserUrl,
      `SELECT name, setting FROM pg_settings WHERE name IN ('${[...named, 'work_mem'].join("','")}')`,
    );
    expect(Object.fromEntries(rows)).toEqual({
      listen_addresses: '127.0.0.1',
      max_connections: '100',
      server_encoding: 'UTF8',
      fsync: 'on',
      TimeZone: 'UTC',
      work_mem: '5120',
    });
    expect(await ask(database.superuserUrl, `SELECT lower('ÉCOLE'), 'a' < 'É'`)).toEqual([
      ['école', 'true'],
    ]);
  });

  it('gives up durability for speed only when it is asked to', async () => {
    const database = await aDatabase({ folder: aFolder(), durable: false });

    expect(await ask(database.superuserUrl, 'SHOW fsync')).toEqual([['off']]);
  });

  it('takes another port when a neighbour has taken its own', async () => {
    const folder = aFolder();
    const first = await aDatabase({ folder, durable: false });
    await first.stop();
    const neighbour = createServer().listen(first.port, '127.0.0.1');
    await once(neighbour, 'listening');
    afterTest(() => void neighbour.close());

    const second = await aDatabase({ folder, durable: false });

    expect(second.port).not.toBe(first.port);
    expect(await ask(second.superuserUrl, 'SELECT 1')).toEqual([['1']]);
  });

  it('starts where the path is too long for a socket', async () => {
    const folder = join(aFolder(), 'a-long-name-of-a-school'.repeat(5));

    const database = await aDatabase({ folder, durable: false });

    expect(await ask(database.superuserUrl, 'SHOW unix_socket_directories')).toEqual([['']]);
  });

  it('stands beside another one', async () => {
    const [left, right] = await Promise.all([
      aDatabase({ folder: aFolder(), durable: false }),
      aDatabase({ folder: aFolder(), durable: false }),
    ]);
    await ask(left.superuserUrl, 'CREATE DATABASE people');

    expect(left.port).not.toBe(right.port);
    const count = `SELECT count(*) FROM pg_database WHERE datname = 'people'`;
    expect(await ask(left.superuserUrl, count)).toEqual([['1']]);
    expect(await ask(right.superuserUrl, count)).toEqual([['0']]);
  });

  it('leaves it to its launcher what Ctrl-C ends first', async () => {
    const { url, process: child } = await aStarter(aFolder());

    process.kill(-(child.pid ?? 0), 'SIGINT'); // as a terminal does, to the whole group

    expect(await ask(url, 'SELECT 1')).toEqual([['1']]);
  });

  // Nobody else can run what a closed checkout holds.
  const forOthers = othersMayEnter() ? it : it.skip;

  forOthers('runs for a user who is not root', async () => {
    const folder = aFolder();
    if (process.getuid?.() === 0) expect(succeeds('chown', 'nobody', folder)).toBe(true);

    const { url, process: child } = await aStarter(folder, asNobody());

    expect(await ask(url, 'SELECT 1')).toEqual([['1']]);
    if (process.getuid?.() === 0) {
      expect(statSync(join(folder, 'cluster/data')).uid).toBe(statSync(folder).uid);
    }
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });
});

describe('what keeps a database from starting is said plainly', () => {
  it('in production', async () => {
    const folder = join(aFolder(), 'postgres');
    const environment = { NODE_ENV: 'production' };

    await expect(startEmbeddedPostgres({ folder, environment })).rejects.toThrow(
      'In production set DATABASE_URL to a PostgreSQL of your own.',
    );
    expect(existsSync(folder)).toBe(false);
  });

  it('when the disk is full', async () => {
    const folder = aFolder();
    if (succeeds('mount', '-t', 'tmpfs', '-o', 'size=4m,mode=755', 'tmpfs', folder)) {
      afterTest(() => void succeeds('umount', folder));
    } else {
      symlinkSync('/dev/full', join(folder, 'port')); // without the right to mount
    }

    await expect(startEmbeddedPostgres({ folder })).rejects.toThrow(
      new RegExp(
        `^There is no space left for the database folder ${folder}\\. .*\n(initdb failed:[^]*No space left on device|ENOSPC)`,
      ),
    );
  });

  it('when the folder cannot be written', async () => {
    const closedToAll = process.platform === 'darwin' ? '/System' : '/sys'; // to root too
    const folder = join(closedToAll, 'postgres');

    await expect(startEmbeddedPostgres({ folder })).rejects.toThrow(
      `The database folder ${folder} cannot be used by the user who starts it.`,
    );
  });

  it('when a file is in the place of the folder', async () => {
    const folder = join(aFolder(), 'postgres');
    writeFileSync(folder, '');

    await expect(startEmbeddedPostgres({ folder })).rejects.toThrow('a file is in its place');
  });

  it('in the words of the server, when it refuses', async () => {
    const start = startEmbeddedPostgres({ folder: aFolder(), settings: { max_connections: 'x' } });

    await expect(start).rejects.toThrow('invalid value for parameter "max_connections": "x"');
  });
});
