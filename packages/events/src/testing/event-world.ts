import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createDataSource, type DatabaseShape } from '@trellis/subgraph-kit/data-source';
import { Database } from '@trellis/subgraph-kit/database';
import { idempotencyRetention } from '@trellis/subgraph-kit/idempotency-retention.migration';
import { idempotencyTable } from '@trellis/subgraph-kit/idempotency.migration';
import { newId } from '@trellis/subgraph-kit/ids';
import { RowSecuritySettings1700000000000 } from '@trellis/subgraph-kit/row-security-settings.migration';
import { createTestDatabase, type TestDatabase } from '@trellis/subgraph-kit/testing/test-database';
import { aViewer } from '@trellis/subgraph-kit/testing/test-viewer';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import pg from 'pg';
import type { DataSource, MigrationInterface, QueryRunner } from 'typeorm';
import { EventDelivery } from '../event-delivery.ts';
import { EventReceiver } from '../event-receiver.ts';
import { eventRetention } from '../event-retention.migration.ts';
import { eventTables } from '../events.migration.ts';
import { Outbox } from '../outbox.ts';

/** What a consumer keeps of each event: one row an effect, so that a second one shows. */
class Effects1796000030090 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE effect (
        trust_id uuid NOT NULL,
        place bigint GENERATED ALWAYS AS IDENTITY,
        aggregate_id uuid NOT NULL,
        told integer NOT NULL,
        PRIMARY KEY (trust_id, place)
      );
      ALTER TABLE effect ENABLE ROW LEVEL SECURITY;
      ALTER TABLE effect FORCE ROW LEVEL SECURITY;
      CREATE POLICY same_trust ON effect USING (trust_id = (select app.trust()));
      GRANT SELECT, INSERT ON effect TO eventful_app;`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE effect');
  }
}

export const eventfulDatabase: DatabaseShape = {
  entities: [],
  migrations: [
    RowSecuritySettings1700000000000,
    idempotencyTable('eventful'),
    eventTables('eventful'),
    Effects1796000030090,
    eventRetention('eventful'),
    idempotencyRetention('eventful'),
  ],
};

/** A clock that a test moves. */
export class MovedClock {
  #offset = 0;
  readonly now = () => new Date(Date.now() + this.#offset);

  /** Lets seconds pass at once. */
  pass(seconds: number): void {
    this.#offset += seconds * 1000;
  }
}

/** A subgraph in which things happen, another that is told, and the way between, for one test file. */
export class EventWorld {
  readonly clock = new MovedClock();
  readonly signing: KeyObject;
  readonly #public: KeyObject;
  /** How the consumer answers before it takes anything; null: as it should. */
  answerInstead: number | null = null;
  /** Aggregates whose events the consumer cannot apply. */
  readonly poisonous = new Set<string>();
  readonly requests: { readonly headers: IncomingHttpHeaders; readonly body: string }[] = [];
  readonly problems: string[] = [];
  #source: TestDatabase | undefined;
  #target: TestDatabase | undefined;
  readonly #open: DataSource[] = [];
  #server: Server | undefined;
  #pool: pg.Pool | undefined;

  constructor() {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    [this.signing, this.#public] = [privateKey, publicKey];
    beforeAll(async () => {
      this.#source = await createTestDatabase('eventful', eventfulDatabase);
      this.#target = await createTestDatabase('eventful', eventfulDatabase);
      await this.#listen();
      this.#pool = new pg.Pool({ connectionString: this.#source.jobUrl, max: 8 });
      this.#pool.on('error', () => undefined);
    });
    afterEach(() => {
      this.answerInstead = null;
      this.poisonous.clear();
      this.requests.length = 0;
      this.problems.length = 0;
    });
    afterAll(async () => {
      await this.#pool?.end();
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

  get target(): TestDatabase {
    if (!this.#target) throw new Error('it is there from the first test on');
    return this.#target;
  }

  get url(): string {
    const { port } = (this.#server?.address() ?? { port: 0 }) as AddressInfo;
    return `http://127.0.0.1:${port}/events`;
  }

  /** The database as the app role. */
  async app(database: TestDatabase): Promise<Database> {
    const source = await createDataSource(eventfulDatabase, database.appUrl, 4).initialize();
    this.#open.push(source);
    return new Database(source);
  }

  /** What tells the consumer. */
  delivery(name = 'consumer'): EventDelivery {
    if (!this.#pool) throw new Error('it is there from the first test on');
    return new EventDelivery(this.#pool, {
      source: 'eventful',
      subscriber: { name, url: this.url, types: ['thing.changed'] },
      keys: [this.signing],
      now: this.clock.now,
      onDelivered: () => undefined,
      onRefused: () => undefined,
      onFailure: (problem) => this.problems.push(problem),
    });
  }

  /** Things change, each so often, in one transaction. */
  async happen(db: Database, viewer: Viewer, aggregateIds: readonly string[]): Promise<void> {
    await db.as(viewer, () => this.append(db, viewer, aggregateIds));
  }

  append(db: Database, viewer: Viewer, aggregateIds: readonly string[]): Promise<void> {
    const drafts = aggregateIds.map((aggregateId) => ({
      ...{ type: 'thing.changed', aggregateType: 'Thing', aggregateId },
      data: { told: this.#nextFact(aggregateId) },
    }));
    return new Outbox(db).append(viewer, drafts);
  }

  /** What the consumer has done, in order: the facts told of each thing. */
  async effects(db: Database, { trustId }: Viewer): Promise<Map<string, number[]>> {
    const rows = await db.as(aViewer({ trustId }), () =>
      db.rows<{ id: string; told: number }>(
        'SELECT aggregate_id AS id, told FROM effect WHERE trust_id = $1 ORDER BY place',
        [trustId],
      ),
    );
    const byThing = Map.groupBy(rows, ({ id }) => id);
    return new Map([...byThing].map(([id, some]) => [id, some.map(({ told }) => told)]));
  }

  #facts = new Map<string, number>();

  #nextFact(aggregateId: string): number {
    const fact = (this.#facts.get(aggregateId) ?? 0) + 1;
    this.#facts.set(aggregateId, fact);
    return fact;
  }

  async #listen(): Promise<void> {
    const db = await this.app(this.target);
    const receiver = new EventReceiver(db, {
      audience: 'consumer',
      publicKeys: [this.#public],
      applyFrom: { eventful: (viewer, events) => this.#apply(db, viewer, events) },
      onDefect: () => undefined,
      now: this.clock.now,
    });
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks);
        this.requests.push({ headers: request.headers, body: body.toString() });
        if (this.answerInstead !== null) {
          response.writeHead(this.answerInstead).end();
          return;
        }
        receiver.receive(request.headers, body).then(
          (receipt) => response.end(JSON.stringify(receipt)),
          () => response.writeHead(401).end(),
        );
      });
    });
    const server = this.#server;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  }

  async #apply(
    db: Database,
    { trustId }: Viewer,
    events: readonly { readonly aggregateId: string; readonly data: Record<string, unknown> }[],
  ): Promise<void> {
    if (events.some(({ aggregateId }) => this.poisonous.has(aggregateId))) {
      throw new Error('it cannot be applied');
    }
    await db.rows(
      `INSERT INTO effect (trust_id, aggregate_id, told)
       SELECT $1, "aggregateId", (data ->> 'told')::integer
         FROM json_to_recordset($2) AS event ("aggregateId" uuid, data jsonb)`,
      [trustId, JSON.stringify(events)],
    );
  }
}

/** Ids of so many things. */
export const things = (count: number): string[] => Array.from({ length: count }, newId);
