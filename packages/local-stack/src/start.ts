import { existsSync, rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { stackFolder } from './folder.ts';
import { startStack } from './stack.ts';

const { values } = parseArgs({ options: { reset: { type: 'boolean', default: false } } });
const say = (line: string) => {
  console.log(line);
};

const began = Date.now();
const parent = process.ppid;
const ending = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => end('Stopping …'));
}
// Whoever started us was killed: nobody is there any more to press Ctrl-C.
setInterval(() => {
  if (process.ppid !== parent) end('The process that ran npm start has ended. Stopping …');
}, 500).unref();

function end(why: string): void {
  if (!ending.signal.aborted) say(why);
  ending.abort();
}

try {
  if (process.env['NODE_ENV'] === 'production') {
    throw new Error('npm start is for development and evaluation: see docs/operations.md.');
  }
  if (values.reset) rmSync(stackFolder, { recursive: true, force: true });
  if (!existsSync(stackFolder)) say('First start: making a database and two demonstration trusts.');
  const stack = await startStack({
    gatewayPort: Number(process.env['PORT'] ?? 4000),
    environment: process.env,
    say,
    signal: ending.signal,
  });
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  say(`
Trellis is ready: ${stack.graphqlUrl}   (${seconds} s)

Try next, in another terminal:
  npm run -s query -- examples/subject-network.graphql --as central
  npm run -s query -- examples/my-career.graphql --as teacher
  npm run -s token -- head        a bearer token, for instance for the explorer at that address
Ctrl-C stops everything; the data stays in .trellis/ (npm start -- --reset begins anew).`);
  const stop = () => void stack.stop().then(() => process.exit(0));
  if (ending.signal.aborted) stop();
  else ending.signal.addEventListener('abort', stop);
} catch (error) {
  if (ending.signal.aborted) process.exit(0);
  console.error(`Trellis cannot start. ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
