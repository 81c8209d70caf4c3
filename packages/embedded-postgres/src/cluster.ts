import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { giveTo, spawnAs } from './account.ts';
import { guarded } from './guarded-process.ts';
import type { Home } from './home.ts';
import { codeOf } from './problem.ts';
import { endServer, runningProcess } from './running-process.ts';

/** An initialised PostgreSQL cluster that no server uses. */
export interface Cluster {
  /** Holds `data`, the superuser's password and the server's socket. */
  folder: string;
  data: string;
  password: string;
}

/** A process number that no system gives out. */
const nobodysPid = 2_147_483_647;

/**
 * The cluster of a home, made when there is none, and freed of a server that outlived its launcher.
 * Call it with the home locked.
 *
 * @throws Error with what initdb said.
 */
export async function openCluster(home: Home, durable: boolean): Promise<Cluster> {
  for (const name of readdirSync(home.folder)) {
    if (name.startsWith('initialising-')) await removeTree(join(home.folder, name)); // was cut short
  }
  const folder = join(home.folder, 'cluster');
  const data = join(folder, 'data');
  if (!existsSync(data)) await initialise(home, folder, durable);
  giveTo(home.account, folder);
  await clearOldServer(folder, data);
  return { folder, data, password: readFileSync(join(folder, 'superuser-password'), 'utf8') };
}

async function initialise(home: Home, folder: string, durable: boolean): Promise<void> {
  const incoming = mkdtempSync(join(home.folder, 'initialising-'));
  try {
    const password = randomBytes(24).toString('base64url');
    const passwordFile = join(incoming, 'superuser-password');
    writeFileSync(passwordFile, password, { mode: 0o600, flush: durable });
    giveTo(home.account, incoming);
    // The password goes by file, so that neither the process list nor initdb's words show it.
    const args = ['-D', join(incoming, 'data'), '--username=postgres', `--pwfile=${passwordFile}`];
    args.push('--auth=scram-sha-256', '--encoding=UTF8', '--no-instructions');
    // The same order and letter case on every machine, whatever its system library knows.
    args.push('--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8');
    if (!durable) args.push('--no-sync');
    const output = await initdb(home, args, incoming);
    if (output !== undefined) throw new Error(output);
    renameSync(incoming, folder);
    if (durable) syncFolder(home.folder);
  } catch (error) {
    await removeTree(incoming);
    throw error;
  }
}

/** @returns what initdb said, if it failed. */
async function initdb(home: Home, args: string[], cwd: string): Promise<string | undefined> {
  const { account, binaries } = home;
  const child = spawnAs(account, binaries.initdb, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  await Promise.all([guarded(child), once(child, 'close')]);
  return child.exitCode === 0 ? undefined : `initdb failed:\n${output}`;
}

/**
 * Ends the server of a launcher that was killed, and clears what a dead one left: its number may
 * belong to another process by now. The rest of its file stays, because by it the next server knows
 * whether old backends still use the data.
 */
async function clearOldServer(folder: string, data: string): Promise<void> {
  const file = join(data, 'postmaster.pid');
  const old = runningProcess(Number.parseInt(readIfThere(file)));
  if (old?.command.includes(`-D ${data} `)) await endServer(old);

  const [pid, ...rest] = readIfThere(file).split('\n');
  if (pid) writeFileSync(file, [nobodysPid, ...rest].join('\n'));
  for (const name of readdirSync(folder)) {
    if (name.startsWith('.s.PGSQL.')) rmSync(join(folder, name));
  }
}

/** A server that is ending removes its file at any moment. */
function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return '';
    throw error;
  }
}

/** Also while an initdb that was just ended removes the same files. */
function removeTree(path: string): Promise<void> {
  return rm(path, { recursive: true, force: true, maxRetries: 10 });
}

function syncFolder(path: string): void {
  if (process.platform === 'win32') return; // cannot open a folder
  const handle = openSync(path, 'r');
  fsyncSync(handle);
  closeSync(handle);
}
