import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder, stackFolder } from '@trellis/local-stack/folder';
import { supergraphOf } from './benchmark-graph.ts';
import { compare, type Timing } from './comparison.ts';
import { contenderStarts, installHive, requestHeaders } from './contender.ts';
import { compareOnOwnSubgraphs } from './own-subgraphs.ts';
import { schoolGraph } from './school-graph.ts';
import { shopGraph } from './shop-graph.ts';

export interface GatewayBenchOptions extends Timing {
  /** Whether Hive is installed and measured too. */
  readonly hive: boolean;
}

/**
 * `npm run bench -- gateway`: gateways side by side, first before the same stubs, which send prepared
 * bytes, so that all that is measured is theirs; then before our own subgraphs on PostgreSQL. Answers are
 * compared first. Every request carries another variable, so that none can share the work of another.
 */
export async function benchGateways({ hive, ...timing }: GatewayBenchOptions): Promise<void> {
  const folder = join(stackFolder, 'gateways');
  mkdirSync(folder, { recursive: true });
  const hiveFolder = hive ? await installHive(join(folder, 'hive')) : undefined;
  await compareOnStubs(folder, hiveFolder, timing);
  await compareOnOwnSubgraphs(folder, hiveFolder, timing);
}

async function compareOnStubs(
  folder: string,
  hiveFolder: string | undefined,
  timing: Timing,
): Promise<void> {
  const stubs = fork(join(projectFolder, 'bench/dist/gateway/stub-server.js'));
  const [ports] = (await once(stubs, 'message')) as [[string, number][]];
  try {
    for (const graph of [schoolGraph, shopGraph]) {
      const supergraphFile = join(folder, `${graph.operations[0]?.name ?? ''}.graphql`);
      writeFileSync(supergraphFile, supergraphOf(graph, new Map(ports)));
      const own = ports.filter(([name]) => graph.subgraphs.some((one) => one.name === name));
      const starts = contenderStarts(hiveFolder, new Map(own));
      const { operations } = graph;
      await compare({ operations, headers: requestHeaders, supergraphFile, starts }, timing);
    }
  } finally {
    stubs.disconnect();
  }
}
