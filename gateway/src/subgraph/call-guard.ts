import type { CallMetrics } from './call-metrics.ts';
import { CallSlots } from './call-slots.ts';
import { CircuitBreaker } from './circuit-breaker.ts';
import { failureOf, isUnhealthy, SubgraphFailure } from './subgraph-failure.ts';

/** Keeps one subgraph from drowning in calls, and callers from waiting where nobody answers. */
export class CallGuard {
  readonly #subgraph: string;
  readonly #slots = new CallSlots();
  readonly #breaker: CircuitBreaker;

  constructor(subgraph: string, metrics: CallMetrics) {
    this.#subgraph = subgraph;
    metrics.showResting(subgraph, false);
    this.#breaker = new CircuitBreaker((isResting) => {
      metrics.showResting(subgraph, isResting);
    });
  }

  /**
   * Makes a call when its turn has come.
   *
   * @param patience longest wait for the turn, in milliseconds.
   * @throws SubgraphFailure with `busy` or `resting` when the call was not made.
   */
  async inTurn<T>(patience: number, call: () => Promise<T>): Promise<T> {
    const hasSlot = this.#slots.take(patience);
    if (!(hasSlot === true || (await hasSlot))) throw new SubgraphFailure(this.#subgraph, 'busy');
    try {
      if (!this.#breaker.admits()) throw new SubgraphFailure(this.#subgraph, 'resting');
      return await this.#followed(call);
    } finally {
      this.#slots.release();
    }
  }

  async #followed<T>(call: () => Promise<T>): Promise<T> {
    try {
      const answer = await call();
      this.#breaker.succeed();
      return answer;
    } catch (error) {
      if (isUnhealthy(failureOf(this.#subgraph, error).kind)) this.#breaker.fail();
      else this.#breaker.succeed();
      throw error;
    }
  }
}
