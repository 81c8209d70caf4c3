import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setInterval } from 'node:timers';
import { readManifest, type TrustedDocument, UnusableManifest } from './manifest.ts';

/** How often the folder is looked at, in milliseconds. */
const interval = 1_000;

/** The documents of all manifests in one folder, read again when a file of it changes. */
export class TrustedDocuments {
  readonly #folder: string | undefined;
  readonly #onProblem: (manifest: string, why: string) => void;
  #byHash: ReadonlyMap<string, TrustedDocument> = new Map();
  #seen = '';
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param folder no document is trusted without one.
   * @param onProblem told of a manifest that cannot be used; all documents stay as they were.
   */
  constructor(folder: string | undefined, onProblem: (manifest: string, why: string) => void) {
    this.#folder = folder;
    this.#onProblem = onProblem;
  }

  get(hash: string): TrustedDocument | undefined {
    return this.#byHash.get(hash);
  }

  /** Reads the folder, and from then on looks at it every second. */
  async start(): Promise<void> {
    if (this.#folder === undefined) return;
    await this.look(this.#folder);
    this.#timer = setInterval(() => void this.look(this.#folder), interval);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async look(folder = this.#folder): Promise<void> {
    let reading = 'the folder';
    try {
      if (folder === undefined) return;
      const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
      const stamps = await Promise.all(names.map((name) => stampOf(join(folder, name))));
      const seen = JSON.stringify([names, stamps]);
      if (seen === this.#seen) return;
      this.#seen = seen;
      const documents = new Map<string, TrustedDocument>();
      for (const name of names) {
        reading = name;
        const manifest = readManifest(await readFile(join(folder, name), 'utf8'));
        for (const document of manifest) documents.set(document.hash, document);
      }
      this.#byHash = documents;
    } catch (error) {
      const why = error instanceof UnusableManifest ? error.message : 'It cannot be read.';
      this.#onProblem(reading, why);
    }
  }
}

async function stampOf(file: string): Promise<string> {
  const { mtimeMs, size, ino } = await stat(file);
  return `${mtimeMs} ${size} ${ino}`;
}
