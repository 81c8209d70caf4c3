import { Counter, Histogram, type Registry } from 'prom-client';
import type { ErrorCode } from '@trellis/subgraph-kit/error-codes';

/** What stands for the name of an operation that was not published. */
const otherName = 'other';

/** Counts what clients ask. Labels are from fixed lists and published manifests, never a client's text. */
export class OperationMetrics {
  readonly #seconds: Histogram<'name'>;
  readonly #documents: Counter<'document'>;
  readonly #answers: Counter<'by'>;
  readonly #refusals: Counter<'code'>;

  constructor(metrics: Registry) {
    this.#seconds = new Histogram({
      name: 'gateway_operation_seconds',
      help: 'Time of an operation by its name, where it is a trusted document, in seconds',
      labelNames: ['name'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15],
      registers: [metrics],
    });
    this.#documents = new Counter({
      name: 'gateway_documents_total',
      help: 'Documents by whether they were known as good or had to be checked',
      labelNames: ['document'],
      registers: [metrics],
    });
    this.#answers = new Counter({
      name: 'gateway_answers_total',
      help: 'Executed operations by what answered: the lane for known ones, or Apollo Server',
      labelNames: ['by'],
      registers: [metrics],
    });
    this.#refusals = new Counter({
      name: 'gateway_refusals_total',
      help: 'Requests that were refused before GraphQL, by code',
      labelNames: ['code'],
      registers: [metrics],
    });
  }

  /** @returns what to call with the name of the trusted document, if it was one, at the end. */
  start(): (trustedName: string | undefined) => void {
    const stop = this.#seconds.startTimer();
    return (trustedName = otherName) => void stop({ name: trustedName });
  }

  countDocument(document: 'kept' | 'checked'): void {
    this.#documents.inc({ document });
  }

  countAnswer(by: 'lane' | 'apollo'): void {
    this.#answers.inc({ by });
  }

  countRefusal(code: ErrorCode): void {
    this.#refusals.inc({ code });
  }
}
