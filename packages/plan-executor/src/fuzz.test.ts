import { beforeAll, describe, expect, it } from '@jest/globals';
import { compiledExecutor } from './testing/arena.ts';
import { FuzzRun } from './testing/fuzz-run.ts';
import { plantedBugs } from './testing/planted-bugs.ts';

const seed = Number(process.env.FUZZ_SEED ?? 1);
const CASES = 2000;

/** Thousands of cases are a matter of seconds, of more on a busy machine. In milliseconds. */
const patience = 120_000;

/** What the cases of one run have to make use of, and how often at the least. */
const LEAST_USE = {
  entity: 200,
  'compound key': 10,
  'second key': 15,
  '@shareable': 100,
  '@requires': 50,
  '@requires with arguments': 10,
  '@provides': 20,
  '@override': 20,
  '@interfaceObject': 20,
  'list of lists of objects': 20,
  'list of lists': 20,
  'custom scalar': 50,
  '@skip': 200,
  '@include': 200,
  'named fragment': 200,
  'inline fragment': 200,
  alias: 200,
  mutation: 50,
  'several operations': 50,
  'variable with a default': 100,
  'calls side by side': 100,
  'one call about several kinds': 20,
  'fault: error': 30,
  'fault: null': 30,
  'fault: missing': 10,
};

describe(`operations made up from seed ${seed} (another: FUZZ_SEED)`, () => {
  const run = new FuzzRun({ seed, cases: CASES, challenger: compiledExecutor });
  beforeAll(() => run.run(), patience);

  it('are answered as @apollo/gateway answers them, and as one server would', () => {
    expect(run.failures.map(({ seed: failing, who }) => ({ seed: failing, who }))).toEqual([]);
    expect(run.cases).toBeGreaterThanOrEqual(CASES);
  });

  it('are all compiled, and nearly all of what is made up is fit to run', () => {
    expect(run.uncompiled).toBe(0);
    expect(run.worlds.composed / run.worlds.made).toBeGreaterThan(0.85);
    expect(run.operations.valid / run.operations.made).toBeGreaterThan(0.95);
  });

  it('differ by the known faults of stock in few cases only', () => {
    const known = run.known.values().reduce((sum, count) => sum + count, 0);
    expect(known / run.cases).toBeLessThan(0.03);
  });

  it.each(Object.entries(LEAST_USE))('make use of %s', (feature, least) => {
    expect(run.coverage.counts.get(feature) ?? 0).toBeGreaterThanOrEqual(least);
  });
});

describe('a comparison with stock', () => {
  it.each(plantedBugs)(
    'finds an executor that %s',
    async (_, challenger) => {
      const run = await new FuzzRun({ seed: 1, cases: 1500, challenger }).run();
      expect(run.failures.map(({ who }) => who)).toContain('ours');
    },
    patience,
  );
});
