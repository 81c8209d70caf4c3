import { existsSync, mkdirSync, realpathSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { openCluster } from './cluster.ts';
import { settleHome } from './home.ts';
import { takeLock } from './lock.ts';
import { EmbeddedPostgresProblem, explained } from './problem.ts';
import { type Server, startServer } from './server.ts';

export interface EmbeddedPostgresOptions {
  /** The database's folder, made when missing. */
  folder: string;
  /** Its NODE_ENV decides whether an embedded database is allowed here. */
  environment?: Readonly<Record<string, string | undefined>>;
  /** False gives up safety against a crash for speed, for tests alone. */
  durable?: boolean;
  /** Server settings beside the standing ones. */
  settings?: Record<string, string>;
}

export interface EmbeddedPostgres {
  port: number;
  /** Of the superuser `postgres`, in the database `postgres`. Holds the password: never print it. */
  superuserUrl: string;
  url: (database: string, role: string, password: string) => string;
  /** Ends the server after what is being committed, and frees the folder. */
  stop: () => Promise<void>;
  /** Resolves when the server has ended, asked or not, and the folder is free for another start. */
  ended: Promise<void>;
}

const parentCheckMs = 500;
/** So that a launcher that looks after its parent itself can end in good order. */
const checksUntilParentIsMissed = 4;
const fast = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/**
 * Starts the PostgreSQL cluster in `folder`, or takes it over from a launcher that was killed.
 *
 * The server ends with the process that started it, and two seconds after that one's parent,
 * however they end.
 *
 * @throws EmbeddedPostgresProblem in production, when another process has the folder, or with what
 * keeps the server from starting.
 */
export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const { environment = {}, durable = true, settings = {} } = options;
  if (environment.NODE_ENV === 'production') {
    throw new EmbeddedPostgresProblem(
      'The embedded PostgreSQL is for development and evaluation. In production set DATABASE_URL to a PostgreSQL of your own.',
    );
  }
  const parent = process.ppid;
  const releases: (() => void)[] = [];
  const release = () => {
    for (const one of releases.splice(0)) one();
  };
  try {
    mkdirSync(options.folder, { recursive: true });
    const folder = realpathSync(options.folder);
    releases.push(await takeLock(folder));
    const home = settleHome(folder);
    if (home.folder !== folder) releases.push(await takeLock(home.folder));

    const cluster = await openCluster(home, durable);
    const server = await startServer({
      home,
      cluster,
      settings: { ...(durable ? {} : fast), ...settings },
      log: freshLog(home.folder),
    });
    return opened(server, parent, release);
  } catch (error) {
    release();
    throw explained(error, options.folder);
  }
}

function opened(server: Server, parent: number, release: () => void): EmbeddedPostgres {
  const { port, superuserUrl, stop } = server;
  let missed = 0;
  const parentCheck = setInterval(() => {
    if (process.ppid !== parent) missed += 1;
    if (missed === checksUntilParentIsMissed) void stop();
  }, parentCheckMs).unref();
  const ended = server.ended.then(() => {
    clearInterval(parentCheck);
    release();
  });
  return {
    port,
    superuserUrl,
    url: (database, role, password) => {
      const [name, user, secret] = [database, role, password].map(encodeURIComponent);
      return `postgres://${String(user)}:${String(secret)}@127.0.0.1:${String(port)}/${String(name)}`;
    },
    stop: async () => {
      await stop();
      await ended;
    },
    ended,
  };
}

/** The log of the run before is kept once. */
function freshLog(folder: string): string {
  const log = join(folder, 'server.log');
  if (existsSync(log)) renameSync(log, join(folder, 'server.previous.log'));
  return log;
}
