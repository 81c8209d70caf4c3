import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { FindBrowser } from './browser.ts';

/** Longest HTML, in characters: some forty pages, which take a second or two. */
const longestHtml = 600_000;
/** How many may be asked for at once; one is made at a time. */
const mostAtOnce = 3;
/** Most memory of each process for what it allocates, in KiB. The usual need is a quarter of it. */
const memory = 1_048_576;
/** After its time a process that has not ended by itself is ended, in milliseconds. */
const grace = 1_000;

// .ts where the sources run as they are, else .js
const page = fileURLToPath(new URL(`print-page${extname(import.meta.url)}`, import.meta.url));

/** Why there is no PDF, for whoever asked to do something about. */
export type NotPrinted = 'NO_BROWSER' | 'BUSY' | 'TOO_LONG' | 'TOO_SLOW';

export type Printed = { readonly pdf: Buffer } | { readonly not: NotPrinted };

export interface PrinterOptions {
  readonly findBrowser: FindBrowser;
  /** Whether the browser shuts itself in; it cannot as root, nor where user namespaces are forbidden. */
  readonly sandbox: boolean;
  /** From when it is asked for, in milliseconds; less than whoever asks would wait. */
  readonly patience: number;
  /** Where the system’s own programs are, as `PATH` has it. */
  readonly path: string;
}

/**
 * Makes PDF files of HTML, one at a time, each by a browser of its own in a process of its own that ends
 * with it. The browser runs no script, opens no address, and knows nothing of this process’s settings.
 */
export class Printer {
  readonly #options: PrinterOptions;
  #asked = 0;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: PrinterOptions) {
    this.#options = options;
  }

  /**
   * @returns the PDF: A4 or whatever the page itself says, tagged, with an outline.
   * @throws Error with what the browser said when it could not.
   */
  async print(html: string): Promise<Printed> {
    if (html.length > longestHtml) return { not: 'TOO_LONG' };
    if (this.#asked >= mostAtOnce) return { not: 'BUSY' };
    this.#asked += 1;
    const end = Date.now() + this.#options.patience;
    const mine = this.#turn.then(() => this.#print(html, end));
    this.#turn = mine.catch(() => undefined);
    return mine.finally(() => (this.#asked -= 1));
  }

  async #print(html: string, end: number): Promise<Printed> {
    const browser = await this.#options.findBrowser();
    if (browser === undefined) return { not: 'NO_BROWSER' };
    if (Date.now() >= end) return { not: 'BUSY' };
    const folder = await mkdtemp(join(tmpdir(), 'trellis-print-'));
    try {
      return await this.#printIn(folder, browser, html, end);
    } finally {
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  }

  async #printIn(folder: string, browser: string, html: string, end: number): Promise<Printed> {
    const sandbox = this.#options.sandbox ? 'on' : 'off';
    const child = start(folder, [page, browser, sandbox, String(end)], this.#options.path);
    const impatience = setTimeout(() => child.kill('SIGKILL'), end + grace - Date.now());
    child.stdin.on('error', () => undefined).end(html); // how it ends says more
    try {
      const [pdf, said, [code]] = await Promise.all([
        buffer(child.stdout),
        text(child.stderr),
        once(child, 'exit') as Promise<[number | null]>,
      ]);
      if (code === 0) return { pdf };
      await endAllOf(folder);
      if (code === 3 || code === null) return { not: 'TOO_SLOW' };
      throw new Error(`Chromium made no PDF: ${said.slice(-2_000)}`);
    } finally {
      clearTimeout(impatience);
    }
  }
}

/** With a folder of its own, no setting of this process, and bounded memory where the system can. */
function start(folder: string, args: readonly string[], path: string) {
  const env = { PATH: path, HOME: folder, TMPDIR: folder, LANG: 'C.UTF-8' };
  const bounded = `ulimit -d ${String(memory)}; exec "$0" "$@"`;
  return process.platform === 'linux'
    ? spawn('sh', ['-c', bounded, process.execPath, ...args], { env, stdio: 'pipe' })
    : spawn(process.execPath, args, { env, stdio: 'pipe' });
}

/** Ends what a print that failed left running, known by its folder; Linux alone tells of it. */
async function endAllOf(folder: string): Promise<void> {
  const ids = await readdir('/proc').catch(() => []);
  for (const id of ids.filter((name) => /^\d+$/.test(name))) {
    const settings = await readFile(`/proc/${id}/environ`, 'utf8').catch(() => '');
    if (settings.includes(folder)) endOf(Number(id));
  }
}

function endOf(id: number): void {
  try {
    process.kill(id, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
