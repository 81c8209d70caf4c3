import type { Highs, Model } from 'highs';
import type { SwapCycle } from './swap-cycles.ts';

/** What is made as large as it can be, and what must be reached in doing so. */
export interface Aim {
  readonly valueOf: (cycle: SwapCycle) => number;
  /** At least so many people; null where that is open. */
  readonly leastPeople: number | null;
}

/** An answer with parts of swaps: nothing whole can be worth more. */
export interface Relaxed {
  readonly bound: number;
  /** Swaps and how much of each is taken, 0 to 1. */
  readonly shares: readonly (readonly [cycle: number, share: number])[];
  /** What a wish costs the swaps that it is in. */
  readonly prices: Float64Array;
  readonly priceOfPerson: number;
}

const columnsARound = 2000;
const whole = 0.9995;

/** Disjoint swaps, solved as if parts of swaps could be taken. Columns join when they are worth it. */
export class CycleRelaxation {
  readonly #joined: number[] = [];
  readonly #isJoined: Uint8Array;
  readonly #model: Model;

  readonly #highs: Highs;
  readonly #cycles: readonly SwapCycle[];
  readonly #wishes: number;
  readonly #aim: Aim;

  /** @param wishes how many there are; swaps name them by 0, 1, 2, … */
  constructor(highs: Highs, cycles: readonly SwapCycle[], wishes: number, aim: Aim) {
    this.#highs = highs;
    this.#cycles = cycles;
    this.#wishes = wishes;
    this.#aim = aim;
    this.#isJoined = new Uint8Array(cycles.length);
    this.#model = highs.createModel();
    this.#model.options.set({ output_flag: false, solver: 'simplex' });
    const none = { format: 'csr' as const, numRows: wishes, numCols: 0 };
    this.#model.addRows({
      lower: new Float64Array(wishes).fill(-highs.infinity),
      upper: new Float64Array(wishes).fill(1),
      matrix: { ...none, starts: new Int32Array(wishes + 1), ...noEntries },
    });
    if (aim.leastPeople !== null) {
      this.#model.addRow(aim.leastPeople, highs.infinity, { indices: [], values: [] });
    }
    this.#model.changeObjectiveSense(highs.constants.objectiveSense.maximize);
  }

  dispose(): void {
    this.#model.dispose();
  }

  /** The swaps that were ever worth a look. */
  get joined(): readonly number[] {
    return this.#joined;
  }

  /** Looks at these, too. */
  lookAt(cycles: readonly number[]): void {
    this.#join(cycles.filter((cycle) => !this.#isJoined[cycle]));
  }

  /** Solves it for the wishes that are not `gone`, bringing in columns until none is worth it. */
  solve(gone?: Uint8Array): Relaxed {
    for (;;) {
      // Columns that joined leave the primal solution as it was; wishes that went, the dual one.
      const { rowDual, colValue } = this.#run(gone ? 1 : 4);
      const answer = this.#answerOf(colValue, rowDual);
      const better = this.#worthIt(answer, gone);
      if (better.length === 0) return answer;
      this.#join(better);
    }
  }

  /** Fixes what the relaxation is surest of, solves the rest again, until swaps are whole. */
  dive(from: Relaxed): number[] {
    const gone = new Uint8Array(this.#wishes);
    const chosen: number[] = [];
    for (let answer = from; ; answer = this.solve(gone)) {
      const taken = this.#surest(answer, gone);
      if (taken.length === 0) break;
      chosen.push(...taken);
    }
    gone.forEach((isGone, wish) => {
      if (isGone) this.#model.changeRowBounds(wish, -this.#highs.infinity, 1);
    });
    return chosen;
  }

  /** How much a swap is worth beyond the prices of its wishes: at most nothing at the optimum. */
  worthOf({ wishes, points }: SwapCycle, { prices, priceOfPerson }: Relaxed): number {
    let worth = this.#aim.valueOf({ wishes, points }) - priceOfPerson * wishes.length;
    for (const wish of wishes) worth -= prices[wish] ?? 0;
    return worth;
  }

  #run(strategy: number) {
    this.#model.options.set({ simplex_strategy: strategy });
    this.#model.run();
    return this.#model.getSolution();
  }

  #answerOf(colValue: Float64Array, rowDual: Float64Array): Relaxed {
    return {
      bound: this.#model.getObjectiveValue(),
      shares: this.#joined.map((cycle, column) => [cycle, colValue[column] ?? 0] as const),
      prices: rowDual.subarray(0, this.#wishes),
      priceOfPerson: this.#aim.leastPeople === null ? 0 : (rowDual[this.#wishes] ?? 0),
    };
  }

  #surest({ shares }: Relaxed, gone: Uint8Array): number[] {
    const open = shares
      .filter(([cycle, share]) => share > 1e-6 && this.#isOpen(cycle, gone))
      .sort(([, one], [, other]) => other - one);
    const extra = Math.ceil(open.length / 25);
    const taken: number[] = [];
    for (const [cycle, share] of open) {
      const isSure = share > whole || taken.length === 0 || (share > 0.6 && taken.length < extra);
      if (!isSure || !this.#isOpen(cycle, gone)) continue;
      taken.push(cycle);
      for (const wish of this.#cycles[cycle]?.wishes ?? []) {
        gone[wish] = 1;
        this.#model.changeRowBounds(wish, -this.#highs.infinity, 0);
      }
    }
    return taken;
  }

  #isOpen(cycle: number, gone: Uint8Array): boolean {
    return this.#cycles[cycle]?.wishes.every((wish) => gone[wish] === 0) ?? false;
  }

  #worthIt(answer: Relaxed, gone?: Uint8Array): number[] {
    const least = 1e-6 * Math.max(1, Math.abs(answer.bound) / 1000);
    const worth: [number, number][] = [];
    this.#cycles.forEach((cycle, index) => {
      if (this.#isJoined[index] || (gone && !this.#isOpen(index, gone))) return;
      const more = this.worthOf(cycle, answer);
      if (more > least) worth.push([index, more]);
    });
    worth.sort(([, one], [, other]) => other - one);
    return worth.slice(0, columnsARound).map(([index]) => index);
  }

  #join(columns: readonly number[]): void {
    const starts = [0];
    const indices: number[] = [];
    const values: number[] = [];
    for (const column of columns) {
      const wishes = this.#cycles[column]?.wishes ?? [];
      indices.push(...wishes.toSorted((one, other) => one - other));
      values.push(...wishes.map(() => 1));
      if (this.#aim.leastPeople !== null) {
        indices.push(this.#wishes);
        values.push(wishes.length);
      }
      starts.push(indices.length);
      this.#isJoined[column] = 1;
    }
    const numRows = this.#wishes + (this.#aim.leastPeople === null ? 0 : 1);
    this.#joined.push(...columns);
    this.#model.addCols({
      cost: Float64Array.from(columns, (column) => this.#valueAt(column)),
      lower: new Float64Array(columns.length),
      upper: new Float64Array(columns.length).fill(this.#highs.infinity),
      matrix: {
        ...{ format: 'csc', numRows, numCols: columns.length },
        starts: Int32Array.from(starts),
        indices: Int32Array.from(indices),
        values: Float64Array.from(values),
      },
    });
  }

  #valueAt(column: number): number {
    const cycle = this.#cycles[column];
    return cycle ? this.#aim.valueOf(cycle) : 0;
  }
}

const noEntries = { indices: new Int32Array(0), values: new Float64Array(0) };
