/** Failures in a row after which a subgraph is let alone. */
const failuresInARow = 10;
/** How long it is let alone before one call tries, in milliseconds. */
const restTime = 3_000;

/**
 * Spares a subgraph that fails again and again, and those who would wait for it: no call goes out for
 * some seconds, then one tries, and its outcome decides for the others.
 */
export class CircuitBreaker {
  readonly #onChange: (isOpen: boolean) => void;
  readonly #now: () => number;
  #failures = 0;
  /** Until when no call goes out, or, once that has passed, until when one tries. */
  #restsUntil: number | undefined;

  /** @param onChange told when the subgraph is let alone, and when it is back. */
  constructor(onChange: (isOpen: boolean) => void, now: () => number = Date.now) {
    this.#onChange = onChange;
    this.#now = now;
  }

  /** @returns whether a call may go out now; who may, tells how it ended. */
  admits(): boolean {
    if (this.#restsUntil === undefined) return true;
    const now = this.#now();
    if (now < this.#restsUntil) return false;
    this.#restsUntil = now + restTime; // the others wait for the one that tries
    return true;
  }

  succeed(): void {
    this.#failures = 0;
    if (this.#restsUntil === undefined) return;
    this.#restsUntil = undefined;
    this.#onChange(false);
  }

  fail(): void {
    this.#failures += 1;
    if (this.#failures < failuresInARow) return;
    const wasOpen = this.#restsUntil !== undefined;
    this.#restsUntil = this.#now() + restTime;
    if (!wasOpen) this.#onChange(true);
  }
}
