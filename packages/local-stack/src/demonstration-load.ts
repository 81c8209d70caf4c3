import { fork } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { projectFolder } from './folder.ts';
import { loaderEnvironment, type StackSettings } from './environments.ts';
import type { Progress } from './progress.ts';
import { type SubgraphName, subgraphNames } from './secrets.ts';

/**
 * Has each subgraph write its part of the generated data through its own services, side by side. A
 * part that is already there is left as it is.
 *
 * @param flags tells the loaders which data to make, such as `--trusts 40`.
 * @param signal ends the loaders; what each trust lacks is loaded at the next start.
 * @throws Error naming the subgraph whose loader failed, with what it said.
 */
export async function loadGenerated(
  settings: StackSettings,
  flags: readonly string[],
  progress: Progress,
  signal?: AbortSignal,
): Promise<void> {
  await Promise.all(
    subgraphNames.map((name) =>
      load(
        { name, environment: loaderEnvironment(name, settings), flags, signal },
        progress.track(name),
      ),
    ),
  );
  progress.end();
  await Promise.all(subgraphNames.map((name) => countRows(settings.postgres.url(name, 'owner'))));
}

/** PostgreSQL plans badly for trusts that it has not counted, and by itself counts a minute later. */
async function countRows(connectionString: string): Promise<void> {
  const owner = new pg.Client({ connectionString });
  await owner.connect();
  try {
    await owner.query('ANALYZE');
  } finally {
    await owner.end();
  }
}

interface Loader {
  readonly name: SubgraphName;
  readonly environment: Readonly<Record<string, string>>;
  readonly flags: readonly string[];
  readonly signal: AbortSignal | undefined;
}

function load(
  { name, environment, flags, signal }: Loader,
  advance: (done: number, total: number) => void,
): Promise<void> {
  const entry = join(projectFolder, 'subgraphs', name, 'dist/demonstration.js');
  const child = fork(entry, flags, {
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    ...(signal && { signal }),
  });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said = `${said}${chunk.toString()}`.slice(-4_000);
  });
  if (child.stdout) {
    createInterface(child.stdout).on('line', (line) => {
      const [, done, total] = /^progress (\d+) (\d+)$/.exec(line) ?? [];
      if (done && total) advance(Number(done), Number(total));
    });
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`The data for ${name} could not be loaded.\n${said.trim()}`));
    });
  });
}
