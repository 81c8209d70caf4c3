import type { Highs, ModelData } from 'highs';
import type { Aim } from './cycle-relaxation.ts';
import type { SwapCycle } from './swap-cycles.ts';

/** What a search came to. `bound` is what no choice among the swaps can surpass. */
export interface Searched<Cycle extends SwapCycle> {
  readonly chosen: readonly Cycle[];
  readonly bound: number;
}

/**
 * Chooses whole swaps that have no wish in common, by branch and cut.
 *
 * @param aim its values are whole numbers.
 * @returns null when the time was too short to find any.
 */
export function searchExactly<Cycle extends SwapCycle>(
  highs: Highs,
  cycles: readonly Cycle[],
  aim: Aim,
  milliseconds: number,
): Searched<Cycle> | null {
  return highs.withModel(modelOf(highs, cycles, aim), (model) => {
    const exactly = { mip_rel_gap: 0, mip_abs_gap: 0.99 };
    const seconds = Math.max(0, milliseconds / 1000);
    model.options.set({ output_flag: false, ...exactly, time_limit: seconds });
    model.run();
    const { colValue } = model.getSolution();
    if (colValue.length === 0) return null;
    const bound = Math.floor(Number(model.info.get('mip_dual_bound')) + 1e-6);
    return { chosen: cycles.filter((_, column) => (colValue[column] ?? 0) > 0.5), bound };
  });
}

/** A row for each wish, which is in one swap at most, and one for how many people move at least. */
function modelOf(
  highs: Highs,
  cycles: readonly SwapCycle[],
  { valueOf, leastPeople }: Aim,
): ModelData {
  const rowOf = new Map<number, number>();
  for (const wish of cycles.flatMap(({ wishes }) => wishes)) {
    if (!rowOf.has(wish)) rowOf.set(wish, rowOf.size);
  }
  const [wishes, counted] = [rowOf.size, leastPeople === null ? 0 : 1];
  const numRows = wishes + counted;
  const indices: number[] = [];
  const values: number[] = [];
  const starts = [0];
  for (const { wishes: some } of cycles) {
    indices.push(...some.map((wish) => rowOf.get(wish) ?? 0).sort((one, other) => one - other));
    values.push(...some.map(() => 1));
    if (counted > 0) {
      indices.push(wishes);
      values.push(some.length);
    }
    starts.push(indices.length);
  }
  const numCols = cycles.length;
  return {
    ...{ numCols, numRows, sense: highs.constants.objectiveSense.maximize },
    colCost: Float64Array.from(cycles, valueOf),
    colLower: new Float64Array(numCols),
    colUpper: new Float64Array(numCols).fill(1),
    rowLower: [...Array<number>(wishes).fill(-highs.infinity), leastPeople ?? 0].slice(0, numRows),
    rowUpper: [...Array<number>(wishes).fill(1), highs.infinity].slice(0, numRows),
    matrix: {
      ...{ format: 'csc', numRows, numCols },
      starts: Int32Array.from(starts),
      indices: Int32Array.from(indices),
      values: Float64Array.from(values),
    },
    integrality: cycles.map(() => highs.constants.variableType.integer),
  };
}
