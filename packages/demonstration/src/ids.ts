import type { Random } from './random.ts';

const hexadecimal = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
/** 6 November 2024. Fixed, so that a well-known thing keeps its id whatever the day and the seed. */
const firstInstant = 0x0193_0000_0000;

/** Ids in the shape of UUID v7: rising by a millisecond each, the rest from chance. */
export class Ids {
  readonly #random: Random;
  #instant: number;

  /** @param position where in time the ids begin, in milliseconds after the first. */
  constructor(random: Random, position: number) {
    this.#random = random;
    this.#instant = firstInstant + position;
  }

  next(): string {
    this.#instant += 1;
    const high = Math.floor(this.#instant / 2 ** 16);
    const low = this.#instant % 2 ** 16;
    const [first, second, third] = [this.#random.bits(), this.#random.bits(), this.#random.bits()];
    return (
      `${bytes(high)}-${pair(low)}-${pair(0x7000 | (first >>> 20))}-` +
      `${pair(0x8000 | ((first & 0xffff) >>> 2))}-${pair(second >>> 16)}${bytes(third)}`
    );
  }
}

/**
 * The id of a thing that examples and loaders name.
 *
 * @param kind one hexadecimal digit for the kind of thing.
 * @param number which one, such as a school's URN; at most twelve digits.
 */
export function fixedId(kind: string, number: number): string {
  return `01930000-0000-7000-8${kind.padStart(3, '0')}-${String(number).padStart(12, '0')}`;
}

const bytes = (word: number): string => pair(word >>> 16) + pair(word & 0xffff);
const pair = (word: number): string =>
  (hexadecimal[(word >>> 8) & 0xff] ?? '') + (hexadecimal[word & 0xff] ?? '');
