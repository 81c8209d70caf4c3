import { SupervisedProcess } from './child-process.ts';
import { loadGenerated } from './demonstration-load.ts';
import {
  gatewayEnvironment,
  identityProviderEnvironment,
  loaderEnvironment,
  portNames,
  readyUrl,
  type StackSettings,
  subgraphEnvironment,
} from './environments.ts';
import { keptPorts } from './ports.ts';
import { startPostgres } from './postgres.ts';
import { Progress } from './progress.ts';
import { noteRunningStack } from './running-stack.ts';
import { loadSecrets, subgraphNames } from './secrets.ts';

/** Everything that `npm start` runs. */
export interface Stack {
  readonly graphqlUrl: string;
  readonly stop: () => Promise<void>;
}

export interface StackOptions {
  readonly gatewayPort: number;
  readonly environment: NodeJS.ProcessEnv;
  readonly say: (line: string) => void;
}

/**
 * Starts PostgreSQL, the subgraphs (which migrate), loads the demonstration trusts the first time,
 * and opens the gateway last, so that whoever reaches it finds everything behind it.
 *
 * @throws Error in plain words when a part cannot start; what was started is stopped again.
 */
export async function startStack({ gatewayPort, environment, say }: StackOptions): Promise<Stack> {
  const started: { stop: () => Promise<void> }[] = [];
  const stop = async () => {
    for (const part of started.splice(0).reverse()) await part.stop();
  };
  try {
    const secrets = loadSecrets();
    const postgres = await startPostgres(secrets, environment, say);
    started.push(postgres);
    const settings = { secrets, postgres, gatewayPort, ports: await keptPorts(portNames) };
    const { identityProvider, subgraphs, gateway } = processes(settings, say);
    started.push(...subgraphs, identityProvider, gateway);
    await Promise.all([...subgraphs, identityProvider].map((part) => part.start()));
    await loadDemonstration(settings, say);
    await gateway.start();
    const graphqlUrl = `http://localhost:${gatewayPort}/graphql`;
    const origin = `http://127.0.0.1:${settings.ports.identityProvider}`;
    noteRunningStack({
      graphqlUrl: `http://127.0.0.1:${gatewayPort}/graphql`,
      issuers: { main: `${origin}/main`, other: `${origin}/other` },
    });
    return { graphqlUrl, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function processes(settings: StackSettings, say: (line: string) => void) {
  const { ports } = settings;
  const identityProvider = new SupervisedProcess(
    {
      name: 'identity-provider',
      entry: 'packages/local-stack/dist/identity-provider.js',
      environment: identityProviderEnvironment(settings),
      readyUrl: readyUrl(ports.identityProvider),
    },
    say,
  );
  const subgraphs = subgraphNames.map(
    (name) =>
      new SupervisedProcess(
        {
          name,
          entry: `subgraphs/${name}/dist/main.js`,
          environment: subgraphEnvironment(name, settings),
          readyUrl: readyUrl(ports[`${name}Operations`]),
        },
        say,
      ),
  );
  const gateway = new SupervisedProcess(
    {
      name: 'gateway',
      entry: 'gateway/dist/main.js',
      environment: gatewayEnvironment(settings),
      readyUrl: readyUrl(ports.gatewayOperations),
    },
    say,
  );
  return { identityProvider, subgraphs, gateway };
}

async function loadDemonstration(settings: StackSettings, say: (line: string) => void) {
  say('Loading the demonstration trusts where they are missing …');
  const environments = {
    people: loaderEnvironment('people', settings),
    opportunities: loaderEnvironment('opportunities', settings),
    study: loaderEnvironment('study', settings),
  };
  await loadGenerated(environments, [], new Progress(process.stderr));
}
