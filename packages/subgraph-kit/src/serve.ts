import type { DataSource } from 'typeorm';
import { type AssertionKey, verifyAssertion } from './assertion.ts';
import type { SubgraphConfig } from './config.ts';
import { Cursors } from './cursor.ts';
import type { DatabaseShape } from './data-source.ts';
import { Database } from './database.ts';
import type { OnDefect } from './error-masking.ts';
import { Fault } from './faults.ts';
import type { SubgraphSchema } from './federated-schema.ts';
import { type Endpoint, type GraphQLHandlerOptions, graphqlHandler } from './graphql-handler.ts';
import { listen, listenOnSocket, type RunningServer } from './http-server.ts';
import { newRequestId } from './ids.ts';
import { describeDefect, type Logger } from './logger.ts';
import { missingMigrations } from './migrate.ts';
import type { ScopedContext } from './operation-transaction.ts';
import { createMetrics, serveOperations } from './operations-server.ts';
import { Pages } from './page.ts';
import { countStatements, operationRecorder } from './request-metrics.ts';
import { openServingDatabase } from './serving-database.ts';
import { subgraphApollo } from './subgraph-apollo.ts';
import { spanOfHeader } from './tracing.ts';
import type { Viewer } from './viewer.ts';

/** A subgraph once it is wired to its database. */
export interface WiredSubgraph<Loaders> {
  readonly schema: SubgraphSchema;
  /** New loaders for each operation: what one viewer read is never shown to another. */
  readonly loadersFor: (viewer: Viewer) => Loaders;
}

/** What a subgraph is made of. */
export interface SubgraphDefinition<Loaders> {
  /** Also the audience of assertions and the stem of the database roles. */
  readonly name: string;
  readonly database: DatabaseShape;
  readonly wire: (db: Database, pages: Pages) => Promise<WiredSubgraph<Loaders>>;
  /**
   * Scopes that an issuer may not claim: those under which row security lets a process of our own
   * step across trusts. None when not given.
   */
  readonly refusedScopes?: (issuer: string) => readonly string[];
  /** Internal endpoints beside GraphQL, by path such as `/events`. None when not given. */
  readonly endpoints?: (around: EndpointSurroundings) => Readonly<Record<string, Endpoint>>;
}

/** What internal endpoints are made of. */
export interface EndpointSurroundings {
  readonly db: Database;
  readonly config: SubgraphConfig;
  readonly onDefect: OnDefect;
}

export interface RunningSubgraph extends RunningServer {
  readonly operationsPort: number;
}

/**
 * Migrates where it may, checks that the database is safe to serve from, and serves.
 *
 * @throws ConfigurationError when the database is behind, or its roles or tables are not secure.
 */
export async function serve<Loaders>(
  definition: SubgraphDefinition<Loaders>,
  config: SubgraphConfig,
  logger: Logger,
): Promise<RunningSubgraph> {
  const { name, database } = definition;
  const source = await openServingDatabase(name, database, config);
  try {
    return await open(definition, source, config, logger);
  } catch (error) {
    await source.destroy();
    throw error;
  }
}

async function open<Loaders>(
  { name, wire, refusedScopes = () => [], endpoints }: SubgraphDefinition<Loaders>,
  source: DataSource,
  config: SubgraphConfig,
  logger: Logger,
): Promise<RunningSubgraph> {
  const onDefect: OnDefect = (defect) => {
    logger.error(describeDefect(defect), 'defect');
  };
  const metrics = createMetrics(name);
  const statements = countStatements(metrics);
  const db = new Database(source, () => {
    statements.inc();
  });
  const { schema, loadersFor } = await wire(db, new Pages(db, new Cursors(config.CURSOR_SECRET)));
  const apollo = subgraphApollo(schema.schema, onDefect, operationRecorder(metrics));
  await apollo.start();
  const keys = config.ASSERTION_KEYS.map((key) => ({
    ...key,
    refusedScopes: refusedScopes(key.issuer),
  }));
  const admit = admission(name, keys, db, loadersFor);
  const handler = graphqlHandler({
    ...{ apollo, admit, newRequestId, onDefect },
    endpoints: endpoints?.({ db, config, onDefect }) ?? {},
    vouchedFor: ({ authorization }, body) => verifyAssertion(keys, name, authorization, body),
  });
  const operations = await serveOperations(
    metrics,
    () => whyNotReady(source),
    config.HOST,
    config.OPERATIONS_PORT,
  );
  const server = await listen(handler, config.HOST, config.PORT);
  const socket =
    config.SOCKET === undefined ? undefined : await listenOnSocket(handler, config.SOCKET);
  const stop = async () => {
    operations.retire();
    await Promise.all([server.stop(), socket?.stop()]);
    await apollo.stop();
    await operations.stop();
    await source.destroy();
  };
  return { port: server.port, operationsPort: operations.port, stop };
}

/** Lets in nobody but a process that holds a key of ours, for the very bytes that it sent. */
function admission(
  name: string,
  keys: readonly AssertionKey[],
  db: Database,
  loadersFor: (viewer: Viewer) => unknown,
): GraphQLHandlerOptions<ScopedContext>['admit'] {
  return ({ authorization, traceparent }, body) => {
    const viewer = verifyAssertion(keys, name, authorization, body);
    if (!viewer) {
      return Promise.reject(
        new Fault('UNAUTHENTICATED', 'This service answers the gateway alone.'),
      );
    }
    const scope = db.scopeFor(viewer);
    const around = async <T>(work: () => Promise<T>) => {
      try {
        return await db.within(scope, work);
      } finally {
        await scope.rollback();
      }
    };
    const context = { viewer, scope, loaders: loadersFor(viewer) };
    const { requestId } = viewer;
    const span = spanOfHeader(traceparent);
    // The header is not signed, so it may say which part of the trace calls, but not of which trace.
    const parent = span?.traceId === requestId ? span : undefined;
    return Promise.resolve({ requestId, context, around, parent });
  };
}

async function whyNotReady(source: DataSource): Promise<string | undefined> {
  const missing = await missingMigrations(source);
  return missing.length > 0 ? 'migrations are missing' : undefined;
}
