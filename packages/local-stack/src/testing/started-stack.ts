import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from '@trellis/embedded-postgres/port';
import pg from 'pg';
import { z } from 'zod';
import { projectFolder } from '../folder.ts';

/** An answer to `npm run query`. */
const answerShape = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z
    .array(
      z.object({
        message: z.string(),
        path: z.array(z.union([z.string(), z.number()])).optional(),
        extensions: z.record(z.string(), z.unknown()),
      }),
    )
    .optional(),
});

export type StackAnswer = z.infer<typeof answerShape>;

/** `npm start` as a newcomer runs it, in a folder and on a port of its own. */
export class StartedStack {
  readonly #environment: NodeJS.ProcessEnv;
  readonly folder: string;
  readonly port: number;
  readonly lines: string[] = [];
  #process: ChildProcess | undefined;

  private constructor(folder: string, port: number) {
    this.folder = folder;
    this.port = port;
    this.#environment = {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      TRELLIS_FOLDER: folder,
      PORT: String(port),
    };
  }

  static async create(): Promise<StartedStack> {
    return new StartedStack(mkdtempSync(join(tmpdir(), 'trellis-start-')), await freePort());
  }

  get pid(): number {
    const pid = this.#process?.pid;
    if (!pid) throw new Error('npm start is not running');
    return pid;
  }

  /** Starts without waiting for anything. */
  run(environment: Readonly<Record<string, string>> = {}): ChildProcess {
    const child = spawn(process.execPath, ['packages/local-stack/dist/start.js'], {
      cwd: projectFolder,
      env: { ...this.#environment, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    for (const stream of [child.stdout, child.stderr]) {
      createInterface(stream).on('line', (line) => this.lines.push(line));
    }
    this.#process = child;
    return child;
  }

  async start(environment: Readonly<Record<string, string>> = {}): Promise<void> {
    this.run(environment);
    await this.says('Trellis is ready');
  }

  /** Waits until a line holds the text, from the given line on. */
  async says(text: string, from = 0, patience = 90_000): Promise<void> {
    const end = Date.now() + patience;
    while (!this.lines.slice(from).some((line) => line.includes(text))) {
      if (Date.now() > end || this.#process?.exitCode) {
        throw new Error(`npm start did not say “${text}”:\n${this.lines.slice(-20).join('\n')}`);
      }
      await pause(50);
    }
  }

  /** As `npm run -s query -- FILE --as USER`. */
  async query(file: string, user: string, variables: object = {}): Promise<StackAnswer> {
    const child = spawn(
      process.execPath,
      [
        'packages/local-stack/dist/query.js',
        file,
        '--as',
        user,
        '--variables',
        JSON.stringify(variables),
      ],
      { cwd: projectFolder, env: this.#environment, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    let printed = '';
    let complaint = '';
    child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
    await new Promise((resolve) => child.once('close', resolve));
    if (printed === '') throw new Error(`npm run query printed nothing: ${complaint}`);
    return answerShape.parse(JSON.parse(printed));
  }

  /** The same for an operation that is in no file. */
  async ask(operation: string, user: string, variables: object = {}): Promise<StackAnswer> {
    const file = join(this.folder, 'operation.graphql');
    writeFileSync(file, operation);
    return this.query(file, user, variables);
  }

  /** Does a statement as the superuser: lets days pass that a test cannot wait for. */
  async inDatabase(database: string, sql: string): Promise<void> {
    const place = join(this.folder, 'postgres/cluster');
    const [, , , port] = readFileSync(join(place, 'data/postmaster.pid'), 'utf8').split('\n');
    const password = readFileSync(join(place, 'superuser-password'), 'utf8');
    const account = { user: 'postgres', password, host: '127.0.0.1', port: Number(port) };
    const client = new pg.Client({ ...account, database });
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  }

  /** Access token of a demonstration user. */
  async token(user: string): Promise<string> {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['packages/local-stack/dist/print-token.js', user],
      { cwd: projectFolder, env: this.#environment },
    );
    return stdout.trim();
  }

  /** Process ids of the stack's own processes by name. */
  pids(): Record<string, number> {
    const file = join(this.folder, 'processes.json');
    return z.record(z.string(), z.number()).parse(JSON.parse(readFileSync(file, 'utf8')));
  }

  /** Ctrl-C, as the terminal sends it: to the whole group. */
  async stop(): Promise<void> {
    const child = this.#process;
    if (child?.pid && child.exitCode === null && child.signalCode === null) {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      process.kill(-child.pid, 'SIGINT');
      await ended;
    }
  }

  remove(): void {
    if (existsSync(this.folder)) rmSync(this.folder, { recursive: true, force: true });
  }
}

/** @returns whether a process of this id is there. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}

/** The server process whose data is under the folder. */
export function postmasterOf(folder: string): number {
  const found = readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      return command.includes('bin/postgres') && command.includes(folder);
    } catch {
      return false; // it ended while we looked
    }
  });
  const [pid] = found;
  if (!pid || found.length > 1) throw new Error(`${found.length} servers run in ${folder}`);
  return Number(pid);
}

export async function allGone(pids: readonly number[]): Promise<void> {
  const end = Date.now() + 20_000;
  while (pids.some(isAlive)) {
    if (Date.now() > end) throw new Error(`still there: ${pids.filter(isAlive).join(', ')}`);
    await pause(100);
  }
}
