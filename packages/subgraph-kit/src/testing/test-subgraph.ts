import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll } from '@jest/globals';
import { type AssertionKey, signAssertion } from '../assertion.ts';
import { type Environment, readConfig, subgraphShape } from '../config.ts';
import { createLogger, type Logger } from '../logger.ts';
import { type RunningSubgraph, serve, type SubgraphDefinition } from '../serve.ts';
import type { Viewer } from '../viewer.ts';
import { createTestDatabase, type TestDatabase } from './test-database.ts';

/** An answer as a client sees it; tests say what `data` they expect. */
export interface Answer<Data = Record<string, unknown>> {
  readonly data: Data;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: Readonly<Record<string, unknown>>;
  }[];
}

/** A whole subgraph, served over HTTP on a migrated database of its own. */
export class TestSubgraph {
  readonly #name: string;
  readonly #key: AssertionKey;
  readonly #logger: Logger;
  #running: RunningSubgraph | undefined;
  #database: TestDatabase | undefined;

  /** @param logger silent unless a test reads the log. */
  constructor(name: string, logger = createLogger(name, 'silent')) {
    this.#name = name;
    this.#logger = logger;
    this.#key = { issuer: 'gateway', id: 'test', secret: randomBytes(32) };
  }

  /** The database, for `atOnce` and for looking behind the scenes. */
  get database(): TestDatabase {
    if (!this.#database)
      throw new Error('the test database is made before the first test, not earlier');
    return this.#database;
  }

  get url(): string {
    return `http://127.0.0.1:${String(this.#running?.port)}/graphql`;
  }

  /** Where health and metrics are. */
  get operationsUrl(): string {
    return `http://127.0.0.1:${String(this.#running?.operationsPort)}`;
  }

  /** The assertion for one body, as the gateway would send it. */
  vouchFor(viewer: Viewer, body: string | Buffer): string {
    return signAssertion(this.#key, this.#name, viewer, body);
  }

  /** Sends an operation as the viewer, vouched for as the gateway does. */
  async ask<Data = Record<string, unknown>>(
    viewer: Viewer,
    query: string,
    variables: Readonly<Record<string, unknown>> = {},
  ): Promise<Answer<Data>> {
    const body = JSON.stringify({ query, variables });
    const response = await this.post(body, this.vouchFor(viewer, body));
    return (await response.json()) as Answer<Data>;
  }

  /** Sends any bytes with any assertion or none. */
  post(body: string, authorization?: string): Promise<Response> {
    const headers = { 'content-type': 'application/json', ...(authorization && { authorization }) };
    return fetch(this.url, { method: 'POST', headers, body });
  }

  /** How many statements PostgreSQL was sent during `work`, read from the published metric. */
  async statementsDuring(work: () => Promise<unknown>): Promise<number> {
    const before = await this.#statements();
    await work();
    return (await this.#statements()) - before;
  }

  async start<Loaders>(
    definition: SubgraphDefinition<Loaders>,
    environment: Environment = {},
  ): Promise<void> {
    this.#database = await createTestDatabase(definition.name, definition.database);
    const config = readConfig(subgraphShape, {
      NODE_ENV: 'test',
      PORT: '0',
      OPERATIONS_PORT: '0',
      DATABASE_URL: this.#database.appUrl,
      DATABASE_POOL_SIZE: '20',
      ASSERTION_KEYS: `gateway/test:${this.#key.secret.toString('base64url')}`,
      CURSOR_SECRET: randomBytes(32).toString('base64url'),
      ...environment,
    });
    this.#running = await serve(definition, config, this.#logger);
  }

  /** As on SIGTERM; the database stays to be looked at until `stop`. */
  async stopServing(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    await running?.stop();
  }

  async stop(): Promise<void> {
    await this.stopServing();
    await this.#database?.drop();
  }

  async #statements(): Promise<number> {
    const text = await (await fetch(`${this.operationsUrl}/metrics`)).text();
    return Number(/^sql_statements_total\{.*\} (\d+)$/m.exec(text)?.[1] ?? 0);
  }
}

/** The subgraph for one test file: served before its first test, gone after its last. */
export function testSubgraph<Loaders>(
  definition: SubgraphDefinition<Loaders>,
  environment: Environment = {},
): TestSubgraph {
  const subgraph = new TestSubgraph(definition.name);
  beforeAll(() => subgraph.start(definition, environment));
  afterAll(() => subgraph.stop());
  return subgraph;
}
