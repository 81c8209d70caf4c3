import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { projectFolder } from '@trellis/local-stack/folder';
import { choosePorts } from '@trellis/local-stack/ports';
import { accepted } from './accepted-attacks.ts';
import type { Attack } from './attack.ts';
import { ImaginedSubgraphs } from './imagined-subgraphs.ts';
import { refused } from './refused-attacks.ts';

/** Most that an operation may take of the gateway's one thread, in milliseconds of CPU. */
const bounds = { accepted: 100, refused: 10 };
type Fate = keyof typeof bounds;

/** Operations that each text is sent as, each with another comment, so that none is known yet. */
const rounds = 11;

const key = `Bearer spk_bench_${'a'.repeat(12)}_${'b'.repeat(43)}`;

interface Measured {
  readonly name: string;
  readonly middle: number;
  readonly most: number;
  readonly answer: string;
  readonly isWithin: boolean;
}

/**
 * `npm run bench -- limits`: what the dearest operations within the limits cost the gateway the first
 * time it sees them, and what it costs to turn others away. All CPU of its process counts.
 */
export async function benchLimits(): Promise<void> {
  const subgraphs = new ImaginedSubgraphs();
  const urls = await subgraphs.start(['people', 'opportunities', 'study']);
  const gateway = await MeasuredGateway.start(urls);
  try {
    const passed = [
      await table(gateway, 'accepted', accepted),
      await table(gateway, 'refused', refused),
    ];
    if (passed.includes(false)) process.exitCode = 1;
  } finally {
    gateway.stop();
    subgraphs.stop();
  }
}

async function table(gateway: MeasuredGateway, fate: Fate, attacks: readonly Attack[]) {
  await gateway.measure(attacks, fate, 3); // to warm up
  const all = await gateway.measure(attacks, fate, rounds);
  console.log(`\n${fate}: less than ${bounds[fate]} ms of CPU each\n`);
  console.log(`${'operation'.padEnd(50)} median ms   most ms`);
  for (const { name, middle, most, answer, isWithin } of all) {
    const figures = [middle, most].map((value) => value.toFixed(1).padStart(9)).join(' ');
    console.log(`${name.padEnd(50)} ${figures}  ${isWithin ? 'pass' : 'FAIL'}  ${answer}`);
  }
  return all.every(({ isWithin }) => isWithin);
}

class MeasuredGateway {
  readonly #child: ChildProcess;
  readonly #url: string;

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.#url = `http://127.0.0.1:${port}/graphql`;
  }

  static async start(urls: ReadonlyMap<string, string>): Promise<MeasuredGateway> {
    const ports = await choosePorts(['gateway', 'operations'], {});
    const subgraphs = [...urls].flatMap(([name, url]) => [
      [`${name.toUpperCase()}_URL`, url] as const,
      [`${name.toUpperCase()}_ASSERTION_KEY`, `gateway/bench:${'a'.repeat(43)}`] as const,
    ]);
    const child = fork(join(projectFolder, 'bench/dist/limits/measured-gateway.js'), {
      env: {
        ...{ PATH: process.env['PATH'], NODE_ENV: 'production', LOG_LEVEL: 'warn' },
        ...{ PORT: String(ports.gateway), OPERATIONS_PORT: String(ports.operations) },
        ...Object.fromEntries(subgraphs),
      },
      execArgv: ['--expose-gc'],
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    const gateway = new MeasuredGateway(child, ports.gateway);
    while ((await gateway.#ask({ name: '', query: '{ viewer { name } }' }, 0)) === 'nothing') {
      if (child.exitCode !== null) throw new Error('the gateway did not start');
    }
    return gateway;
  }

  stop(): void {
    this.#child.disconnect();
  }

  async measure(attacks: readonly Attack[], fate: Fate, count: number): Promise<Measured[]> {
    const measured: Measured[] = [];
    for (const attack of attacks) {
      const figures: number[] = [];
      let answer = '';
      await this.#cpu('settle'); // garbage of the attack before is not charged to this one
      for (let round = 0; round < count; round += 1) {
        const before = await this.#cpu();
        answer = await this.#ask(attack, count * 1_000 + round);
        figures.push((await this.#cpu()) - before);
      }
      figures.sort((a, b) => a - b);
      const middle = figures[Math.floor(count / 2)] ?? Number.NaN;
      const isMeant = answer.startsWith('answered') === (fate === 'accepted');
      const isWithin = isMeant && middle < bounds[fate];
      measured.push({
        name: attack.name,
        middle,
        most: figures.at(-1) ?? middle,
        answer,
        isWithin,
      });
    }
    return measured;
  }

  /** @returns milliseconds that the process has used so far. */
  async #cpu(message: 'cpu' | 'settle' = 'cpu'): Promise<number> {
    this.#child.send(message);
    const [microseconds] = (await once(this.#child, 'message')) as [number];
    return microseconds / 1_000;
  }

  /** @returns how it was answered: with data, or with which code. */
  async #ask({ query, variables, body, headers }: Attack, round: number): Promise<string> {
    const text = body ?? JSON.stringify({ query: `${query} #${round}`, variables });
    try {
      const response = await fetch(this.#url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: key, ...headers },
        body: text,
      });
      const answer = await response.text();
      const [, code = ''] = /"code":"(\w+)"/.exec(answer) ?? [];
      if (!answer.includes('"data":{')) return `${response.status} ${code}`;
      return `answered, ${Math.ceil(answer.length / 1_000)} kB ${code}`;
    } catch {
      return 'nothing';
    }
  }
}
