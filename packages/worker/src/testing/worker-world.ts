import { afterAll, beforeAll } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { EventReceiver } from '@trellis/events/event-receiver';
import { Outbox } from '@trellis/events/outbox';
import { eventfulDatabase } from '@trellis/events/testing/event-world';
import { readPublicKeys } from '@trellis/events/webhook-signature';
import { createDataSource } from '@trellis/subgraph-kit/data-source';
import { Database } from '@trellis/subgraph-kit/database';
import { BreakableProxy } from '@trellis/subgraph-kit/testing/breakable-proxy';
import { createTestDatabase, type TestDatabase } from '@trellis/subgraph-kit/testing/test-database';
import { aViewer } from '@trellis/subgraph-kit/testing/test-viewer';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { DataSource } from 'typeorm';

/** What the subscriber does with a request: `take` applies its events; it answers when told to. */
export type Behaviour = (take: () => Promise<object>, response: ServerResponse) => Promise<unknown>;

const answers: Behaviour = async (take, response) => response.end(JSON.stringify(await take()));

/** A worker as a process of its own, a database in which things happen, and a subscriber. */
export class WorkerWorld {
  readonly viewer: Viewer = aViewer();
  behave: Behaviour = answers;
  /** Requests that came. */
  requests = 0;
  readonly #publicKey: string;
  readonly #privateKey: string;
  readonly #open: DataSource[] = [];
  readonly #children: ChildProcess[] = [];
  #source: TestDatabase | undefined;
  #target: TestDatabase | undefined;
  #proxy: BreakableProxy | undefined;
  #server: Server | undefined;

  constructor(keys: { readonly publicKey: string; readonly privateKey: string }) {
    [this.#publicKey, this.#privateKey] = [keys.publicKey, keys.privateKey];
    beforeAll(async () => {
      this.#source = await createTestDatabase('eventful', eventfulDatabase);
      this.#target = await createTestDatabase('eventful', eventfulDatabase);
      this.#proxy = new BreakableProxy(this.#source.jobUrl);
      await this.#listen(await this.#app(this.#target));
    });
    afterAll(async () => {
      for (const child of this.#children) child.kill('SIGKILL');
      await this.#proxy?.close();
      this.#server?.closeAllConnections();
      this.#server?.close();
      await Promise.all(this.#open.map((source) => source.destroy()));
      await this.#source?.drop();
      await this.#target?.drop();
    });
  }

  get source(): TestDatabase {
    if (!this.#source) throw new Error('it is there from the first test on');
    return this.#source;
  }

  /** The way from the worker to the database. */
  get way(): BreakableProxy {
    if (!this.#proxy) throw new Error('it is there from the first test on');
    return this.#proxy;
  }

  answerAgain(): void {
    this.behave = answers;
  }

  /** @returns a worker that is ready, and where its health is. */
  async start(databaseUrl = this.source.jobUrl): Promise<{ child: ChildProcess; health: string }> {
    const { port } = this.#server?.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}/graphql`;
    const child = spawn(
      process.execPath,
      [new URL('../../dist/main.js', import.meta.url).pathname],
      {
        env: {
          ...{ NODE_ENV: 'test', OPERATIONS_PORT: '0', EVENT_SIGNING_KEYS: this.#privateKey },
          ...{ PEOPLE_URL: url, OPPORTUNITIES_URL: url, STUDY_URL: 'http://127.0.0.1:1/graphql' },
          PEOPLE_JOB_DATABASE_URL: databaseUrl,
        },
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    this.#children.push(child);
    for await (const line of createInterface(child.stdout)) {
      const [, operations] = /"port":(\d+),"msg":"ready"/.exec(line) ?? [];
      if (operations) return { child, health: `http://127.0.0.1:${operations}` };
    }
    throw new Error('the worker has ended before it was ready');
  }

  /** Ends a worker. @returns its exit code; null when it was killed. */
  async end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
    return child.exitCode;
  }

  /** Somebody changes. */
  async happen(personId: string): Promise<void> {
    const db = await this.#app(this.source);
    const draft = { type: 'person.changed', aggregateType: 'Person', aggregateId: personId };
    await db.as(this.viewer, () =>
      new Outbox(db).append(this.viewer, [{ ...draft, data: { told: 1 } }]),
    );
  }

  /** How often the subscriber has heard of the person. */
  async effects(personId: string): Promise<number> {
    if (!this.#target) throw new Error('it is there from the first test on');
    const db = await this.#app(this.#target);
    const sql = 'SELECT 1 FROM effect WHERE aggregate_id = $1';
    return (await db.as(this.viewer, () => db.rows(sql, [personId]))).length;
  }

  async #app({ appUrl }: TestDatabase): Promise<Database> {
    const found = this.#open.find(({ options }) => 'url' in options && options.url === appUrl);
    if (found) return new Database(found);
    const source = await createDataSource(eventfulDatabase, appUrl, 4).initialize();
    this.#open.push(source);
    return new Database(source);
  }

  async #listen(db: Database): Promise<void> {
    const receiver = new EventReceiver(db, {
      ...{ audience: 'opportunities', publicKeys: readPublicKeys(this.#publicKey) },
      applyFrom: {
        people: async ({ trustId }, events) => {
          const ids = events.map(({ aggregateId }) => aggregateId);
          const sql = `INSERT INTO effect (trust_id, aggregate_id, told)
                       SELECT $1, id, 1 FROM unnest($2::uuid[]) AS id`;
          await db.rows(sql, [trustId, ids]);
        },
      },
      onDefect: () => undefined,
    });
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        this.requests += 1;
        const take = () => receiver.receive(request.headers, Buffer.concat(chunks));
        this.behave(take, response).catch(() => response.destroy());
      });
    });
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  }
}
