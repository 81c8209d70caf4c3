import { type ChildProcess, spawn, spawnSync, type StdioOptions } from 'node:child_process';
import { lstatSync, readFileSync } from 'node:fs';
import { EmbeddedPostgresProblem } from './problem.ts';

/**
 * Who PostgreSQL runs as. It refuses to run as root; any other user runs it as themselves.
 */
export interface Account {
  /** Null when it is whoever starts it. */
  owner: { uid: number; gid: number } | null;
  /** In front of each command. */
  prefix: string[];
}

/**
 * The account for PostgreSQL's programs, for a start by this process's user.
 *
 * For root: the user `postgres`, else `nobody`. When that user may not enter the folders, as under a
 * home that is root's alone, root itself under another name in a user namespace; where that is
 * forbidden, as in many containers, the user after all, and then the caller moves what it may not enter.
 *
 * @throws EmbeddedPostgresProblem when root has none of them.
 */
export function chooseAccount(postgres: string, folder: string): Account {
  if (process.getuid?.() !== 0) return { owner: null, prefix: [] };
  const users = localUsers();
  const known = users.find(isNamed('postgres')) ?? users.find(isNamed('nobody'));
  const user = known && { owner: { uid: known.uid, gid: known.gid }, prefix: [] };
  if (user && canRun(user, postgres) && canEnter(user, folder)) return user;

  const name = known ?? users.find(({ uid }) => uid !== 0);
  const prefix = ['unshare', '--user', `--map-user=${String(name?.uid)}`];
  const mapped = { owner: { uid: 0, gid: 0 }, prefix };
  if (name && canRun(mapped, postgres)) return mapped;

  if (user) return user;
  throw new EmbeddedPostgresProblem(
    'PostgreSQL does not run as root, and this machine has neither a user postgres nor nobody, nor user namespaces. Start as another user, or set DATABASE_URL to a PostgreSQL of your own.',
  );
}

/** Whether the account can run a program of PostgreSQL, with its libraries. */
export function canRun(account: Account, program: string): boolean {
  const { command, args } = commandLine(account, program, ['--version']);
  return spawnSync(command, args, { ...account.owner, ...plain }).status === 0;
}

/** Whether the account can enter a folder, so that it can have one of its own there. */
export function canEnter({ owner }: Account, folder: string): boolean {
  const enter = ['-c', 'cd -- "$1"', 'sh', folder];
  return owner === null || spawnSync('/bin/sh', enter, { ...owner, ...plain }).status === 0;
}

/** Makes the account the owner of everything in a folder. */
export function giveTo({ owner }: Account, path: string): void {
  if (owner === null || lstatSync(path).uid === owner.uid) return;
  const whom = `${String(owner.uid)}:${String(owner.gid)}`;
  const { status, stderr } = spawnSync('chown', ['-Rh', whom, '--', path], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

/**
 * Starts a program as the account, out of reach of the terminal's Ctrl-C, with nothing of this
 * process's environment.
 */
export function spawnAs(
  account: Account,
  program: string,
  args: string[],
  options: { cwd: string; stdio: StdioOptions },
): ChildProcess {
  const line = commandLine(account, program, args);
  const rest = { ...account.owner, ...options, ...plain, detached: true, windowsHide: true };
  return spawn(line.command, line.args, rest);
}

/** English messages in UTF-8, and no variable of ours. */
const plain = { env: { LC_ALL: 'C' } };

function commandLine({ prefix }: Account, program: string, args: string[]) {
  const [command = program, ...rest] = [...prefix, program, ...args];
  return { command, args: rest };
}

function localUsers() {
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name, , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }));
}

function isNamed(wanted: string) {
  return ({ name }: { name: string | undefined }) => name === wanted;
}
