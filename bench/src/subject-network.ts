import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { loadGenerated } from '@trellis/local-stack/demonstration-load';
import { projectFolder, stackFolder } from '@trellis/local-stack/folder';
import { choosePorts } from '@trellis/local-stack/ports';
import { Progress } from '@trellis/local-stack/progress';
import { findProcesses } from '@trellis/local-stack/running-stack';
import { type Stack, startStack } from '@trellis/local-stack/stack';
import pg from 'pg';
import { type Measured, sideBySide } from './load.ts';
import type { Target } from './load-caller.ts';
import { keyWithoutBudget, startLimit } from './measured-stack.ts';
import { residentMegabytes } from './memory.ts';

export interface SubjectNetworkOptions {
  readonly rounds: number;
  readonly seconds: number;
  /** Sizes of the large data, as the generator takes them. */
  readonly staff: string;
  readonly schools: string;
  readonly trusts: string;
}

const say = (line: string) => {
  console.log(line);
};

/**
 * The subject network through the whole of Trellis beside the same data by one hand-written statement
 * a database, in one run, first on the demonstration trusts and then with many staff of other trusts
 * beside them. It begins anew in .trellis/bench.
 */
export async function benchSubjectNetwork(options: SubjectNetworkOptions): Promise<void> {
  const { gateway: gatewayPort, limit: limitPort } = await choosePorts(['gateway', 'limit'], {});
  rmSync(stackFolder, { recursive: true, force: true }); // the small data first
  const stack = await startStack({ gatewayPort, environment: process.env, say });
  const limit = await startLimit(stack, limitPort);
  const sides = { stack, gatewayPort, limitPort };
  try {
    await compare(sides, options);
    const { trusts, schools, staff } = options;
    say(`Making ${staff} staff where they are missing …`);
    const flags = Object.entries({ trusts, schools, staff }).flatMap(([name, value]) => [
      `--${name}`,
      value,
    ]);
    await loadGenerated(stack.settings, flags, new Progress(process.stderr));
    await compare(sides, options);
  } finally {
    limit.disconnect();
    await stack.stop();
  }
}

interface Sides {
  readonly stack: Stack;
  readonly gatewayPort: number;
  readonly limitPort: number;
}

async function compare(
  { stack, gatewayPort, limitPort }: Sides,
  { rounds, seconds }: SubjectNetworkOptions,
): Promise<void> {
  const query = readFileSync(join(projectFolder, 'examples/subject-network.graphql'), 'utf8');
  const headers = { 'content-type': 'application/json' };
  const apiKey = await keyWithoutBudget(stack);
  const targets = {
    'subject-network through the gateway': {
      url: `http://127.0.0.1:${gatewayPort}/graphql`,
      headers: { ...headers, 'x-api-key': apiKey },
      body: JSON.stringify({ query }),
    },
    'one statement a database (the limit)': {
      url: `http://127.0.0.1:${limitPort}/`,
      headers,
      body: '{}',
    },
  } satisfies Record<string, Target>;
  await refuseDifferentFacts(Object.values(targets));
  const measured = await sideBySide(targets, rounds, seconds);
  printComparison(await whatIsThere(stack), measured);
  printMemory();
}

/** @throws Error when the two sides do not tell of as many members, placements, awards and openings. */
async function refuseDifferentFacts(targets: readonly Target[]): Promise<void> {
  const counts = await Promise.all(
    targets.map(async ({ url, headers, body }) => {
      const response = await fetch(url, { method: 'POST', headers: { ...headers }, body });
      const text = await response.text();
      return ['joinedOn', 'fte', 'startsOn', 'academicYear', 'closesOn'].map(
        (fact) => text.split(`"${fact}"`).length - 1,
      );
    }),
  );
  if (new Set(counts.map(String)).size !== 1 || counts[0]?.includes(0)) {
    throw new Error(`the two sides do not tell the same facts: ${JSON.stringify(counts)}`);
  }
}

async function whatIsThere({ settings }: Stack): Promise<string> {
  const client = new pg.Client({ connectionString: settings.postgres.adminUrl('people') });
  await client.connect();
  const { rows } = await client.query<{ people: string; trusts: string }>(
    'SELECT (SELECT count(*) FROM person) AS people, (SELECT count(*) FROM trust) AS trusts',
  );
  await client.end();
  return `among ${rows[0]?.people ?? '?'} people in ${rows[0]?.trusts ?? '?'} trusts`;
}

function printComparison(data: string, measured: ReadonlyMap<string, Measured>): void {
  const limitRate = [...measured.values()].at(-1)?.requestsPerSecond ?? Number.NaN;
  say(`\n${data}\n${'-'.repeat(data.length)}`);
  say(`${' '.repeat(38)}  req/s   share   p50 ms   p99 ms`);
  for (const [name, { requestsPerSecond, p50, p99 }] of measured) {
    const share = requestsPerSecond / limitRate;
    const columns = [requestsPerSecond.toFixed(0).padStart(7), share.toFixed(3).padStart(7)];
    say(
      `${name.padEnd(38)}${columns.join(' ')} ${String(p50).padStart(8)} ${String(p99).padStart(8)}`,
    );
  }
}

function printMemory(): void {
  const pids = { ...findProcesses(), bench: process.pid };
  const each = Object.entries(pids).map(([name, pid]) => `${name} ${residentMegabytes(pid)}`);
  say(`memory in MB: ${each.join(', ')}`);
}
