import { Histogram, type Registry } from 'prom-client';
import { inSpan, startSpan } from '@trellis/subgraph-kit/tracing';

/** What an operation goes through. The first three are left out when their result is known already. */
type Stage = 'parse' | 'validate' | 'plan' | 'execute';

/** Times the stages of operations, for metrics and traces. */
export class StageTimes {
  readonly #seconds: Histogram<'stage'>;

  constructor(metrics: Registry) {
    this.#seconds = new Histogram({
      name: 'gateway_stage_seconds',
      help: 'Time of one stage of an operation, in seconds',
      labelNames: ['stage'],
      buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
      registers: [metrics],
    });
  }

  /** Does a stage that waits for nobody. */
  time<T>(stage: Stage, work: () => T): T {
    const stop = this.#seconds.startTimer({ stage });
    const end = startSpan(() => stage);
    try {
      return work();
    } finally {
      end();
      stop();
    }
  }

  /** Does a stage that has parts of its own. */
  async follow<T>(stage: Stage, work: () => Promise<T>): Promise<T> {
    const stop = this.#seconds.startTimer({ stage });
    return inSpan(stage, {}, work).finally(stop);
  }
}
