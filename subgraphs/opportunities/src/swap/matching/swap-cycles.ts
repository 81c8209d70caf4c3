/** One place that one wish takes: from a wish to the wish whose place it takes. */
export interface Leg {
  readonly from: number;
  readonly to: number;
  /** How well it suits, 1 to 100. */
  readonly points: number;
}

/** Wishes that can all be met at once: each takes the next one’s place, and the last the first’s. */
export interface SwapCycle {
  readonly wishes: readonly number[];
  /** How well it suits all of them together. */
  readonly points: number;
}

/** Who could take whose place. */
export class SwapGraph {
  readonly #next: readonly (readonly Leg[])[];
  readonly #before: readonly (readonly number[])[];
  readonly #points: readonly ReadonlyMap<number, number>[];

  /** @param wishes how many there are; legs name them by 0, 1, 2, … */
  constructor(wishes: number, legs: readonly Leg[]) {
    const next: Leg[][] = Array.from({ length: wishes }, () => []);
    const before: number[][] = Array.from({ length: wishes }, () => []);
    for (const leg of legs) {
      next[leg.from]?.push(leg);
      before[leg.to]?.push(leg.from);
    }
    this.#next = next;
    this.#before = before;
    this.#points = next.map((some) => new Map(some.map(({ to, points }) => [to, points])));
  }

  /**
   * Every swap of two up to `longest` wishes, each once, beginning with its lowest wish.
   *
   * @param most as soon as there are more, no further are looked for.
   */
  cycles(longest: number, most = Infinity): SwapCycle[] {
    const found: SwapCycle[] = [];
    for (const [first] of this.#next.entries()) {
      this.#from(first, longest, found);
      if (found.length > most) break;
    }
    return found;
  }

  #from(first: number, longest: number, found: SwapCycle[]): void {
    const home = this.#stepsHome(first, longest - 1);
    const path = [first];
    const walk = (at: number, points: number) => {
      for (const { to, points: more } of this.#next[at] ?? []) {
        if (to <= first || path.includes(to)) continue;
        if ((home.get(to) ?? Infinity) > longest - path.length) continue;
        path.push(to);
        const back = this.#points[to]?.get(first);
        if (back !== undefined) {
          found.push({ wishes: [...path], points: points + more + back });
        }
        if (path.length < longest) walk(to, points + more);
        path.pop();
      }
    };
    walk(first, 0);
  }

  /** How few legs lead from a wish to the first one, up to `most`, over higher wishes alone. */
  #stepsHome(first: number, most: number): Map<number, number> {
    const steps = new Map<number, number>();
    let edge = [first];
    for (let step = 1; step <= most; step += 1) {
      const further: number[] = [];
      for (const to of edge) {
        for (const from of this.#before[to] ?? []) {
          if (from <= first || steps.has(from)) continue;
          steps.set(from, step);
          further.push(from);
        }
      }
      edge = further;
    }
    return steps;
  }
}

/** Parts the swaps so that no two of different parts have a wish in common. */
export function partsOf<Cycle extends SwapCycle>(cycles: readonly Cycle[]): Cycle[][] {
  const parent = new Map<number, number>();
  const rootOf = (wish: number): number => {
    let root = wish;
    for (let up = parent.get(root); up !== undefined; up = parent.get(root)) root = up;
    if (root !== wish) parent.set(wish, root);
    return root;
  };
  for (const { wishes } of cycles) {
    const [first = 0, ...others] = wishes;
    for (const other of others) {
      const [one, another] = [rootOf(first), rootOf(other)];
      if (one !== another) parent.set(another, one);
    }
  }
  return [...Map.groupBy(cycles, ({ wishes: [first = 0] }) => rootOf(first)).values()];
}
