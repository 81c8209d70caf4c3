import autocannon from 'autocannon';

/** What one side does under load. */
export interface Measured {
  readonly requestsPerSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

/** A request, made again and again. */
export interface Target {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Requests that are under way at any time. */
const connections = 32;

/**
 * Sends the request over 32 connections for some seconds.
 *
 * @throws Error when any answer is not 200: a fast failure is not speed.
 */
export async function load(target: Target, seconds: number): Promise<Measured> {
  const result = await autocannon({
    url: target.url,
    method: 'POST',
    headers: { ...target.headers },
    body: target.body,
    idReplacement: true, // `[<id>]` in a body is another text in each request
    connections,
    duration: seconds,
  });
  const failed = result.non2xx + result.errors + result.timeouts;
  if (failed > 0) throw new Error(`${failed} of the requests to ${target.url} failed`);
  return {
    requestsPerSecond: result.requests.average,
    p50: result.latency.p50,
    p99: result.latency.p99,
  };
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
