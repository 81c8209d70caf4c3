/** How well a cache does, for metrics. */
export interface CacheCounts {
  readonly hits: number;
  readonly misses: number;
  readonly evictions: number;
  /** What is kept now. */
  readonly entries: number;
  /** About how much memory that takes. */
  readonly bytes: number;
}

interface Kept<Value> {
  readonly value: Value;
  readonly bytes: number;
}

/** Keeps what is costly to make, within a bound of memory; what was unused for longest goes first. */
export class MemoryCache<Value> {
  readonly #limit: number;
  readonly #sizeOf: (value: Value) => number;
  readonly #kept = new Map<string, Kept<Value>>();
  #bytes = 0;
  #hits = 0;
  #misses = 0;
  #evictions = 0;

  /**
   * @param limit about how much memory may be taken, in bytes.
   * @param sizeOf about how much one value takes, in bytes; its key is counted here.
   */
  constructor(limit: number, sizeOf: (value: Value) => number) {
    this.#limit = limit;
    this.#sizeOf = sizeOf;
  }

  get counts(): CacheCounts {
    return {
      hits: this.#hits,
      misses: this.#misses,
      evictions: this.#evictions,
      entries: this.#kept.size,
      bytes: this.#bytes,
    };
  }

  /** @returns what is kept, what was asked for last first. */
  recent(): [string, Value][] {
    return [...this.#kept].reverse().map(([key, { value }]) => [key, value]);
  }

  /** @param make is asked when there is nothing under the key; what it throws is not kept. */
  get(key: string, make: () => Value): Value {
    const kept = this.#kept.get(key);
    if (kept) {
      this.#hits += 1;
      this.#kept.delete(key);
      this.#kept.set(key, kept);
      return kept.value;
    }
    this.#misses += 1;
    const value = make();
    const bytes = this.#sizeOf(value) + 2 * key.length;
    this.#kept.set(key, { value, bytes });
    this.#bytes += bytes;
    this.#makeRoom();
    return value;
  }

  #makeRoom(): void {
    for (const [key, { bytes }] of this.#kept) {
      if (this.#bytes <= this.#limit) return;
      this.#kept.delete(key);
      this.#bytes -= bytes;
      this.#evictions += 1;
    }
  }
}
