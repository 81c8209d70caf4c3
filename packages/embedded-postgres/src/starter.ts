// A launcher for the tests to kill: starts the database of a folder, prints where it is as one line
// of JSON, and stays until it is told to stop or the database ends.
import { argv, env, exit, pid, stderr, stdout } from 'node:process';
import { startEmbeddedPostgres } from './launcher.ts';

const [folder = ''] = argv.slice(2);
try {
  const database = await startEmbeddedPostgres({ folder, environment: env });
  process.once('SIGTERM', () => void database.stop());
  process.on('SIGINT', () => undefined); // as one that ends its other processes first
  stdout.write(`${JSON.stringify({ launcher: pid, url: database.superuserUrl })}\n`);
  await database.ended;
} catch (error) {
  stderr.write(error instanceof Error ? error.message : String(error));
  exit(1);
}
