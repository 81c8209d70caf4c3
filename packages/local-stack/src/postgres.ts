import pg from 'pg';
import { provision } from '@trellis/subgraph-kit/provision';
import { join } from 'node:path';
import { stackFolder } from './folder.ts';
import { type Secrets, type SubgraphName, subgraphNames } from './secrets.ts';

type StackRole = 'owner' | 'app' | 'job';

/** A PostgreSQL with our databases in it. */
export interface StackPostgres {
  readonly url: (subgraph: SubgraphName, role: StackRole) => string;
  /** As whoever may do everything there: never handed to a process that serves. */
  readonly adminUrl: (subgraph: SubgraphName) => string;
  readonly stop: () => Promise<void>;
}

/**
 * The operator's server where `DATABASE_URL` names one, else the embedded one, with a database and
 * its roles for each subgraph.
 *
 * @param say told when the embedded server ends without being asked, and when it is back.
 */
export async function startPostgres(
  secrets: Secrets,
  environment: NodeJS.ProcessEnv,
  say: (line: string) => void,
): Promise<StackPostgres> {
  const given = environment['DATABASE_URL'];
  const server = given
    ? { adminUrl: given, stop: () => Promise.resolve() }
    : await startEmbedded(environment, say);
  const admin = new pg.Client({ connectionString: server.adminUrl });
  await admin.connect();
  try {
    for (const name of subgraphNames) await provision(admin, placeOf(name, secrets));
  } finally {
    await admin.end();
  }
  const url = (name: SubgraphName, as: StackRole) => {
    const { database, [as]: role } = placeOf(name, secrets);
    const address = new URL(server.adminUrl);
    address.pathname = `/${database}`;
    address.username = role.name;
    address.password = role.password;
    return address.href;
  };
  const adminUrl = (name: SubgraphName) => {
    const address = new URL(server.adminUrl);
    address.pathname = `/${placeOf(name, secrets).database}`;
    return address.href;
  };
  return { url, adminUrl, stop: server.stop };
}

function placeOf(name: SubgraphName, secrets: Secrets) {
  return {
    database: name,
    owner: { name: `${name}_owner`, password: secrets.ownerPasswords[name] },
    app: { name: `${name}_app`, password: secrets.appPasswords[name] },
    job: { name: `${name}_job`, password: secrets.jobPasswords[name] },
  };
}

/** Loaded only here, so that with DATABASE_URL the launcher is never even read. */
async function startEmbedded(environment: NodeJS.ProcessEnv, say: (line: string) => void) {
  const { startEmbeddedPostgres } = await import('@trellis/embedded-postgres/launcher');
  const start = () => startEmbeddedPostgres({ folder: join(stackFolder, 'postgres'), environment });
  let stopping = false;
  let server = await start();
  const adminUrl = server.superuserUrl;
  const keepRunning = async () => {
    for (;;) {
      await server.ended;
      if (stopping) return;
      say('PostgreSQL ended without being asked; starting it again.');
      server = await start();
      if (server.superuserUrl !== adminUrl) throw new Error('PostgreSQL came back elsewhere');
      say('PostgreSQL is back.');
    }
  };
  void keepRunning().catch((error: unknown) => {
    say(`PostgreSQL cannot be started again: ${error instanceof Error ? error.message : ''}`);
    process.kill(process.pid, 'SIGTERM');
  });
  const stop = () => {
    stopping = true;
    return server.stop();
  };
  return { adminUrl, stop };
}
