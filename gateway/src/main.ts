import cluster from 'node:cluster';
import { readConfig } from '@trellis/subgraph-kit/config';
import { runProcess } from '@trellis/subgraph-kit/main-process';
import { gatewayShape } from './config.ts';
import { serveGateway } from './gateway.ts';
import { superviseWorkers } from './worker-supervision.ts';

// The gateway's library reports to its maker unless it is told not to.
process.env['APOLLO_TELEMETRY_DISABLED'] = 'true';

await runProcess('gateway', process.env, async (logger) => {
  const config = readConfig(gatewayShape, process.env);
  const isSupervisor = config.workers > 1 && cluster.isPrimary;
  const gateway = await (isSupervisor ? superviseWorkers : serveGateway)(config, logger);
  process.on('SIGHUP', () => void gateway.reload());
  return gateway;
});
