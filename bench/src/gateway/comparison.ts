import { writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { choosePorts } from '@trellis/local-stack/ports';
import { load } from '../load.ts';
import { tagPlace } from '../load-caller.ts';
import { residentMegabytes } from '../memory.ts';

import type { BenchmarkOperation } from './benchmark-graph.ts';
import {
  ask,
  type Contender,
  cpuMilliseconds,
  finishedBytes,
  type Question,
  type Start,
  startContender,
} from './contender.ts';

/** One contender's round with one operation. */
interface Round {
  readonly requestsPerSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly cpu: number;
  readonly memory: number;
}

export interface Timing {
  readonly rounds: number;
  readonly seconds: number;
}

/** What is asked of whom. */
export interface Comparison {
  readonly operations: readonly BenchmarkOperation[];
  readonly headers: Question['headers'];
  readonly supergraphFile: string;
  /** The first is what the ratios are to. */
  readonly starts: ReadonlyMap<string, Start>;
  /** What no gateway can surpass, by operation; finished bytes where there is nothing else. */
  readonly limits?: ReadonlyMap<string, Contender>;
}

/** Has the contenders answer each operation in turn, and prints what that takes. */
export async function compare(comparison: Comparison, timing: Timing): Promise<void> {
  const { operations, headers, supergraphFile, starts } = comparison;
  const ports = await choosePorts([...starts.keys(), 'limit'], {});
  const contenders: Contender[] = [];
  try {
    const question = { headers, body: bodyOf(operations[0]) };
    for (const [name, start] of starts) {
      const port = ports[name] ?? 0;
      contenders.push(await startContender(name, start, supergraphFile, port, question));
    }
    for (const operation of operations) {
      const bytes = await sameAnswer(contenders, { headers, body: bodyOf(operation) });
      const known = comparison.limits?.get(operation.name);
      const limit = known ?? (await finished(bytes, `${supergraphFile}.json`, ports['limit'] ?? 0));
      const body = bodyOf(operation, `tag-${tagPlace}-end`);
      const measured = await inTurn([...contenders, limit], { headers, body }, timing);
      if (!known) await limit.stop();
      print(`${operation.name} (${(bytes.length / 1024).toFixed(1)} KB)`, measured);
    }
  } finally {
    for (const contender of contenders) await contender.stop();
  }
}

function finished(bytes: string, file: string, port: number): Promise<Contender> {
  writeFileSync(file, bytes);
  const nothing = { headers: {}, body: '{}' };
  return startContender('node:http, finished bytes', finishedBytes, file, port, nothing);
}

function bodyOf(operation: BenchmarkOperation | undefined, tag = 'tag-0-end'): string {
  return JSON.stringify({ query: operation?.query, variables: { tag } });
}

/** @throws Error when two contenders differ: then there is nothing to compare. */
async function sameAnswer(contenders: readonly Contender[], question: Question): Promise<string> {
  const answers = await Promise.all(contenders.map(({ url }) => ask(url, question)));
  const [first = '', ...others] = answers;
  const data = (text: string): unknown => (JSON.parse(text) as { data: unknown }).data;
  const odd = others.findIndex((answer) => !isDeepStrictEqual(data(answer), data(first)));
  if (odd !== -1) {
    const { name } = contenders[odd + 1] ?? { name: '' };
    throw new Error(`${name} answers otherwise than ${contenders[0]?.name ?? ''}`);
  }
  return first;
}

/** Rounds of each in turn, so that what slows the machine slows each of them; medians. */
async function inTurn(
  contenders: readonly Contender[],
  question: Question,
  { rounds, seconds }: Timing,
): Promise<Map<string, Round>> {
  const measured = new Map<string, Round[]>();
  for (let round = 0; round <= rounds; round += 1) {
    for (const contender of contenders) {
      const result = await oneRound(contender, question, round === 0 ? 2 * seconds : seconds);
      if (round === 0) continue; // to warm up
      measured.set(contender.name, [...(measured.get(contender.name) ?? []), result]);
    }
  }
  return new Map([...measured].map(([name, all]) => [name, medianOf(all)]));
}

async function oneRound(
  { url, pid }: Contender,
  question: Question,
  seconds: number,
): Promise<Round> {
  const before = cpuMilliseconds(pid);
  const { requestsPerSecond, p50, p99 } = await load({ url, ...question }, seconds);
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
