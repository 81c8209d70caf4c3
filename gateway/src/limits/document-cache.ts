import type { GraphQLSchema } from 'graphql';
import { CheckedDocument, checkDocument, type RefusedDocument } from './checked-document.ts';
import type { OperationMetrics } from '../http/operation-metrics.ts';
import type { StageTimes } from '../supergraph/stage-times.ts';
import type { CostRules } from './cost-rules.ts';

/** Most characters of documents kept; what is made of them takes some forty times as much. */
const keptLength = 1_000_000;

/** The good documents that clients sent, checked once under one supergraph. */
export class DocumentCache {
  readonly #schema: GraphQLSchema;
  readonly #rules: CostRules;
  readonly #stages: StageTimes;
  readonly #metrics: OperationMetrics;
  readonly #kept = new Map<string, CheckedDocument>();
  #length = 0;

  constructor(
    schema: GraphQLSchema,
    rules: CostRules,
    stages: StageTimes,
    metrics: OperationMetrics,
  ) {
    this.#schema = schema;
    this.#rules = rules;
    this.#stages = stages;
    this.#metrics = metrics;
  }

  /** @returns the document checked, by itself; a refusal is not remembered, for it costs little. */
  check(text: string): CheckedDocument | RefusedDocument {
    const kept = this.#kept.get(text);
    this.#metrics.countDocument(kept ? 'kept' : 'checked');
    if (kept) {
      this.#kept.delete(text);
      this.#kept.set(text, kept);
      return kept;
    }
    const checked = checkDocument(text, this.#schema, this.#rules, this.#stages);
    if (checked instanceof CheckedDocument) this.#keep(text, checked);
    return checked;
  }

  #keep(text: string, checked: CheckedDocument): void {
    this.#kept.set(text, checked);
    this.#length += text.length;
    for (const [
      oldest,
      {
        text: { length },
      },
    ] of this.#kept) {
      if (this.#length <= keptLength) break;
      this.#kept.delete(oldest);
      this.#length -= length;
    }
  }
}
