/** Failures of one key from one address before the rest are not even looked up. */
const failuresAKey = 10;
/** Failures of one address, whatever it tried. */
const failuresAnAddress = 100;
/** For how long failures count, in milliseconds. */
const memory = 60_000;
/** Most counts kept; the oldest goes first. */
const size = 20_000;

interface Count {
  failures: number;
  readonly until: number;
}

/** Slows down guessing, in bounded memory. A key that is being guessed at still works elsewhere. */
export class GuessLimit {
  readonly #now: () => number;
  readonly #counts = new Map<string, Count>();

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** @returns whether there were too many failures to try again now. */
  isReached(address: string, subject: string): boolean {
    return (
      this.#failures(`${address} ${subject}`) >= failuresAKey ||
      this.#failures(address) >= failuresAnAddress
    );
  }

  fail(address: string, subject: string): void {
    this.#count(`${address} ${subject}`);
    this.#count(address);
  }

  /** Takes back a failure that turned out to be none. */
  forgive(address: string, subject: string): void {
    for (const key of [`${address} ${subject}`, address]) {
      const count = this.#counts.get(key);
      if (count && count.failures > 0) count.failures -= 1;
    }
  }

  #failures(key: string): number {
    const count = this.#counts.get(key);
    return count && count.until > this.#now() ? count.failures : 0;
  }

  #count(key: string): void {
    const count = this.#counts.get(key);
    if (count && count.until > this.#now()) {
      count.failures += 1;
      return;
    }
    this.#counts.delete(key);
    this.#counts.set(key, { failures: 1, until: this.#now() + memory });
    const [oldest] = this.#counts.keys();
    if (this.#counts.size > size && oldest !== undefined) this.#counts.delete(oldest);
  }
}
