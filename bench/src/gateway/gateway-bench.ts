import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { join } from 'node:path';
import { projectFolder, stackFolder } from '@trellis/local-stack/folder';
import { choosePorts } from '@trellis/local-stack/ports';
import { load } from '../load.ts';
import { tagPlace } from '../load-caller.ts';
import { residentMegabytes } from '../memory.ts';
import { type BenchmarkGraph, type BenchmarkOperation, supergraphOf } from './benchmark-graph.ts';
import {
  ask,
  type Contender,
  contenderStarts,
  cpuMilliseconds,
  finishedBytes,
  installHive,
  requestHeaders,
  startContender,
} from './contender.ts';
import { schoolGraph } from './school-graph.ts';
import { shopGraph } from './shop-graph.ts';

/** One contender's round with one operation. */
interface Round {
  readonly requestsPerSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly cpu: number;
  readonly memory: number;
}

export interface GatewayBenchOptions {
  readonly rounds: number;
  readonly seconds: number;
  /** Whether Hive is installed and measured too. */
  readonly hive: boolean;
}

/**
 * `npm run bench -- gateway`: gateways side by side before the same subgraphs, which send prepared
 * bytes, so that all that is measured is theirs. Answers are compared first. Every request carries
 * another variable, so that none can share the work of another.
 */
export async function benchGateways(options: GatewayBenchOptions): Promise<void> {
  const folder = join(stackFolder, 'gateways');
  mkdirSync(folder, { recursive: true });
  const hive = options.hive ? await installHive(join(folder, 'hive')) : undefined;
  const stubs = fork(join(projectFolder, 'bench/dist/gateway/stub-server.js'));
  const [ports] = (await once(stubs, 'message')) as [[string, number][]];
  try {
    for (const graph of [schoolGraph, shopGraph]) {
      const file = join(folder, `${graph.operations[0]?.name ?? ''}.graphql`);
      writeFileSync(file, supergraphOf(graph, new Map(ports)));
      const own = new Map(
        ports.filter(([name]) => graph.subgraphs.some((one) => one.name === name)),
      );
      await compareOn(graph, file, contenderStarts(hive, own), options);
    }
  } finally {
    stubs.disconnect();
  }
}

async function compareOn(
  graph: BenchmarkGraph,
  file: string,
  starts: ReturnType<typeof contenderStarts>,
  options: GatewayBenchOptions,
): Promise<void> {
  const names = [...starts.keys(), 'limit'];
  const ports = await choosePorts(names, {});
  const contenders: Contender[] = [];
  try {
    const question = bodyOf(graph.operations[0]);
    for (const [name, start] of starts) {
      contenders.push(await startContender(name, start, file, ports[name] ?? 0, question));
    }
    for (const operation of graph.operations) {
      const bytes = await sameAnswer(contenders, operation);
      const answerFile = `${file}.json`;
      writeFileSync(answerFile, bytes);
      const limit = await startContender(
        ...(['node:http, finished bytes', finishedBytes, answerFile] as const),
        ...([ports['limit'] ?? 0, '{}'] as const),
      );
      const kilobytes = (bytes.length / 1024).toFixed(1);
      const measured = await inTurn([...contenders, limit], operation, options);
      await limit.stop();
      print(`${operation.name} (${kilobytes} KB)`, measured);
    }
  } finally {
    for (const contender of contenders) await contender.stop();
  }
}

function bodyOf(operation: BenchmarkOperation | undefined, tag = 'tag-0-end'): string {
  return JSON.stringify({ query: operation?.query, variables: { tag } });
}

/** @throws Error when two contenders differ: then there is nothing to compare. */
async function sameAnswer(
  contenders: readonly Contender[],
  operation: BenchmarkOperation,
): Promise<string> {
  const answers = await Promise.all(contenders.map(({ url }) => ask(url, bodyOf(operation))));
  const [first = '', ...others] = answers;
  const data = (text: string): unknown => (JSON.parse(text) as { data: unknown }).data;
  const odd = others.findIndex((answer) => !isDeepStrictEqual(data(answer), data(first)));
  if (odd !== -1) {
    const { name } = contenders[odd + 1] ?? { name: '' };
    throw new Error(
      `${name} answers ${operation.name} otherwise than ${contenders[0]?.name ?? ''}`,
    );
  }
  return first;
}

/** Rounds of each in turn, so that what slows the machine slows each of them; medians. */
async function inTurn(
  contenders: readonly Contender[],
  operation: BenchmarkOperation,
  { rounds, seconds }: GatewayBenchOptions,
): Promise<Map<string, Round>> {
  const measured = new Map<string, Round[]>();
  for (let round = 0; round <= rounds; round += 1) {
    for (const contender of contenders) {
      const result = await oneRound(contender, operation, round === 0 ? 2 * seconds : seconds);
      if (round === 0) continue; // to warm up
      measured.set(contender.name, [...(measured.get(contender.name) ?? []), result]);
    }
  }
  return new Map([...measured].map(([name, all]) => [name, medianOf(all)]));
}

async function oneRound(
  { url, pid }: Contender,
  operation: BenchmarkOperation,
  seconds: number,
): Promise<Round> {
  const before = cpuMilliseconds(pid);
  const target = {
    url,
    headers: requestHeaders,
    body: bodyOf(operation, `tag-${tagPlace}-end`),
  };
  const { requestsPerSecond, p50, p99 } = await load(target, seconds);
  const cpu = (cpuMilliseconds(pid) - before) / (requestsPerSecond * seconds);
  return { requestsPerSecond, p50, p99, cpu, memory: residentMegabytes(pid) };
}

function medianOf(rounds: readonly Round[]): Round {
  const middle = (of: (round: Round) => number) =>
    rounds.map(of).sort((a, b) => a - b)[Math.floor(rounds.length / 2)] ?? Number.NaN;
  return {
    requestsPerSecond: middle((round) => round.requestsPerSecond),
    p50: middle((round) => round.p50),
    p99: middle((round) => round.p99),
    cpu: middle((round) => round.cpu),
    memory: middle((round) => round.memory),
  };
}

function print(title: string, measured: ReadonlyMap<string, Round>): void {
  const [first] = measured.values();
  console.log(`\n${title}\n${'-'.repeat(title.length)}`);
  console.log(
    `${' '.repeat(28)}   req/s   times   p50 ms   p99 ms  of p99   CPU ms  of CPU      MB`,
  );
  for (const [name, { requestsPerSecond, p50, p99, cpu, memory }] of measured) {
    const times = requestsPerSecond / (first?.requestsPerSecond ?? Number.NaN);
    const columns = [
      requestsPerSecond.toFixed(0),
      times.toFixed(1),
      p50.toFixed(1),
      p99.toFixed(1),
      (p99 / (first?.p99 ?? Number.NaN)).toFixed(2),
      cpu.toFixed(3),
      ((first?.cpu ?? Number.NaN) / cpu).toFixed(1),
      memory,
    ];
    console.log(name.padEnd(28) + columns.map((column) => String(column).padStart(8)).join(' '));
  }
}
