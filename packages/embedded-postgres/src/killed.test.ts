import { afterEach, describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { runningProcess } from './running-process.ts';
import {
  aDatabase,
  aFolder,
  ask,
  aStarter,
  aStranger,
  cleanUp,
  halfMade,
  processesWith,
  serverOf,
  type Starter,
  until,
} from './testing.ts';

afterEach(cleanUp);

const behindAShell = ['sh', '-c', '"$@"; exit', 'sh'];
const gone = (pid: number) => runningProcess(pid) === undefined;

describe('a launcher that is killed', () => {
  it('takes the server with it, and the next start has every row that was acknowledged', async () => {
    const starter = await aStarter(aFolder());
    const acknowledged = await writeWhile(starter, async (written) => {
      await until('fifty rows are written', () => written.length >= 50);
      process.kill(starter.launcher, 'SIGKILL');
    });

    await leavesNothing(starter);

    const next = await aDatabase({ folder: starter.folder });
    const kept = (await ask(next.superuserUrl, 'SELECT id FROM award')).map(([id]) => Number(id));
    expect(new Set(acknowledged).difference(new Set(kept))).toEqual(new Set());
  });

  it('takes the server with it when only its parent is killed', async () => {
    const starter = await aStarter(aFolder(), behindAShell);
    expect(starter.process.pid).not.toBe(starter.launcher);

    starter.process.kill('SIGKILL');

    await leavesNothing(starter);
    await until('the launcher has ended', () => gone(starter.launcher));
    await expect(aDatabase({ folder: starter.folder })).resolves.toBeDefined();
  });

  it('takes the server with it when its whole process group is killed at once', async () => {
    const starter = await aStarter(aFolder(), behindAShell);

    process.kill(-Number(starter.process.pid), 'SIGKILL');

    await leavesNothing(starter);
    await expect(aDatabase({ folder: starter.folder })).resolves.toBeDefined();
  });

  it('takes the server with it even after its watchdog was killed', async () => {
    const starter = await aStarter(aFolder());
    const [first = 0] = watchdogsOf(starter);
    process.kill(first, 'SIGKILL');
    await until('there is another watchdog', () => {
      const [other] = watchdogsOf(starter);
      return other !== undefined && other !== first;
    });

    process.kill(starter.launcher, 'SIGKILL');

    await leavesNothing(starter);
  });

  it('is followed by a start that takes over from a server nobody could end', async () => {
    const starter = await aStarter(aFolder());
    await ask(starter.url, 'CREATE TABLE award AS SELECT 1 AS id');
    process.kill(starter.launcher, 'SIGSTOP'); // so that it replaces no watchdog
    for (const pid of watchdogsOf(starter)) process.kill(pid, 'SIGKILL');
    process.kill(starter.launcher, 'SIGKILL');
    await until('the launcher has ended', () => gone(starter.launcher));
    const orphan = serverOf(starter.folder) ?? 0;
    expect(gone(orphan)).toBe(false);

    const next = await aDatabase({ folder: starter.folder });

    expect(gone(orphan)).toBe(true);
    expect(await ask(next.superuserUrl, 'SELECT id FROM award')).toEqual([['1']]);
  });

  it('leaves a first start cut short, and the next start begins anew', async () => {
    const folder = aFolder();
    const starter = aStarter(folder, ['sh', '-c', 'echo $$ >"$3/launcher"; exec "$@"', 'sh']);
    const isKilled = expect(starter).rejects.toThrow();
    const control = () =>
      halfMade(folder).some((name) => existsSync(join(folder, name, 'data/global/pg_control')));
    await until('initdb is half-way', control, 15_000);
    process.kill(Number(readFileSync(join(folder, 'launcher'), 'utf8')), 'SIGKILL');
    await isKilled;

    const next = await aDatabase({ folder });

    expect(await ask(next.superuserUrl, 'SELECT 1')).toEqual([['1']]);
    expect(halfMade(folder)).toEqual([]);
    await until('initdb has ended', () => processesWith(`${folder}/initialising-`).length === 0);
  });
});

describe('a server that is killed', () => {
  it('is told to its launcher, and starts again once its last statement has ended', async () => {
    const folder = aFolder();
    const database = await aDatabase({ folder });
    await ask(database.superuserUrl, 'CREATE TABLE award AS SELECT 1 AS id');
    const busy = new pg.Client({ connectionString: database.superuserUrl });
    busy.on('error', () => undefined);
    await busy.connect();
    const work = busy.query(atWorkFor('2 s'));
    await untilAtWork(database.superuserUrl);

    process.kill(serverOf(folder) ?? 0, 'SIGKILL');
    await database.ended;

    const [, next] = await Promise.all([Promise.allSettled([work]), aDatabase({ folder })]);
    expect(await ask(next.superuserUrl, 'SELECT id FROM award')).toEqual([['1']]);
  });

  it('leaves a number that another process may have by the next start', async () => {
    const folder = aFolder();
    const database = await aDatabase({ folder });
    const left = leftBehind(folder);
    process.kill(serverOf(folder) ?? 0, 'SIGKILL');
    await database.ended;
    const stranger = await aStranger(join(folder, 'cluster'));
    for (const [file, text] of left) {
      writeFileSync(file, text.replace(/^\d+/, String(stranger)), { mode: 0o600 });
    }

    const next = await aDatabase({ folder });

    expect(await ask(next.superuserUrl, 'SELECT 1')).toEqual([['1']]);
    expect(gone(stranger)).toBe(false);
  });
});

/** A statement that keeps its backend too busy to notice that the server is gone. */
function atWorkFor(time: string): string {
  return `DO $$ BEGIN WHILE clock_timestamp() < now() + '${time}' LOOP END LOOP; END $$`;
}

async function untilAtWork(url: string): Promise<void> {
  const active = `SELECT FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'DO %'`;
  while ((await ask(url, active)).length === 0);
}

/** The files that hold a running server's number: its own, and its socket's. */
function leftBehind(folder: string): [string, string][] {
  const cluster = join(folder, 'cluster');
  const locks = readdirSync(cluster).filter((name) => /^\.s\.PGSQL\.\d+\.lock$/.test(name));
  expect(locks).toHaveLength(1);
  return [join(cluster, 'data/postmaster.pid'), ...locks.map((name) => join(cluster, name))].map(
    (file) => [file, readFileSync(file, 'utf8')],
  );
}

function watchdogsOf({ folder }: Starter): number[] {
  return processesWith(`watchdog.ts ${String(serverOf(folder))} `);
}

/** No server, no watchdog: within a few seconds of a kill, on a busy machine. */
async function leavesNothing(starter: Starter): Promise<void> {
  const watchdogs = watchdogsOf(starter);
  await until('the server has ended', () => serverOf(starter.folder) === undefined);
  await until('the watchdog has ended', () => watchdogs.every(gone));
}

/** Commits row after row while something happens. Answers the rows that were acknowledged. */
async function writeWhile(
  { url }: Starter,
  happens: (written: readonly number[]) => Promise<void>,
): Promise<number[]> {
  await ask(url, 'CREATE TABLE award (id integer)');
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  const written: number[] = [];
  const writing = (async () => {
    for (let id = 0; ; id++) {
      await client.query('INSERT INTO award VALUES ($1)', [id]);
      written.push(id);
    }
  })();
  await Promise.all([happens(written), expect(writing).rejects.toThrow()]);
  return written;
}
