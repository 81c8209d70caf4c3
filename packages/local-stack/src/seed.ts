import { parseArgs } from 'node:util';
import { loadGenerated } from './demonstration-load.ts';
import { Progress } from './progress.ts';
import { startStack } from './stack.ts';

/**
 * Command: fills the databases with many invented trusts beside the demonstration ones. The same seed
 * and day make the same data; what is already there is left as it is.
 */
const { values } = parseArgs({
  options: {
    trusts: { type: 'string', default: '40' },
    schools: { type: 'string', default: '600' },
    staff: { type: 'string', default: '300000' },
    seed: { type: 'string', default: 'trellis' },
  },
});

const say = (line: string) => {
  console.log(line);
};

try {
  const { settings, stop } = await startStack({
    gatewayPort: Number(process.env['PORT'] ?? 4000),
    environment: process.env,
    say,
  });
  const began = Date.now();
  say(`Making ${values.trusts} trusts, ${values.schools} schools, ${values.staff} staff …`);
  const flags = Object.entries(values).flatMap(([name, value]) => [`--${name}`, value]);
  try {
    await loadGenerated(settings, flags, new Progress(process.stderr));
  } finally {
    await stop();
  }
  say(`Done in ${((Date.now() - began) / 1000).toFixed(0)} s.`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
