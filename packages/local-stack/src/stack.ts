import { isFree } from '@trellis/embedded-postgres/port';
import { type ChildSpecification, SupervisedProcess } from './child-process.ts';
import { composeSupergraph } from './composition.ts';
import { loadGenerated } from './demonstration-load.ts';
import {
  gatewayEnvironment,
  identityProviderEnvironment,
  portNames,
  readyUrl,
  type StackSettings,
  subgraphEnvironment,
  workerEnvironment,
} from './environments.ts';
import { keptPorts } from './ports.ts';
import { startPostgres } from './postgres.ts';
import { Progress } from './progress.ts';
import { noteProcesses, noteRunningStack } from './running-stack.ts';
import { loadSecrets, subgraphNames } from './secrets.ts';

/** Everything that `npm start` runs. */
export interface Stack {
  readonly graphqlUrl: string;
  readonly settings: StackSettings;
  readonly stop: () => Promise<void>;
}

export interface StackOptions {
  readonly gatewayPort: number;
  readonly environment: NodeJS.ProcessEnv;
  readonly say: (line: string) => void;
  /** Ends a start that is under way: everything that runs is stopped. */
  readonly signal?: AbortSignal;
}

/**
 * Starts PostgreSQL, the subgraphs (which migrate), loads the demonstration trusts the first time,
 * and opens the gateway last, so that whoever reaches it finds everything behind it.
 *
 * @throws Error in plain words when a part cannot start; what was started is stopped again.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { gatewayPort, environment, say, signal } = options;
  const started: { stop: () => Promise<void> }[] = [];
  const stopStarted = async () => {
    for (const part of started.splice(0).reverse()) await part.stop();
  };
  let stopped = Promise.resolve();
  const stop = () => (stopped = stopped.then(stopStarted)); // whoever asks waits for all of it
  const stopEarly = () => void stop();
  signal?.addEventListener('abort', stopEarly);
  try {
    if (!(await isFree(gatewayPort))) {
      throw new Error(
        `Port ${gatewayPort} on 127.0.0.1 cannot be opened: something else is using it. Choose another with PORT.`,
      );
    }
    const secrets = loadSecrets();
    const composed = composeSupergraph();
    composed.catch(() => undefined); // awaited below, before the gateway needs it
    const postgres = await startPostgres(secrets, environment, say);
    started.push(postgres);
    signal?.throwIfAborted();
    const settings = { secrets, postgres, gatewayPort, ports: await keptPorts(portNames) };
    const { identityProvider, subgraphs, worker, gateway } = processes(settings, say);
    started.push(...subgraphs, identityProvider, worker, gateway);
    await Promise.all([...subgraphs, identityProvider].map((part) => part.start()));
    say('Loading the demonstration trusts where they are missing …');
    await loadGenerated(settings, [], new Progress(process.stderr), signal);
    await composed;
    signal?.throwIfAborted();
    await Promise.all([worker.start(), gateway.start()]);
    signal?.removeEventListener('abort', stopEarly);
    const graphqlUrl = `http://localhost:${gatewayPort}/graphql`;
    const origin = `http://127.0.0.1:${settings.ports.identityProvider}`;
    noteRunningStack({
      graphqlUrl: `http://127.0.0.1:${gatewayPort}/graphql`,
      issuers: { main: `${origin}/main`, other: `${origin}/other` },
    });
    return { graphqlUrl, settings, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function processes(settings: StackSettings, say: (line: string) => void) {
  const { ports } = settings;
  const all: SupervisedProcess[] = [];
  const noteAll = () => noteProcesses(all);
  const supervise = (specification: ChildSpecification) => {
    const supervised = new SupervisedProcess(specification, say, noteAll);
    all.push(supervised);
    return supervised;
  };
  const identityProvider = supervise({
    name: 'identity-provider',
    entry: 'packages/local-stack/dist/identity-provider.js',
    environment: identityProviderEnvironment(settings),
    readyUrl: readyUrl(ports.identityProvider),
  });
  const subgraphs = subgraphNames.map((name) =>
    supervise({
      name,
      entry: `subgraphs/${name}/dist/main.js`,
      environment: subgraphEnvironment(name, settings),
      readyUrl: readyUrl(ports[`${name}Operations`]),
    }),
  );
  const worker = supervise({
    name: 'worker',
    entry: 'packages/worker/dist/main.js',
    environment: workerEnvironment(settings),
    readyUrl: readyUrl(ports.workerOperations),
  });
  const gateway = supervise({
    name: 'gateway',
    entry: 'gateway/dist/main.js',
    environment: gatewayEnvironment(settings),
    readyUrl: readyUrl(ports.gatewayOperations),
  });
  return { identityProvider, subgraphs, worker, gateway };
}
