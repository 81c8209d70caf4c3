import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { z } from 'zod';
import { importStaff } from '../staff-import-command.ts';
import { FixtureGraph } from './fixture-graph.ts';

/** What a run of the command left behind. */
export interface Run {
  readonly code: number;
  readonly printed: string;
  readonly complaints: string;
}

/** The command, a graph for it to speak to, and a folder for its files, for one test file. */
export class TestImport {
  readonly graph = new FixtureGraph();
  readonly #folder = mkdtempSync(join(tmpdir(), 'staff-import-'));

  constructor() {
    beforeAll(() => this.graph.start());
    afterEach(() => this.graph.reset());
    afterAll(async () => {
      await this.graph.stop();
      rmSync(this.#folder, { recursive: true });
    });
  }

  /** @returns the path of a file with this content. */
  file(name: string, content: string | Uint8Array): string {
    const path = join(this.#folder, name);
    writeFileSync(path, content);
    return path;
  }

  /** `npm run import -- …` against the graph. */
  async run(...args: string[]): Promise<Run> {
    let [printed, complaints] = ['', ''];
    const stderr = Object.assign(new PassThrough(), { isTTY: false });
    stderr.on('data', (text: Buffer) => (complaints += text.toString()));
    const code = await importStaff(['--url', this.graph.url, ...args], {
      key: 'spk_test_abc_secret',
      out: { write: (text) => (printed += text) },
      complaints: stderr,
      firstPause: 1,
    });
    return { code, printed, complaints };
  }

  /** The same with `--json`, read. */
  async summary(...args: string[]): Promise<Record<string, unknown>> {
    const { printed, complaints } = await this.run(...args, '--json');
    if (printed === '') throw new Error(complaints);
    return z.record(z.string(), z.unknown()).parse(JSON.parse(printed));
  }
}
