import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const projectFolder = fileURLToPath(new URL('../../..', import.meta.url));

/** Everything that running Trellis here leaves behind; `--reset` removes it. */
export const stackFolder = resolve(projectFolder, process.env['TRELLIS_FOLDER'] ?? '.trellis');

/** Writes a file that only its owner reads, whole or not at all. */
export function writePrivate(name: string, content: string): void {
  const file = join(stackFolder, name);
  mkdirSync(stackFolder, { recursive: true, mode: 0o755 });
  writeFileSync(`${file}.new`, content, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** @returns the content, or undefined when there is no such file yet. */
export function readPrivate(name: string): string | undefined {
  try {
    return readFileSync(join(stackFolder, name), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
