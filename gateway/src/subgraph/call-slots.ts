import { clearTimeout, setTimeout } from 'node:timers';

/** Calls to one subgraph that may be under way at once. */
export const callsAtOnce = 50;
/** Calls that may wait for one to end; more are refused at once. */
const mostWaiting = 200;
/** How long a call waits before it is refused, in milliseconds. */
const longestWait = 1_000;

/** Bounds the calls under way to one subgraph, and those that wait for their turn. */
export class CallSlots {
  #taken = 0;
  readonly #waiting = new Set<(isFree: boolean) => void>();

  /**
   * @param patience of the caller, in milliseconds; a second at most is waited for.
   * @returns whether the call may go out; if so, `release` ends its turn.
   */
  take(patience: number): boolean | Promise<boolean> {
    if (this.#taken < callsAtOnce) {
      this.#taken += 1;
      return true;
    }
    if (this.#waiting.size >= mostWaiting) return false;
    return this.#wait(Math.min(patience, longestWait));
  }

  /** Hands the turn to whoever has waited for longest. */
  release(): void {
    const [next] = this.#waiting;
    if (next) next(true);
    else this.#taken -= 1;
  }

  #wait(time: number): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (isFree: boolean) => {
        clearTimeout(timer);
        this.#waiting.delete(end);
        resolve(isFree);
      };
      const timer = setTimeout(() => {
        end(false);
      }, time);
      this.#waiting.add(end);
    });
  }
}
