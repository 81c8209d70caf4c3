import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { AggregatorRegistry, type Registry } from 'prom-client';
import { ConfigurationError } from '@trellis/subgraph-kit/config';
import type { Logger } from '@trellis/subgraph-kit/logger';
import {
  type OperationsServer,
  type ReadinessCheck,
  serveOperations,
} from '@trellis/subgraph-kit/operations-server';
import type { GatewayConfig } from './config.ts';
import type { RunningGateway } from './gateway.ts';

/** For a worker's requests in flight when it is asked to stop, in milliseconds. */
const patience = 12_000;
/** Before a worker that ended while it started is started again, in milliseconds. */
const delay = 1_000;

/**
 * Runs `config.workers` gateways on one port, puts another in the place of one that ends, and shows
 * the health and metrics of all. They take connections from one queue of the system: what a dead
 * worker had not taken another takes. Were this process to hand them out, a connection on its way to
 * a worker that dies would be answered by nobody.
 *
 * @throws ConfigurationError when the first of them does not start; it has said why.
 */
export async function superviseWorkers(
  { workers, host, operationsPort }: GatewayConfig,
  logger: Logger,
): Promise<RunningGateway> {
  cluster.schedulingPolicy = cluster.SCHED_NONE;
  let isStopping = false;
  const listening = new Set<Worker>();
  const start = () => {
    const worker = cluster.fork();
    worker.once('listening', () => listening.add(worker));
    worker.once('exit', (code, signal) => {
      const hadStarted = listening.delete(worker);
      if (isStopping) return;
      logger.error({ pid: worker.process.pid, code, signal }, 'a worker has ended');
      void pause(hadStarted ? 0 : delay).then(() => isStopping || start());
    });
    return worker;
  };
  const port = await startFirst(start());
  for (let count = 1; count < workers; count += 1) start();

  const ready = () => Promise.resolve(listening.size > 0 ? undefined : 'no worker');
  const operations = await serveOperations(metricsOfAll(), ready, host, operationsPort);
  const stop = async () => {
    isStopping = true;
    operations.retire();
    await Promise.all(livingWorkers().map(end));
    await operations.stop();
  };
  const reload = () => {
    for (const worker of livingWorkers()) worker.process.kill('SIGHUP');
    return Promise.resolve();
  };
  return { port, operationsPort: operations.port, stop, reload };
}

/** Health and metrics of a gateway: its own, or through the process that supervises it. */
export function operationsOf(
  metrics: Registry,
  isReady: ReadinessCheck,
  { host, operationsPort }: GatewayConfig,
): Promise<OperationsServer> {
  if (cluster.isPrimary) return serveOperations(metrics, isReady, host, operationsPort);
  AggregatorRegistry.setRegistries([metrics]);
  new AggregatorRegistry(); // from now on it answers whoever adds up
  const stop = () => Promise.resolve();
  return Promise.resolve({ port: 0, retire: () => undefined, stop });
}

async function startFirst(worker: Worker): Promise<number> {
  const ended = once(worker, 'exit').then(() => {
    throw new ConfigurationError('A worker did not start.');
  });
  const started = once(worker, 'listening') as Promise<[{ port: number }]>;
  const [{ port }] = await Promise.race([started, ended]);
  ended.catch(() => undefined); // later it is only replaced
  return port;
}

function metricsOfAll() {
  const all = new AggregatorRegistry();
  return { contentType: all.contentType, metrics: () => all.clusterMetrics() };
}

function livingWorkers(): Worker[] {
  return Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);
}

async function end(worker: Worker): Promise<void> {
  const ended = once(worker, 'exit');
  worker.process.kill('SIGTERM');
  const impatience = setTimeout(() => worker.process.kill('SIGKILL'), patience);
  await ended;
  clearTimeout(impatience);
}
