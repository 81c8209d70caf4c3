/**
 * Reproducible chance: the same seed gives the same sequence on every machine (sfc32, seeded by
 * hashing the text). Not for secrets.
 */
export class Random {
  readonly #seed: string;
  #a: number;
  #b: number;
  #c: number;
  #count = 1;

  constructor(seed: string) {
    this.#seed = seed;
    [this.#a, this.#b, this.#c] = hashOf(seed);
    for (let round = 0; round < 12; round += 1) this.bits();
  }

  /** An independent sequence, so that what one part draws does not move what another gets. */
  branch(name: string): Random {
    return new Random(`${this.#seed}/${name}`);
  }

  /** @returns 32 random bits. */
  bits(): number {
    const sum = (this.#a + this.#b + this.#count) | 0;
    this.#count = (this.#count + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** @returns a number from 0 up to but not 1. */
  fraction(): number {
    return this.bits() / 2 ** 32;
  }

  /** @returns a whole number from lowest to highest, both included. */
  integer(lowest: number, highest: number): number {
    return lowest + Math.floor(this.fraction() * (highest - lowest + 1));
  }

  /** @returns true in this share of all cases. */
  chance(share: number): boolean {
    return this.fraction() < share;
  }

  /** @throws when there is nothing to pick from. */
  pick<T>(items: readonly T[]): T {
    const item = items[Math.floor(this.fraction() * items.length)];
    if (item === undefined) throw new Error('Nothing to pick from.');
    return item;
  }

  /** Picks by weight: the weights need not add up to one. */
  weighted<T>(choices: readonly (readonly [item: T, weight: number])[]): T {
    let left = this.fraction() * choices.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [item, weight] of choices) {
      left -= weight;
      if (left < 0) return item;
    }
    return this.pick(choices)[0];
  }

  /** @returns a copy in random order. */
  shuffled<T>(items: readonly T[]): T[] {
    return items
      .map((item) => ({ item, order: this.bits() }))
      .sort((one, other) => one.order - other.order)
      .map(({ item }) => item);
  }
}

/** Three words out of a text (FNV-1a with different beginnings). */
function hashOf(text: string): [number, number, number] {
  const words: [number, number, number] = [0x811c9dc5, 0x9e3779b9, 0x85ebca6b];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    words[0] = Math.imul(words[0] ^ code, 0x01000193);
    words[1] = Math.imul(words[1] ^ code, 0x01000193) + 1;
    words[2] = Math.imul(words[2] ^ code, 0x01000193) ^ (words[0] >>> 15);
  }
  return words;
}
