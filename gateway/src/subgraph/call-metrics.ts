import { Counter, Histogram, type Registry } from 'prom-client';
import type { FailureKind } from './subgraph-failure.ts';

/** Counts and times calls to subgraphs. Labels are the subgraphs' names and a fixed list of outcomes. */
export class CallMetrics {
  readonly #seconds: Histogram<'subgraph' | 'outcome'>;
  readonly #retries: Counter<'subgraph'>;

  constructor(metrics: Registry) {
    this.#seconds = new Histogram({
      name: 'subgraph_call_seconds',
      help: 'Time of one call to a subgraph, a second try included, in seconds',
      labelNames: ['subgraph', 'outcome'],
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
      registers: [metrics],
    });
    this.#retries = new Counter({
      name: 'subgraph_call_retries_total',
      help: 'Queries sent again because their socket died',
      labelNames: ['subgraph'],
      registers: [metrics],
    });
  }

  /** @returns what to call with the outcome when the call has ended. */
  start(subgraph: string): (outcome: 'ok' | 'errors' | FailureKind) => void {
    const stop = this.#seconds.startTimer({ subgraph });
    return (outcome) => void stop({ outcome });
  }

  countRetry(subgraph: string): void {
    this.#retries.inc({ subgraph });
  }
}
