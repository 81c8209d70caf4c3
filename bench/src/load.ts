import { LoadCaller, type Target } from './load-caller.ts';

/** What one side does under load. */
export interface Measured {
  readonly requestsPerSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

/** Requests that are under way at any time. */
const connections = 32;

/**
 * Sends the request over 32 connections for some seconds. What sends is kept cheap, so that it takes
 * little of the machine from what it measures: finished bytes to bare sockets, and of an answer its
 * status and its end are looked at, no more.
 *
 * @throws Error when any answer is not 200: a fast failure is not speed.
 */
export async function load(target: Target, seconds: number): Promise<Measured> {
  const end = performance.now() + seconds * 1_000;
  const callers = Array.from(
    { length: connections },
    (_, index) => new LoadCaller(target, index, end),
  );
  const started = performance.now();
  await Promise.all(callers.map((caller) => caller.finished));
  const took = (performance.now() - started) / 1_000;
  const failed = callers.reduce((sum, caller) => sum + caller.failures, 0);
  if (failed > 0) throw new Error(`${failed} of the requests to ${target.url} failed`);
  const times = callers.flatMap((caller) => caller.times).sort((a, b) => a - b);
  const at = (share: number) => Number((times[Math.floor(times.length * share)] ?? 0).toFixed(2));
  return { requestsPerSecond: times.length / took, p50: at(0.5), p99: at(0.99) };
}

/** Several sides in turn, again and again, so that what slows the machine slows each of them. */
export async function sideBySide<Name extends string>(
  targets: Readonly<Record<Name, Target>>,
  rounds: number,
  seconds: number,
): Promise<Map<Name, Measured>> {
  const names = Object.keys(targets) as Name[];
  const measured = new Map<Name, Measured[]>();
  for (const name of names) await load(targets[name], 2); // warm up
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) {
      const before = measured.get(name) ?? [];
      measured.set(name, [...before, await load(targets[name], seconds)]);
    }
  }
  return new Map(names.map((name) => [name, medianOf(measured.get(name) ?? [])]));
}

function medianOf(rounds: readonly Measured[]): Measured {
  const middle = (values: number[]) =>
    values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
  return {
    requestsPerSecond: middle(rounds.map((round) => round.requestsPerSecond)),
    p50: middle(rounds.map((round) => round.p50)),
    p99: middle(rounds.map((round) => round.p99)),
  };
}
