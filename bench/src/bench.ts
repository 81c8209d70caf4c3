import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { wellKnown } from '@trellis/demonstration/well-known';
import { loadGenerated } from '@trellis/local-stack/demonstration-load';
import { projectFolder } from '@trellis/local-stack/folder';
import { choosePorts } from '@trellis/local-stack/ports';
import { Progress } from '@trellis/local-stack/progress';
import { findProcesses } from '@trellis/local-stack/running-stack';
import { type Stack, startStack } from '@trellis/local-stack/stack';
import { tokenFor } from '@trellis/local-stack/token';
import { type Measured, sideBySide, type Target } from './load.ts';
import { residentMegabytes } from './memory.ts';

/**
 * `npm run bench`: the subject network through the whole of Trellis beside the same data by one
 * hand-written statement a database, in one run, first on the demonstration trusts and then with
 * 300,000 staff of other trusts beside them. It keeps its data in .trellis/bench.
 */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '5' },
    staff: { type: 'string', default: '300000' },
    schools: { type: 'string', default: '600' },
    trusts: { type: 'string', default: '40' },
  },
});

const say = (line: string) => {
  console.log(line);
};

const { gateway: gatewayPort, limit: limitPort } = await choosePorts(['gateway', 'limit'], {});
const stack = await startStack({ gatewayPort, environment: process.env, say });
const limit = await startLimit(stack, limitPort);
try {
  await compare('demonstration trusts alone');
  const { trusts, schools, staff } = values;
  say(`Making ${staff} staff where they are missing …`);
  const flags = Object.entries({ trusts, schools, staff }).flatMap(([name, value]) => [
    `--${name}`,
    value,
  ]);
  await loadGenerated(stack.settings, flags, new Progress(process.stderr));
  await compare(`with ${staff} staff in ${trusts} other trusts`);
} finally {
  limit.disconnect();
  await stack.stop();
}

async function startLimit({ settings }: Stack, port: number) {
  const child = fork(join(projectFolder, 'bench/dist/limit-server.js'), [], {
    env: {
      PATH: process.env['PATH'],
      PORT: String(port),
      TRUST_ID: wellKnown.trustId,
      PEOPLE_URL: settings.postgres.adminUrl('people'),
      OPPORTUNITIES_URL: settings.postgres.adminUrl('opportunities'),
      STUDY_URL: settings.postgres.adminUrl('study'),
    },
  });
  await once(child, 'message');
  return child;
}

async function compare(data: string): Promise<void> {
  const query = readFileSync(join(projectFolder, 'examples/subject-network.graphql'), 'utf8');
  const headers = { 'content-type': 'application/json' };
  const token = await tokenFor('central');
  const targets = {
    'subject-network through the gateway': {
      url: `http://127.0.0.1:${gatewayPort}/graphql`,
      headers: { ...headers, authorization: `Bearer ${token}` },
      body: JSON.stringify({ query }),
    },
    'one statement a database (the limit)': {
      url: `http://127.0.0.1:${limitPort}/`,
      headers,
      body: '{}',
    },
  } satisfies Record<string, Target>;
  const measured = await sideBySide(targets, Number(values.rounds), Number(values.seconds));
  printComparison(data, measured);
  printMemory();
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
