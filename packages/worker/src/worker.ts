import { ConfigurationError } from '@trellis/subgraph-kit/config';
import type { Logger } from '@trellis/subgraph-kit/logger';
import type { Running } from '@trellis/subgraph-kit/main-process';
import { createMetrics, serveOperations } from '@trellis/subgraph-kit/operations-server';
import type { WorkerConfig } from './config.ts';
import { countDeliveries } from './delivery-metrics.ts';
import { SubgraphJobs } from './subgraph-jobs.ts';

/**
 * Does the background work of all databases that it is told of, until it is stopped.
 *
 * @throws ConfigurationError when there is none, or one is not as it must be.
 */
export async function startWorker(config: WorkerConfig, logger: Logger): Promise<Running> {
  const databases = [
    ['people', config.PEOPLE_JOB_DATABASE_URL],
    ['opportunities', config.OPPORTUNITIES_JOB_DATABASE_URL],
    ['study', config.STUDY_JOB_DATABASE_URL],
  ] as const;
  const registry = createMetrics('worker');
  const options = { config, logger, metrics: countDeliveries(registry) };
  const started: SubgraphJobs[] = [];
  const stopAll = async () => {
    await Promise.all(started.map((jobs) => jobs.stop()));
  };
  try {
    for (const [name, url] of databases) {
      if (url !== undefined) started.push(await SubgraphJobs.start(name, url, options));
    }
    if (started.length === 0) throw new ConfigurationError('No …_JOB_DATABASE_URL is given.');
    const isReady = async () => {
      await Promise.all(started.map((jobs) => jobs.isReady()));
      return undefined;
    };
    const { HOST, OPERATIONS_PORT } = config;
    const operations = await serveOperations(registry, isReady, HOST, OPERATIONS_PORT);
    const stop = async () => {
      operations.retire();
      await stopAll();
      await operations.stop();
    };
    return { port: operations.port, stop };
  } catch (error) {
    await stopAll();
    throw error;
  }
}
