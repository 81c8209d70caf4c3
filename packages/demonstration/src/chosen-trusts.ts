import { parseArgs } from 'node:util';
import { demonstrationTrusts, seedTrusts } from './demonstration.ts';
import type { TrustRecords } from './records.ts';

/** Trusts to load, and how many they and their people are. */
export interface ChosenTrusts {
  readonly trusts: Iterable<TrustRecords>;
  readonly count: number;
  readonly people: number;
}

/**
 * The demonstration trusts, or with `--trusts`, `--schools`, `--staff` and `--seed` as many invented
 * ones as one likes. Every subgraph's loader understands the same flags and so gets the same trusts.
 *
 * @param today ISO day up to which there is a history.
 * @param flags command-line arguments after the script.
 */
export function chosenTrusts(today: string, flags: readonly string[]): ChosenTrusts {
  const { values } = parseArgs({
    args: [...flags],
    options: {
      trusts: { type: 'string' },
      schools: { type: 'string', default: '600' },
      staff: { type: 'string', default: '300000' },
      seed: { type: 'string', default: 'trellis' },
    },
  });
  const options = { seed: values.seed, today };
  if (values.trusts === undefined) {
    const trusts = demonstrationTrusts(options);
    const people = trusts.reduce((sum, trust) => sum + trust.people.length, 0);
    return { trusts, count: trusts.length, people };
  }
  const [count, staff] = [Number(values.trusts), Number(values.staff)];
  const size = { trusts: count, schools: Number(values.schools), staff };
  return { trusts: seedTrusts({ ...options, ...size }), count, people: staff };
}
