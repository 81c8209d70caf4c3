import { fork } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { wellKnown } from '@trellis/demonstration/well-known';
import { takeSecurityLinks } from '@trellis/gateway/supergraph/security-links';
import { gatewayEnvironment } from '@trellis/local-stack/environments';
import { projectFolder, stackFolder } from '@trellis/local-stack/folder';
import { choosePorts } from '@trellis/local-stack/ports';
import { assertionKey, subgraphNames } from '@trellis/local-stack/secrets';
import { type Stack, startStack } from '@trellis/local-stack/stack';
import { keyWithoutBudget, networkScopes, startLimit } from '../measured-stack.ts';
import type { BenchmarkOperation } from './benchmark-graph.ts';
import { compare, type Timing } from './comparison.ts';
import { type Contender, headersWith, otherGateways, type Start } from './contender.ts';
import type { Signing } from './signed-calls.ts';

/**
 * The gateways before people, opportunities and study on PostgreSQL, with the demonstration trusts. Those
 * that are not ours are made to sign their calls; they check no caller, no permission and no limit.
 */
export async function compareOnOwnSubgraphs(
  folder: string,
  hiveFolder: string | undefined,
  timing: Timing,
): Promise<void> {
  const { gateway: gatewayPort, limit: limitPort } = await choosePorts(['gateway', 'limit'], {});
  const say = () => undefined;
  rmSync(join(stackFolder, 'postgres'), { recursive: true, force: true }); // it begins anew
  const stack = await startStack({ gatewayPort, environment: process.env, say });
  const limit = await startLimit(stack, limitPort);
  try {
    const supergraphFile = join(folder, 'own.graphql');
    writeFileSync(supergraphFile, supergraphAt(stack));
    const byHand: Contender = {
      name: 'one statement a database',
      url: `http://127.0.0.1:${limitPort}/`,
      pid: limit.pid ?? 0,
      stop: () => Promise.resolve(),
    };
    const comparison = {
      operations: ownOperations(),
      headers: headersWith(await keyWithoutBudget(stack)),
      supergraphFile,
      starts: otherGateways(hiveFolder, signingFor(stack)).set('Trellis, whole', whole(stack)),
      limits: new Map([['subject-network', byHand]]),
    };
    await compare(comparison, timing);
  } finally {
    limit.disconnect();
    await stack.stop();
  }
}

/** What every contender is asked. A search that finds nothing makes each request another. */
function ownOperations(): BenchmarkOperation[] {
  const example = readFileSync(join(projectFolder, 'examples/subject-network.graphql'), 'utf8');
  const search = 'schools(first: 1, filter: { text: $tag }) { totalCount }';
  return [
    { name: 'tiny', query: `query Tiny($tag: String) { ${search} }` },
    {
      name: 'subject-network',
      query: example.replace(
        'query SubjectNetwork {',
        `query SubjectNetwork($tag: String) { ${search}`,
      ),
    },
  ];
}

/** The composed supergraph as any gateway loads it, with the addresses of this stack. */
function supergraphAt({ settings: { ports } }: Stack): string {
  const composed = readFileSync(join(projectFolder, 'gateway/supergraph.graphql'), 'utf8');
  return subgraphNames.reduce(
    (sdl, name) => sdl.replace(`http://${name}.invalid/`, `http://127.0.0.1:${ports[name]}/`),
    takeSecurityLinks(composed).plannedSdl,
  );
}

function signingFor({ settings: { ports, secrets } }: Stack): Signing {
  const subgraphs = subgraphNames.map((name) => [
    `http://127.0.0.1:${ports[name]}/graphql`,
    { name, key: assertionKey(secrets, 'gateway', name) },
  ]);
  return {
    trustId: wellKnown.trustId,
    scopes: networkScopes,
    subgraphs: Object.fromEntries(subgraphs) as Signing['subgraphs'],
  };
}

/** The gateway as it is run, on a port of its own. */
function whole({ settings }: Stack): Start {
  return (_, port) =>
    fork(join(projectFolder, 'gateway/dist/main.js'), {
      env: {
        PATH: process.env['PATH'],
        ...gatewayEnvironment(settings),
        ...{ PORT: String(port), OPERATIONS_PORT: '0', LOG_LEVEL: 'warn', NODE_ENV: 'production' },
      },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
}
