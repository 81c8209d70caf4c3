import type { CacheCounts } from '@trellis/plan-executor/memory-cache';
import { Counter, Gauge, type Registry } from 'prom-client';
import { StageTimes } from './stage-times.ts';

/** Counts how operations were answered. Labels are from fixed lists. */
export class PlanMetrics {
  readonly stages: StageTimes;
  readonly #operations: Counter<'plan'>;
  readonly #uncompiled: Counter<'reason'>;
  #cache: () => CacheCounts | undefined = () => undefined;

  constructor(metrics: Registry) {
    this.stages = new StageTimes(metrics);
    this.#operations = new Counter({
      name: 'gateway_operations_total',
      help: 'Operations by where their plan came from: kept or made',
      labelNames: ['plan'],
      registers: [metrics],
    });
    this.#uncompiled = new Counter({
      name: 'gateway_operations_uncompiled_total',
      help: 'Operations that were left to the execution of @apollo/gateway, by reason',
      labelNames: ['reason'],
      registers: [metrics],
    });
    this.#gauge(metrics, 'entries', 'Prepared operations that are kept');
    this.#gauge(metrics, 'bytes', 'About how much memory they take, in bytes');
    this.#gauge(
      metrics,
      'evictions',
      'Prepared operations that made room since the last supergraph',
    );
  }

  /** @param counts of the operations that are prepared for the supergraph being served. */
  follow(counts: () => CacheCounts): void {
    this.#cache = counts;
  }

  count(plan: 'kept' | 'made'): void {
    this.#operations.inc({ plan });
  }

  countUncompiled(reason: string): void {
    this.#uncompiled.inc({ reason });
  }

  #gauge(metrics: Registry, what: 'entries' | 'bytes' | 'evictions', help: string): void {
    const current = () => this.#cache()?.[what] ?? 0;
    new Gauge({
      name: `gateway_prepared_operations_${what}`,
      help,
      registers: [metrics],
      collect() {
        this.set(current());
      },
    });
  }
}
