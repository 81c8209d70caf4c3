import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { demonstrationTrusts } from '@trellis/demonstration/demonstration';

const projectFolder = fileURLToPath(new URL('../../../..', import.meta.url));

export const assertionSecret = randomBytes(32);

/** The key with which the gateway vouches for callers, in the form of the environment. */
export const assertionKey = `gateway/test:${assertionSecret.toString('base64url')}`;

/** A trust that has schools and a key, and nobody yet. */
export interface FreshTrust {
  readonly key: string;
  /** One of its schools, by the register. */
  readonly urn: string;
  readonly laestab: string;
}

/**
 * Does what an operator does for a trust that comes new: its schools and a key for its system.
 *
 * @param place which of the trusts of the demonstration.
 */
export function freshTrust(databaseUrl: string, place: 0 | 1): FreshTrust {
  const folder = mkdtempSync(join(tmpdir(), 'gias-'));
  const trust = demonstrationTrusts({ seed: 'census', today: '2026-11-05' })[place];
  if (!trust) throw new Error('the demonstration has two trusts');
  const flags = (['establishments', 'groups', 'links'] as const).flatMap((name) => {
    const path = join(folder, `${name}.csv`);
    writeFileSync(path, trust.gias[name]);
    return [`--${name}`, path];
  });
  const run = (script: string, ...args: string[]) =>
    execFileSync(process.execPath, [script, ...args], {
      cwd: projectFolder,
      env: { DATABASE_URL: databaseUrl, NODE_ENV: 'test' },
      encoding: 'utf8',
    });
  run('packages/staff-import/dist/import-staff.js', 'gias', ...flags);
  rmSync(folder, { recursive: true });
  const scopes = ['--scopes', 'staff:read,staff:write,trust:read'];
  const about = ['--trust', trust.trust.uid, '--name', 'MIS', '--schools', 'all'];
  const access = ['subgraphs/people/dist/access.js', 'api-key'] as const;
  const printed = run(...access, ...about, ...scopes, '--expires', '2027-09-01');
  return { key: printed.trim().split('\n').at(-1) ?? '', ...schoolOf(trust.gias.establishments) };
}

/** The first school of a file of the register. */
function schoolOf(establishments: Uint8Array): Omit<FreshTrust, 'key'> {
  const [header, school] = new TextDecoder('windows-1252')
    .decode(establishments)
    .split('\r\n')
    .map((line) => line.split(',').map((cell) => cell.replaceAll('"', '')));
  const cell = (name: string) => school?.[header?.indexOf(name) ?? -1] ?? '';
  return {
    urn: cell('URN'),
    laestab: `${cell('LA (code)')}${cell('EstablishmentNumber')}`,
  };
}

/** The gateway as it is in production, before this people and no other subgraph. */
export class StartedGateway {
  #process: ChildProcess | undefined;
  #port = 0;

  get url(): string {
    return `http://127.0.0.1:${this.#port}/graphql`;
  }

  /** @param port a free one. */
  async start(peopleUrl: string, port: number): Promise<void> {
    this.#port = port;
    const nobody = 'http://127.0.0.1:9/graphql';
    const child = spawn(process.execPath, ['gateway/dist/main.js'], {
      cwd: projectFolder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...{ NODE_ENV: 'test', PORT: String(port), OPERATIONS_PORT: '0', LOG_LEVEL: 'info' },
        ...{ PEOPLE_URL: peopleUrl, OPPORTUNITIES_URL: nobody, STUDY_URL: nobody },
        PEOPLE_ASSERTION_KEY: assertionKey,
        ...{ OPPORTUNITIES_ASSERTION_KEY: assertionKey, STUDY_ASSERTION_KEY: assertionKey },
        APOLLO_TELEMETRY_DISABLED: 'true',
      },
    });
    this.#process = child;
    const said: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      createInterface(stream).on('line', (line) => said.push(line));
    }
    for (let tries = 0; tries < 100; tries += 1) {
      const answer = await fetch(this.url, { method: 'POST' }).catch(() => undefined);
      if (answer) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`the gateway did not start:\n${said.join('\n')}`);
  }

  async stop(): Promise<void> {
    const child = this.#process;
    if (!child || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
  }
}
