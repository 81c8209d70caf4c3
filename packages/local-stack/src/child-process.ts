import { type ChildProcess, fork } from 'node:child_process';
import { createWriteStream, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { projectFolder, stackFolder } from './folder.ts';

/** What is run, and how it says that it can work. */
export interface ChildSpecification {
  readonly name: string;
  /** Compiled entry, relative to the project's folder. */
  readonly entry: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Answers 200 once the process can do its work. */
  readonly readyUrl: string;
}

/** Longest that a process may take until it is ready, in milliseconds. */
const patience = 60_000;
const firstDelay = 250;
const longestDelay = 10_000;

/** Of our own environment what each process may know: where programs are, and whom to tell of spans. */
function passedOn(): NodeJS.ProcessEnv {
  const names = ['PATH', 'OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_EXPORTER_OTLP_HEADERS'];
  return Object.fromEntries(names.map((name) => [name, process.env[name]]));
}

/** One of our processes: started, watched, and started again when it ends without being asked. */
export class SupervisedProcess {
  readonly #specification: ChildSpecification;
  readonly #say: (line: string) => void;
  readonly #onStart: () => void;
  #child: ChildProcess | undefined;
  #stopping = false;
  #delay = firstDelay;

  /**
   * @param say tells the person at the terminal what is wrong and what is being done.
   * @param onStart told each time that there is a new process.
   */
  constructor(specification: ChildSpecification, say: (line: string) => void, onStart: () => void) {
    this.#specification = specification;
    this.#say = say;
    this.#onStart = onStart;
  }

  get name(): string {
    return this.#specification.name;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** @throws Error with the process's own last words when it ends or is not ready in time. */
  async start(): Promise<void> {
    const child = this.#run();
    if (!(await this.#becomesReady(child))) {
      child.kill('SIGKILL'); // one that hangs would be in the way of the next
      throw new Error(`${this.#specification.name} did not start.\n${this.#lastWords()}`);
    }
    const restart = () => {
      if (!this.#stopping) void this.#again(child.signalCode ?? `exit code ${child.exitCode}`);
    };
    if (hasEnded(child)) restart();
    else child.once('exit', restart);
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    const child = this.#child;
    if (!child || hasEnded(child)) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    const impatience = setTimeout(() => child.kill('SIGKILL'), 12_000);
    await ended;
    clearTimeout(impatience);
  }

  #run(): ChildProcess {
    const { name, entry, environment } = this.#specification;
    mkdirSync(join(stackFolder, 'logs'), { recursive: true });
    // Begun anew with the stack, and kept when a process comes back: it holds the last words.
    const log = createWriteStream(this.#logFile, { flags: this.#child ? 'a' : 'w' });
    // In a process group of its own, so that Ctrl-C reaches us alone and we stop in order. Should we
    // be killed, the channel between us closes, and the child ends by itself.
    const child = fork(join(projectFolder, entry), [], {
      env: { ...passedOn(), ...environment },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      detached: true,
    });
    child.stdout?.pipe(log, { end: false });
    child.stderr?.pipe(log, { end: false });
    child.once('close', () => log.end());
    child.on('error', (error) => {
      this.#say(`${name}: ${error.message}`);
    });
    this.#child = child;
    this.#onStart();
    return child;
  }

  async #becomesReady(child: ChildProcess): Promise<boolean> {
    const end = Date.now() + patience;
    while (Date.now() < end) {
      if (hasEnded(child) || this.#stopping) return false;
      const answer = await fetch(this.#specification.readyUrl).catch(() => undefined);
      if (answer?.status === 200) return true;
      await pause(50);
    }
    return false;
  }

  async #again(why: string): Promise<void> {
    const { name } = this.#specification;
    while (!this.#stopping) {
      this.#say(`${name} ended (${why}); starting it again. Its log: ${this.#logFile}`);
      await pause(this.#delay);
      this.#delay = Math.min(this.#delay * 2, longestDelay);
      try {
        await this.start();
        this.#delay = firstDelay;
        this.#say(`${name} is back.`);
        return;
      } catch (error) {
        why = error instanceof Error ? error.message : 'unknown';
      }
    }
  }

  get #logFile(): string {
    return join(stackFolder, 'logs', `${this.#specification.name}.log`);
  }

  #lastWords(): string {
    return readFileSync(this.#logFile, 'utf8').trim().split('\n').slice(-8).join('\n');
  }
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}
