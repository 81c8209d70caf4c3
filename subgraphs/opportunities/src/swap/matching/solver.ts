import * as solver from 'highs';
import type { Highs } from 'highs';

type Loader = typeof import('highs').default;

/** Its types are those of its CommonJS file; of the ES module that Node loads, this is the loader. */
const { default: loader }: { readonly default: unknown } = solver;

const isLoader = (value: unknown): value is Loader => typeof value === 'function';

/** HiGHS, which solves linear and whole-number programmes, in WebAssembly. */
export function loadSolver(): Promise<Highs> {
  if (!isLoader(loader)) throw new Error('the package highs has no loader');
  return loader();
}
