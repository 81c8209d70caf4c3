import type { SwapCycle } from './swap-cycles.ts';

/** Wishes around one of them, some of whose swaps are looked at anew at a time. */
export class Neighbourhoods<Cycle extends SwapCycle> {
  readonly #cycles: readonly Cycle[];
  readonly #ofWish = new Map<number, Cycle[]>();
  readonly #random = randomNumbers(1);

  constructor(cycles: readonly Cycle[]) {
    this.#cycles = cycles;
    for (const cycle of cycles) {
      for (const wish of cycle.wishes) {
        const held = this.#ofWish.get(wish);
        if (held) held.push(cycle);
        else this.#ofWish.set(wish, [cycle]);
      }
    }
  }

  /**
   * @param chosen swaps that have no wish in common.
   * @param size how many wishes, about.
   * @returns of `chosen` those to be looked at anew, and all swaps that could stand in their place.
   */
  around(chosen: readonly Cycle[], size: number): { given: Cycle[]; open: Cycle[] } {
    const chosenOf = new Map(chosen.flatMap((cycle) => cycle.wishes.map((wish) => [wish, cycle])));
    const waiting = [...this.#ofWish.keys()].filter((wish) => !chosenOf.has(wish));
    const free = new Set<number>();
    const queue = [this.#oneOf(waiting.length > 0 ? waiting : [...this.#ofWish.keys()])];
    const seen = new Set(queue);
    while (queue.length > 0 && free.size < size) {
      const [next = 0] = queue.splice(this.#below(Math.min(queue.length, nearest)), 1);
      for (const wish of chosenOf.get(next)?.wishes ?? [next]) {
        free.add(wish);
        queue.push(...this.#unseenNextTo(wish, seen));
      }
    }
    return {
      given: chosen.filter(({ wishes: [first = 0] }) => free.has(first)),
      open: this.#cycles.filter(({ wishes }) => wishes.every((wish) => free.has(wish))),
    };
  }

  #unseenNextTo(wish: number, seen: Set<number>): number[] {
    const near: number[] = [];
    for (const { wishes } of this.#ofWish.get(wish) ?? []) {
      for (const other of wishes) {
        if (seen.has(other)) continue;
        seen.add(other);
        near.splice(this.#below(near.length + 1), 0, other);
      }
    }
    return near;
  }

  #oneOf(wishes: readonly number[]): number {
    return wishes[this.#below(wishes.length)] ?? 0;
  }

  #below(count: number): number {
    return Math.floor(this.#random() * count);
  }
}

const nearest = 8;

/** The same numbers for the same seed, 0 to 1: a choice can be made again (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
