import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { demonstrationTrusts } from '@trellis/demonstration/demonstration';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { testPeople } from './testing.ts';

const people = testPeople();
const command = fileURLToPath(new URL('../dist/import-gias.js', import.meta.url));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gias-'));
  const [, other] = demonstrationTrusts({ seed: 'import', today: '2026-05-01' });
  if (!other) throw new Error('there is a second trust');
  for (const name of ['establishments', 'groups', 'links'] as const) {
    await writeFile(join(folder, `${name}.csv`), other.gias[name]);
  }
});
afterAll(() => rm(folder, { recursive: true }));

interface Said {
  readonly code: number;
  readonly output: string;
}

function run(...args: string[]): Promise<Said> {
  const env = { DATABASE_URL: people.served.database.appUrl };
  return new Promise((resolve) => {
    execFile(process.execPath, [command, ...args], { env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), output: stdout + stderr });
    });
  });
}

const named = (...names: string[]) =>
  names.flatMap((name) => [`--${name}`, join(folder, `${name}.csv`)]);

describe('npm run import:gias', () => {
  it('imports, says what it read, and changes nothing when it is run again', async () => {
    const all = named('establishments', 'groups', 'links');

    const first = await run(...all);
    expect(first.output).toMatch(/1 trusts and \d+ schools read, [1-9]/);
    expect(first.code).toBe(0);
    expect((await run(...all)).output).toMatch(/schools read, 0 new or changed/);
  });

  it.each([
    ['an option is missing', () => named('establishments', 'groups'), '--links is missing'],
    ['an option is unknown', () => ['--etsablishments', 'x'], "Unknown option '--etsablishments'"],
    [
      'a file is not there',
      () => [...named('establishments', 'groups'), '--links', 'nowhere.csv'],
      'nowhere.csv',
    ],
    [
      'two files are mixed up',
      () => [...named('establishments', 'groups'), '--links', join(folder, 'groups.csv')],
      'links: the header lacks “URN”, “Joined date”.',
    ],
  ])('says so in a sentence when %s', async (_, args, sentence) => {
    const { code, output } = await run(...args());

    expect(code).toBe(1);
    expect(output).toContain(sentence);
    expect(output).not.toContain('    at ');
  });
});
