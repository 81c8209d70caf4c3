import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { execFile } from 'node:child_process';
import { subgraphNames } from '@trellis/gateway/config';
import { projectFolder } from '@trellis/local-stack/folder';
import type { Signing } from './signed-calls.ts';

/** A gateway that is measured, in a process of its own. */
export interface Contender {
  readonly name: string;
  readonly url: string;
  readonly pid: number;
  readonly stop: () => Promise<void>;
}

/** Starts a process that serves `supergraphFile`. */
export type Start = (supergraphFile: string, port: number) => ChildProcess;

const production = { PATH: process.env['PATH'], NODE_ENV: 'production' };

type Environment = Readonly<Record<string, string>>;

const forked =
  (
    module: string,
    given: (file: string, port: number) => string[],
    environment: Environment = {},
  ): Start =>
  (file, port) =>
    fork(join(projectFolder, module), given(file, port), {
      env: { ...production, ...environment, APOLLO_TELEMETRY_DISABLED: 'true' },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });

/** A key in the form that the whole gateway wants; to the others it is a header like any other. */
const apiKey = `spk_bench_${'a'.repeat(12)}_${'b'.repeat(43)}`;
export const requestHeaders = headersWith(apiKey);

export function headersWith(key: string): Readonly<Record<string, string>> {
  return { 'content-type': 'application/json', accept: 'application/json', 'x-api-key': key };
}

/**
 * Each by name; the first is what the ratios are to.
 *
 * @param ports of the subgraphs; the whole gateway takes part where it knows them all.
 */
export function contenderStarts(
  hiveFolder: string | undefined,
  ports: ReadonlyMap<string, number>,
): Map<string, Start> {
  const ours = forked('gateway/dist/plain.js', (file, port) => [
    ...['--supergraph', file, '--port', String(port)],
  ]);
  const starts = otherGateways(hiveFolder);
  starts.set('Trellis, executor', ours);
  if (ports.keys().every((name) => subgraphNames.some((known) => known === name))) {
    starts.set('Trellis, whole', whole(ports));
  }
  return starts;
}

/**
 * Those that are not ours, `@apollo/gateway` first.
 *
 * @param signing what their calls are signed with, where subgraphs ask for that.
 */
export function otherGateways(hiveFolder: string | undefined, signing?: Signing) {
  const environment = signing && { SIGNING: JSON.stringify(signing) };
  const given = (file: string, port: number) => [file, String(port)];
  const stock = forked('bench/dist/gateway/stock-gateway.js', given, environment);
  const starts = new Map<string, Start>([['@apollo/gateway', stock]]);
  if (hiveFolder !== undefined) {
    starts.set('Hive Gateway', hive(hiveFolder, [], environment));
    const rust = hive(hiveFolder, ['--hive-router-runtime'], environment);
    starts.set('Hive Gateway, Rust planner', rust);
  }
  return starts;
}

/** The gateway as it is run: callers, limits, budgets, and the lane beside Apollo Server. */
function whole(ports: ReadonlyMap<string, number>): Start {
  const subgraphs = [...ports].flatMap(([name, port]) => [
    [`${name.toUpperCase()}_URL`, `http://127.0.0.1:${port}/graphql`] as const,
    [`${name.toUpperCase()}_ASSERTION_KEY`, `gateway/bench:${'a'.repeat(43)}`] as const,
  ]);
  return (file, port) =>
    fork(join(projectFolder, 'gateway/dist/main.js'), {
      env: {
        ...{ ...production, LOG_LEVEL: 'warn', SUPERGRAPH_FILE: file },
        ...{ PORT: String(port), OPERATIONS_PORT: '0', ...Object.fromEntries(subgraphs) },
      },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
}

export const finishedBytes: Start = forked('bench/dist/gateway/finished-bytes.js', (file, port) => [
  file,
  String(port),
]);

function hive(folder: string, flags: readonly string[], environment: Environment = {}): Start {
  return (file, port) => {
    const command = join(folder, 'node_modules/.bin/hive-gateway');
    const config = join(projectFolder, 'bench/dist/gateway/hive-config.js');
    const given = ['supergraph', file, '--port', String(port), '--host', '127.0.0.1'];
    const configured = environment['SIGNING'] === undefined ? [] : ['--config-path', config];
    return spawn(process.execPath, [command, ...given, ...flags, ...configured], {
      cwd: folder,
      env: { ...production, ...environment, LOG_LEVEL: 'error', FORK: '1' },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  };
}

/** Hive is no dependency of ours: it is installed beside the bench's data, once. */
export async function installHive(folder: string): Promise<string> {
  if (!existsSync(join(folder, 'node_modules/.bin/hive-gateway'))) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
    const packages = ['@graphql-hive/gateway@2.15.1', '@graphql-hive/router-runtime@1.4.23'];
    await promisify(execFile)('npm', ['install', '--no-audit', '--no-fund', ...packages], {
      cwd: folder,
    });
  }
  return folder;
}

/** @throws Error when it does not answer the operation within a minute. */
export async function startContender(
  name: string,
  start: Start,
  file: string,
  port: number,
  question: Question,
): Promise<Contender> {
  const child = start(file, port);
  const url = `http://127.0.0.1:${port}/graphql`;
  const ended = once(child, 'exit');
  const stop = async () => {
    child.kill();
    await ended;
  };
  for (let tries = 0; tries < 600; tries += 1) {
    if (child.exitCode !== null) throw new Error(`${name} ended by itself`);
    const answer = await ask(url, question).catch(() => undefined);
    if (answer !== undefined) return { name, url, pid: child.pid ?? 0, stop };
    await pause(100);
  }
  await stop();
  throw new Error(`${name} does not answer`);
}

export interface Question {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** @returns what a gateway answers, as text. */
export async function ask(url: string, { headers, body }: Question): Promise<string> {
  const response = await fetch(url, { method: 'POST', headers: { ...headers }, body });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${text.slice(0, 300)}`);
  return text;
}

/** CPU of a process so far, in milliseconds, as Linux counts it. */
export function cpuMilliseconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10; // hundredths of a second
}
