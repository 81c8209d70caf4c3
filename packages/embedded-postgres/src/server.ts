import { closeSync, existsSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { spawnAs } from './account.ts';
import type { Cluster } from './cluster.ts';
import { guarded } from './guarded-process.ts';
import type { Home } from './home.ts';
import { freePort } from './port.ts';
import { endServer, runningProcess } from './running-process.ts';

/** A server that answers. */
export interface Server {
  port: number;
  superuserUrl: string;
  stop: () => Promise<void>;
  /** Resolves when the server has ended, for whatever reason. */
  ended: Promise<void>;
}

export interface ServerOptions {
  home: Home;
  cluster: Cluster;
  settings: Record<string, string>;
  /** Gets the server's own words. */
  log: string;
}

/** The longest path that every system allows a socket. */
const longestSocketPath = 103;
/** Time for a server to come up; replaying the log after a crash takes most of it. */
const patienceMs = 120_000;
const passingMs = 30_000;
/** What passes: somebody took the port just now, or a server that lost its launcher is still leaving. */
const passing =
  /could not bind IPv4|pre-existing shared memory block|"postmaster.pid" already exists/;

/**
 * Starts a server on the port that it had before, or on another when that one is taken.
 *
 * @throws Error with the end of the server's log.
 */
export async function startServer(options: ServerOptions): Promise<Server> {
  const began = Date.now();
  for (;;) {
    const port = await freePort(keptPort(options.home));
    keepPort(options.home, port);
    const server = launch(options, port);
    if (await answers(server, Date.now() + patienceMs)) return server;
    await server.stop();
    const words = readFileSync(options.log, 'utf8').slice(-2_000);
    if (Date.now() > began + passingMs || !passing.test(words)) {
      throw new Error(`PostgreSQL said:\n${words}`);
    }
    await sleep(100);
  }
}

function launch({ home, cluster, settings, log }: ServerOptions, port: number): Server {
  const all = { ...standing(cluster.folder), ...settings, port: String(port) };
  const args = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const output = openSync(log, 'w', 0o600);
  const child = spawnAs(home.account, home.binaries.postgres, ['-D', cluster.data, ...args], {
    cwd: cluster.folder,
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  const running = child.pid === undefined ? undefined : runningProcess(child.pid);
  const ended = guarded(child);
  return {
    port,
    superuserUrl: `postgres://postgres:${cluster.password}@127.0.0.1:${String(port)}/postgres`,
    ended,
    stop: async () => {
      if (running) await endServer(running);
      await ended;
    },
  };
}

function keptPort({ folder }: Home): number {
  const file = join(folder, 'port');
  return existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
}

function keepPort({ folder }: Home, port: number): void {
  writeFileSync(join(folder, 'port'), String(port));
}

function standing(socketFolder: string): Record<string, string> {
  const socket = join(socketFolder, '.s.PGSQL.65535');
  const fits = socket.length <= longestSocketPath && !/[,"]/.test(socket);
  return {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: fits && process.platform !== 'win32' ? socketFolder : '',
    unix_socket_permissions: '0700',
    password_encryption: 'scram-sha-256',
    max_connections: '100',
    timezone: 'UTC',
    log_timezone: 'UTC',
  };
}

/** Waits until the server lets the superuser in. False when it does not, ends first or takes too long. */
async function answers(server: Server, deadline: number): Promise<boolean> {
  const state = { hasEnded: false };
  const end = () => (state.hasEnded = true);
  void server.ended.then(end, end);
  while (!state.hasEnded && Date.now() < deadline) {
    const client = new pg.Client({
      connectionString: server.superuserUrl,
      connectionTimeoutMillis: 5_000,
    });
    client.on('error', () => undefined); // the server may end while it is asked
    try {
      await client.connect();
      await client.end();
      return true;
    } catch (error) {
      if (error instanceof pg.DatabaseError && error.code === '28P01') return false;
      await sleep(20);
    }
  }
  return false;
}
