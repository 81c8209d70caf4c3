import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from './launcher.ts';
import { runningProcess } from './running-process.ts';

/** A launcher that runs as a process of its own, so that it can be killed. */
export interface Starter {
  /** What was spawned: the launcher, or the command line that it was put behind. */
  process: ChildProcess;
  launcher: number;
  url: string;
  folder: string;
}

const starterFile = fileURLToPath(new URL('starter.ts', import.meta.url));
const cleanups: (() => Promise<void> | void)[] = [];

/** Stops what the test left running and removes its folders. For `afterEach`. */
export async function cleanUp(): Promise<void> {
  for (const one of cleanups.splice(0).reverse()) await one();
}

/** Runs when the test has ended, before what was registered earlier. */
export function afterTest(cleanup: () => Promise<void> | void): void {
  cleanups.push(cleanup);
}

/** A new folder that everybody may enter. */
export function aFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'embedded-')));
  chmodSync(folder, 0o755);
  afterTest(() => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
  });
  return folder;
}

/** A database that is stopped when the test ends. */
export async function aDatabase(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const database = await startEmbeddedPostgres(options);
  afterTest(() => database.stop());
  return database;
}

/** Starts a launcher that can be killed, behind another command line if need be. */
export async function aStarter(folder: string, before: string[] = []): Promise<Starter> {
  const [command, ...args] = [...before, process.execPath, starterFile, folder];
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const said = { out: '', error: '' };
  const state = { hasClosed: false };
  afterTest(async () => {
    const isRunning = child.exitCode === null && child.signalCode === null;
    if (child.pid && isRunning) process.kill(-child.pid, 'SIGKILL');
    if (said.out) await until('the server has ended', () => serverOf(folder) === undefined);
  });
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.error += text));
  child.once('close', () => (state.hasClosed = true));
  await until('the launcher has spoken', () => state.hasClosed || said.out.endsWith('\n'), 25_000);
  if (state.hasClosed) throw new Error(said.error);
  const { launcher, url } = told(said.out);
  return { process: child, launcher, url, folder };
}

function told(line: string): { launcher: number; url: string } {
  const [, launcher, url = ''] = /"launcher":(\d+),"url":"([^"]+)"/.exec(line) ?? [];
  return { launcher: Number(launcher), url };
}

/** The command line before a launcher that makes it run as a user who is not root. */
export function asNobody(): string[] {
  if (process.getuid?.() !== 0) return [];
  const nobody = ['setpriv', '--reuid=nobody', '--regid=65534', '--clear-groups'];
  if (succeeds('setpriv', ...nobody.slice(1), 'test', '-r', starterFile)) return nobody;
  return [...nobody, '--inh-caps=+dac_override', '--ambient-caps=+dac_override'];
}

/**
 * Whether other users may enter this checkout. In one under a folder of root alone they cannot even
 * read the programs, and PostgreSQL runs in a user namespace instead.
 */
export function othersMayEnter(): boolean {
  let folder = import.meta.dirname;
  while ((statSync(folder).mode & 0o001) !== 0) {
    if (folder === dirname(folder)) return true;
    folder = dirname(folder);
  }
  return false;
}

/** Whether a command ends well. */
export function succeeds(command: string, ...args: string[]): boolean {
  return spawnSync(command, args).status === 0;
}

/** A process that has nothing to do with PostgreSQL, of the user who owns a folder. */
export async function aStranger(folder: string): Promise<number> {
  const { uid, gid } = statSync(folder);
  const child = spawn('sleep', ['60'], process.getuid?.() === 0 ? { uid, gid } : {});
  afterTest(() => void child.kill());
  await once(child, 'spawn');
  return child.pid ?? 0;
}

/** The number of the server that runs on a folder. */
export function serverOf(folder: string): number | undefined {
  let pid = NaN;
  try {
    pid = Number.parseInt(readFileSync(join(folder, 'cluster/data/postmaster.pid'), 'utf8'));
  } catch {
    return undefined; // the server has removed it
  }
  return runningProcess(pid)?.command.includes('postgres') ? pid : undefined;
}

/** The processes whose command line holds the words. */
export function processesWith(words: string): number[] {
  const { stdout } = spawnSync('ps', ['-ww', '-e', '-o', 'pid=,command='], { encoding: 'utf8' });
  const lines = stdout.split('\n').filter((line) => line.includes(words));
  return lines.map((line) => Number.parseInt(line)).filter((pid) => runningProcess(pid));
}

/** Waits for a fact; fails with its name when it does not come true in time. */
export async function until(
  fact: string,
  isTrue: () => boolean,
  patienceMs = 15_000,
): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while (!isTrue()) {
    if (Date.now() > deadline) throw new Error(`Not in ${String(patienceMs)} ms: ${fact}`);
    await sleep(10);
  }
}

/** The rows of one statement, as text, on a connection of its own. */
export async function ask(url: string, statement: string): Promise<string[][]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<string[]>({ text: statement, rowMode: 'array' });
    return rows.map((row) => row.map(String));
  } finally {
    await client.end();
  }
}

/** What is left of a first start that was cut short. */
export function halfMade(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((name) => name.startsWith('initialising-'));
}
