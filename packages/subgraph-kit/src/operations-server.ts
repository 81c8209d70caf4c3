import { setTimeout as pause } from 'node:timers/promises';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { listen, type RunningServer } from './http-server.ts';

/** Longest to wait for the check, in milliseconds: who hangs is not ready. */
const patience = 2_000;

/** Says whether the process can do its work now: `undefined`, or what is missing, for the log. */
export type ReadinessCheck = () => Promise<string | undefined>;

export interface OperationsServer extends RunningServer {
  /** From now on the process says that it is not ready, so that no new work is sent to it. */
  readonly retire: () => void;
}

/** What `/metrics` answers. */
interface MetricsText {
  readonly contentType: string;
  readonly metrics: () => Promise<string>;
}

/** One registry a server, so that two in one test process do not share numbers. */
export function createMetrics(name: string): Registry {
  const metrics = new Registry();
  metrics.setDefaultLabels({ process: name });
  collectDefaultMetrics({ register: metrics });
  return metrics;
}

/**
 * Health and metrics, on a port of their own that is never open to clients: `/livez` never touches
 * the database, `/readyz` asks every check, `/metrics` is Prometheus text. Answers say up or down and
 * no more.
 */
export async function serveOperations(
  metrics: MetricsText,
  isReady: ReadinessCheck,
  host: string,
  port: number,
): Promise<OperationsServer> {
  let retired = false;
  const ready = async () => {
    const late = pause(patience, 'late', { ref: false });
    const whyNot = await Promise.race([isReady().catch(() => 'failed'), late]);
    return !retired && whyNot === undefined;
  };
  const running = await listen(
    ({ url }, response) => {
      void (async () => {
        if (url === '/livez') response.writeHead(200).end('up');
        else if (url === '/readyz') {
          const up = await ready();
          response.writeHead(up ? 200 : 503).end(up ? 'up' : 'down');
        } else if (url === '/metrics') {
          const text = await metrics.metrics();
          response.writeHead(200, { 'content-type': metrics.contentType }).end(text);
        } else response.writeHead(404).end();
      })().catch(() => response.writeHead(503).end());
    },
    host,
    port,
  );
  return {
    ...running,
    retire: () => {
      retired = true;
    },
  };
}
