interface Kept<Value> {
  readonly value: Promise<Value>;
  readonly until: number;
}

/** Remembers answers for a while, asks once for the same thing asked at once, and stays small. */
export class BoundedCache<Value> {
  readonly #lifetime: number;
  readonly #size: number;
  readonly #now: () => number;
  readonly #kept = new Map<string, Kept<Value>>();

  /**
   * @param lifetime of an answer, in milliseconds.
   * @param size most answers kept; the one unused for longest goes first.
   */
  constructor(lifetime: number, size: number, now: () => number = Date.now) {
    this.#lifetime = lifetime;
    this.#size = size;
    this.#now = now;
  }

  /** @returns whether there is an answer, or one on its way. */
  has(key: string): boolean {
    const kept = this.#kept.get(key);
    return kept !== undefined && kept.until > this.#now();
  }

  /** @param ask is not remembered when it fails. */
  get(key: string, ask: () => Promise<Value>): Promise<Value> {
    const kept = this.#kept.get(key);
    this.#kept.delete(key);
    if (kept && kept.until > this.#now()) {
      this.#kept.set(key, kept);
      return kept.value;
    }
    const asked: Kept<Value> = { value: ask(), until: this.#now() + this.#lifetime };
    this.#kept.set(key, asked);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= this.#size) break;
      this.#kept.delete(oldest);
    }
    asked.value.catch(() => {
      if (this.#kept.get(key) === asked) this.#kept.delete(key);
    });
    return asked.value;
  }
}
