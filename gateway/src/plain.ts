import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { servePlain } from './plain-server.ts';

const { values } = parseArgs({
  options: {
    supergraph: { type: 'string' },
    port: { type: 'string', default: '4000' },
    host: { type: 'string', default: '127.0.0.1' },
  },
});
if (values.supergraph === undefined) {
  console.error('npm run -s gateway:plain -- --supergraph FILE [--port N] [--host ADDRESS]');
  process.exit(2);
}
const sdl = readFileSync(values.supergraph, 'utf8');
const server = await servePlain(sdl, values.host, Number(values.port));
console.log(`Serving ${values.supergraph} at http://${values.host}:${server.port}/graphql`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void server.stop());
}
