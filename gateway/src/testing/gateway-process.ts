import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '@trellis/embedded-postgres/port';

const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** The gateway as it is run: a process of its own, and its workers. */
export class GatewayProcess {
  readonly port: number;
  readonly operationsPort: number;
  /** All that it and its workers have printed. */
  readonly lines: string[] = [];
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, port: number, operationsPort: number) {
    this.#child = child;
    this.port = port;
    this.operationsPort = operationsPort;
    for (const stream of [child.stdout, child.stderr]) {
      if (stream) createInterface(stream).on('line', (line) => this.lines.push(line));
    }
  }

  /** @returns when all its workers answer. */
  static async start(environment: Readonly<Record<string, string>>): Promise<GatewayProcess> {
    const [port, operationsPort] = [await freePort(), await freePort()];
    const child = spawn(process.execPath, [main], {
      env: {
        PATH: process.env['PATH'],
        ...environment,
        PORT: String(port),
        OPERATIONS_PORT: String(operationsPort),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const started = new GatewayProcess(child, port, operationsPort);
    const processes = Number(environment['WORKERS'] ?? 0) + 1;
    await started.until(() => started.lines.filter(saysReady).length >= processes);
    return started;
  }

  /** Process ids of the workers. */
  get workers(): number[] {
    const pid = this.#child.pid ?? 0;
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
    return children.trim().split(' ').map(Number);
  }

  /** @throws Error with what it printed when the condition does not hold within a while. */
  async until(condition: () => boolean): Promise<void> {
    for (let tries = 0; tries < 400; tries += 1) {
      if (condition()) return;
      await pause(50);
    }
    throw new Error(this.lines.slice(-20).join('\n'));
  }

  /** @returns the answer, on a connection of its own. */
  async ask(token: string, query: string): Promise<unknown> {
    const response = await fetch(`http://127.0.0.1:${this.port}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${token}`,
        connection: 'close',
      },
      body: JSON.stringify({ query }),
    });
    return response.json();
  }

  async metrics(): Promise<string> {
    return (await fetch(`http://127.0.0.1:${this.operationsPort}/metrics`)).text();
  }

  /** @returns its exit code. */
  async stop(): Promise<number | null> {
    if (this.#child.exitCode === null) {
      const ended = once(this.#child, 'exit');
      this.#child.kill('SIGTERM');
      await ended;
    }
    return this.#child.exitCode;
  }
}

/** CPU of a process so far, in hundredths of a second, as Linux counts it. */
export function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return Number(fields[11]) + Number(fields[12]);
}

function saysReady(line: string): boolean {
  return line.includes('"msg":"ready"');
}
