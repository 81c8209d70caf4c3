import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { FailureKind } from './subgraph-failure.ts';

/** Counts and times calls to subgraphs. Labels are the subgraphs' names and a fixed list of outcomes. */
export class CallMetrics {
  readonly #seconds: Histogram<'subgraph' | 'outcome'>;
  readonly #retries: Counter<'subgraph'>;
  readonly #resting: Gauge<'subgraph'>;

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
      help: 'Queries sent again because the subgraph was away for a moment',
      labelNames: ['subgraph'],
      registers: [metrics],
    });
    this.#resting = new Gauge({
      name: 'subgraph_resting',
      help: '1 while a subgraph that failed again and again is let alone, else 0',
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

  showResting(subgraph: string, isResting: boolean): void {
    this.#resting.set({ subgraph }, isResting ? 1 : 0);
  }
}
