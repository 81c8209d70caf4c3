import { readConfig } from '@trellis/subgraph-kit/config';
import { runProcess } from '@trellis/subgraph-kit/main-process';
import { gatewayShape } from './config.ts';
import { serveGateway } from './gateway.ts';

// The gateway's library reports to its maker unless it is told not to.
process.env['APOLLO_TELEMETRY_DISABLED'] = 'true';

await runProcess('gateway', process.env, async (logger) => {
  const gateway = await serveGateway(readConfig(gatewayShape, process.env), logger);
  process.on('SIGHUP', () => void gateway.reload());
  return gateway;
});
