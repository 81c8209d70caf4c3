import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { HivePlanner } from '@trellis/plan-executor/hive-planner';
import { servePlain } from './plain-server.ts';

const { values } = parseArgs({
  options: {
    supergraph: { type: 'string' },
    port: { type: 'string', default: '4000' },
    planner: { type: 'string', default: 'apollo' },
    host: { type: 'string', default: '127.0.0.1' },
  },
});
if (values.supergraph === undefined || !['apollo', 'hive'].includes(values.planner)) {
  console.error(
    'npm run -s gateway:plain -- --supergraph FILE [--port N] [--host ADDRESS] [--planner apollo|hive]',
  );
  process.exit(2);
}
const sdl = readFileSync(values.supergraph, 'utf8');
const planner = values.planner === 'hive' ? await HivePlanner.over(sdl) : undefined;
const server = await servePlain(sdl, values.host, Number(values.port), planner);
console.log(`Serving ${values.supergraph} at http://${values.host}:${server.port}/graphql`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void server.stop());
}
