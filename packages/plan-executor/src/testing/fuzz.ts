import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { arenaOf, compiledExecutor } from './arena.ts';
import { reduced } from './case-reduction.ts';
import { caseReport } from './case-report.ts';
import { FuzzRun } from './fuzz-run.ts';
import type { Failure } from './fuzz-run.ts';
import { generateWorld } from './world-generator.ts';

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '10000' },
    seed: { type: 'string', default: process.env.FUZZ_SEED ?? '1' },
    failures: { type: 'string', default: '5' },
    out: { type: 'string', default: '.trellis/fuzz' },
  },
});

const started = Date.now();
const run = new FuzzRun({
  seed: Number(values.seed),
  cases: Number(values.cases),
  mostFailures: Number(values.failures),
});
await run.run();
const seconds = Math.round((Date.now() - started) / 1000);
console.log(
  `${run.cases} cases from seed ${values.seed} in ${seconds} s: ${run.failures.length} failures.`,
);
console.table({
  'worlds that compose': ratio(run.worlds.composed, run.worlds.made),
  'operations that are valid': ratio(run.operations.valid, run.operations.made),
  'operations given up in planning': ratio(run.givenUp, run.operations.made),
  'cases left to stock': ratio(run.uncompiled, run.cases),
});
console.log('Known differences:');
console.table(Object.fromEntries(run.known));
console.log('Cases that made use of:');
console.table(
  Object.fromEntries([...run.coverage.counts].sort(([, left], [, right]) => right - left)),
);
for (const [index, failure] of run.failures.entries()) await writeDown(failure, index);
process.exitCode = run.failures.length > 0 ? 1 : 0;

function ratio(some: number, all: number): string {
  return `${some} of ${all} (${((100 * some) / all).toFixed(1)} %)`;
}

async function writeDown(failure: Failure, index: number): Promise<void> {
  const arena = await arenaOf(generateWorld(String(failure.seed)));
  if (arena === undefined) return;
  const small = await reduced(arena, failure, compiledExecutor);
  const title = `Seed ${failure.seed}: ${failure.who} differs`;
  mkdirSync(values.out, { recursive: true });
  const file = join(values.out, `${failure.seed}-${index}.md`);
  writeFileSync(file, await caseReport(small.arena, small.failing, title));
  console.log(`${title}; repeat with FUZZ_SEED=${failure.seed}; made small in ${file}`);
}
