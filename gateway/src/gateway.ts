import { readFileSync } from 'node:fs';
import type { Registry } from 'prom-client';
import { HivePlanner } from '@trellis/plan-executor/hive-planner';
import { ConfigurationError } from '@trellis/subgraph-kit/config';
import type { OnDefect } from '@trellis/subgraph-kit/error-masking';
import { listen, type RunningServer } from '@trellis/subgraph-kit/http-server';
import { describeDefect, type Logger } from '@trellis/subgraph-kit/logger';
import { createMetrics } from '@trellis/subgraph-kit/operations-server';
import { operationRecorder } from '@trellis/subgraph-kit/request-metrics';
import { AccessTokens } from './caller/access-token.ts';
import { Callers } from './caller/caller.ts';
import { GuessLimit } from './caller/guess-limit.ts';
import { IdentityProviders } from './caller/identity-providers.ts';
import { PeopleDirectory } from './caller/people-directory.ts';
import { type GatewayConfig, ownName, type SubgraphName, subgraphNames } from './config.ts';
import { calendarFeeds } from './calendar/calendar-feeds.ts';
import { Closing } from './closing.ts';
import { explorerPages, type Pages } from './explorer.ts';
import { gatewayApollo } from './gateway-apollo.ts';
import { clientHandler } from './http/client-handler.ts';
import { DirectLane } from './http/direct-lane.ts';
import { OperationMetrics } from './http/operation-metrics.ts';
import { Operations } from './http/operations.ts';
import { CallBudgets } from './rate/call-budgets.ts';
import { RateSource } from './rate/rate-source.ts';
import { reportUsageTo } from './rate/usage-report.ts';
import { CallMetrics } from './subgraph/call-metrics.ts';
import { SubgraphClient } from './subgraph/subgraph-client.ts';
import type { SubgraphFailure } from './subgraph/subgraph-failure.ts';
import { SubgraphSource } from './subgraph/subgraph-source.ts';
import { PlanMetrics } from './supergraph/plan-metrics.ts';
import { UnusableSupergraph } from './supergraph/security-links.ts';
import { ServedGraph } from './supergraph/served-graph.ts';
import { watchSupergraph } from './supergraph/supergraph-file.ts';
import { KnownDocuments } from './trusted-documents/known-documents.ts';
import { TrustedDocuments } from './trusted-documents/trusted-documents.ts';
import { operationsOf } from './worker-supervision.ts';

export interface RunningGateway extends RunningServer {
  readonly operationsPort: number;
  /** Reads the supergraph's file now instead of at the next look. */
  readonly reload: () => Promise<void>;
}

/** How often people is told what callers spent, in milliseconds: so far may several gateways differ. */
const usageReportInterval = 1_000;

/** What tests put in the place of the real one. */
interface ForTests {
  readonly now?: () => number;
  /** Has Apollo Server answer all operations, to compare. */
  readonly withoutLane?: boolean;
}

/**
 * Serves the graph to clients. This is where everything is put together.
 *
 * @throws ConfigurationError when the supergraph is missing or cannot be served, or a port is taken.
 */
export async function serveGateway(
  config: GatewayConfig,
  logger: Logger,
  replaced: ForTests = {},
): Promise<RunningGateway> {
  const onDefect: OnDefect = (defect) => {
    logger.error(describeDefect(defect), 'defect');
  };
  const metrics = createMetrics('gateway');
  const opened = new Closing();
  try {
    const clients = subgraphClients(config, metrics);
    for (const client of clients.values()) opened.add(() => client.close());
    const plans = new PlanMetrics(metrics);
    const graph = servedGraph(config, clients, plans, logger, onDefect);
    const { sdl, watch } = firstSupergraph(config.supergraphFile, graph, logger);
    opened.add(() => {
      watch.stop();
    });
    await takeFirst(graph, sdl);
    const beginRecord = operationRecorder(metrics);
    const apollo = gatewayApollo(graph, beginRecord, onDefect);
    await apollo.start();
    opened.add(() => apollo.stop());
    const documents = await knownDocuments(config, opened, logger);
    const budgets = callBudgets(config, clients, opened, replaced);
    const operationMetrics = new OperationMetrics(metrics);
    const stages = {
      ...{ graph, apollo, documents, budgets, beginRecord, onDefect },
      ...{ times: plans.stages, metrics: operationMetrics },
      lane: replaced.withoutLane ? undefined : new DirectLane({ graph, beginRecord, onDefect }),
    };
    const handler = clientHandler({
      operations: new Operations(stages),
      callers: callersOf(config, clients, logger, replaced),
      pages: [calendarsOf(config, clients, logger, replaced), ...pagesOf(config, logger)],
      requestTimeout: config.requestTimeout,
      trustedProxies: config.trustedProxies,
      ...{ metrics: operationMetrics, onDefect },
    });
    const ready = () => Promise.resolve(graph.isReady ? undefined : 'no supergraph');
    const operations = await operationsOf(metrics, ready, config);
    opened.add(() => operations.stop());
    const server = await listen(handler, config.host, config.port);
    opened.add(() => server.stop());
    const stop = () => {
      operations.retire();
      return opened.close();
    };
    const { port } = server;
    return { port, operationsPort: operations.port, stop, reload: watch.reload };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

function subgraphClients(config: GatewayConfig, metrics: Registry): Map<string, SubgraphClient> {
  const calls = new CallMetrics(metrics);
  return new Map(
    subgraphNames.map((name) => {
      const { url, key } = config.subgraphs[name];
      return [name, new SubgraphClient(name, url, key, calls)];
    }),
  );
}

function servedGraph(
  config: GatewayConfig,
  clients: ReadonlyMap<string, SubgraphClient>,
  metrics: PlanMetrics,
  logger: Logger,
  onDefect: OnDefect,
): ServedGraph {
  const onFailure = ({ subgraph, kind }: SubgraphFailure) => {
    logger.warn({ subgraph, kind }, 'a subgraph gave no usable answer');
  };
  const limits = { timeout: config.subgraphTimeout, onFailure, onDefect };
  return new ServedGraph({
    openSchema: config.development,
    plannerOver: config.planner === 'hive' ? (sdl) => HivePlanner.over(sdl) : undefined,
    metrics,
    sourceOf: (name, types) => {
      if (name === ownName) return new RateSource();
      const client = clients.get(name);
      return client && new SubgraphSource(client, types, limits);
    },
  });
}

/** Reads the file and watches it from then on; a bad change is logged, and the old graph stays. */
function firstSupergraph(file: string, graph: ServedGraph, logger: Logger) {
  const change = async (sdl: string) => {
    try {
      await graph.take(sdl);
      logger.info('a new supergraph is served');
    } catch (error) {
      const why = error instanceof UnusableSupergraph ? error.message : describeDefect(error);
      logger.error({ why }, 'the new supergraph is refused, the old one stays');
    }
  };
  const unreadable = () => {
    logger.error('the supergraph file cannot be read, the old one stays');
  };
  try {
    const watch = watchSupergraph(file, change, unreadable);
    return { sdl: readFileSync(file, 'utf8'), watch };
  } catch {
    throw new ConfigurationError('SUPERGRAPH_FILE cannot be read: npm run compose makes one.');
  }
}

async function takeFirst(graph: ServedGraph, sdl: string): Promise<void> {
  try {
    await graph.take(sdl);
  } catch (error) {
    if (!(error instanceof UnusableSupergraph)) throw error;
    throw new ConfigurationError(`SUPERGRAPH_FILE cannot be served: ${error.message}`);
  }
}

async function knownDocuments(
  { trustedDocuments }: GatewayConfig,
  opened: Closing,
  logger: Logger,
): Promise<KnownDocuments> {
  const trusted = new TrustedDocuments(trustedDocuments, (manifest, why) => {
    logger.error({ manifest, why }, 'trusted documents cannot be read, the old ones stay');
  });
  opened.add(() => {
    trusted.stop();
  });
  await trusted.start();
  return new KnownDocuments(trusted);
}

function callBudgets(
  { subgraphTimeout }: GatewayConfig,
  clients: ReadonlyMap<string, SubgraphClient>,
  opened: Closing,
  { now = Date.now }: ForTests,
): CallBudgets {
  const budgets = new CallBudgets(reportUsageTo(clientOf(clients, 'people'), subgraphTimeout), now);
  const timer = setInterval(() => void budgets.report(), usageReportInterval);
  opened.add(() => {
    clearInterval(timer);
    return budgets.report();
  });
  return budgets;
}

function callersOf(
  config: GatewayConfig,
  clients: ReadonlyMap<string, SubgraphClient>,
  logger: Logger,
  { now = Date.now }: ForTests,
): Callers {
  const onFailure = (failure: Error) => {
    logger.warn(describeDefect(failure), 'a caller could not be looked up');
  };
  const people = clientOf(clients, 'people');
  const directory = new PeopleDirectory(people, config.subgraphTimeout, onFailure, now);
  const guesses = new GuessLimit(now);
  const ask = (issuer: string) => directory.identityProvider(issuer);
  const providers = new IdentityProviders(ask, guesses, now);
  const tokens = new AccessTokens(directory, providers, config.production, now);
  return new Callers(directory, tokens, guesses);
}

function pagesOf({ development }: GatewayConfig, logger: Logger): Pages[] {
  const pages = development ? explorerPages() : undefined;
  if (development && !pages) logger.warn('the explorer is not built');
  return pages ? [pages] : [];
}

function calendarsOf(
  { subgraphTimeout: timeout, trustedProxies }: GatewayConfig,
  clients: ReadonlyMap<string, SubgraphClient>,
  logger: Logger,
  { now = Date.now }: ForTests,
): Pages {
  const onFailure = (failure: unknown) => {
    logger.warn(describeDefect(failure), 'a calendar could not be read');
  };
  const opportunities = clientOf(clients, 'opportunities');
  return calendarFeeds({ opportunities, timeout, trustedProxies, onFailure, now });
}

function clientOf(
  clients: ReadonlyMap<string, SubgraphClient>,
  name: SubgraphName,
): SubgraphClient {
  const client = clients.get(name);
  if (!client) throw new Error('each subgraph has a client');
  return client;
}
