import { ConfigurationError } from '@trellis/subgraph-kit/config';
import { createDataSource } from '@trellis/subgraph-kit/data-source';
import { Database } from '@trellis/subgraph-kit/database';
import { peopleDatabase } from './database-shape.ts';

/** Something that whoever typed the command can put right. */
export class UsageError extends Error {}

/** Does `work` on a connection of its own to the database of people. */
export async function withDatabase<T>(url: string, work: (db: Database) => Promise<T>): Promise<T> {
  const source = createDataSource(peopleDatabase, url, 1);
  await source.initialize();
  try {
    return await work(new Database(source));
  } finally {
    await source.destroy();
  }
}

/**
 * Runs a command to its end. What the person at the terminal can act on is a sentence; anything else
 * is a defect and shown whole. Either way the process ends with code 1.
 *
 * @param kinds of error, besides the usual ones, whose message is for that person.
 */
export async function runCommand(
  command: () => Promise<void>,
  kinds: readonly (new (...args: never[]) => Error)[],
): Promise<void> {
  try {
    await command();
  } catch (error) {
    console.error(isForThem(error, kinds) ? error.message : error);
    process.exitCode = 1;
  }
}

function isForThem(
  error: unknown,
  kinds: readonly (new (...args: never[]) => Error)[],
): error is Error {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return (
    [UsageError, ConfigurationError, ...kinds].some((kind) => error instanceof kind) ||
    'syscall' in error || // no such file, no server at the address
    code.startsWith('ERR_PARSE_ARGS') ||
    ['28P01', '28000', '3D000'].includes(code) // PostgreSQL knows no such role, password or database
  );
}
