import { copyOf } from './merge.ts';
import type { SubgraphAnswer } from './subgraph-fetch.ts';

/** Calls of one operation that are under way, so that none is made twice at once. */
export class SharedCalls {
  readonly #underWay = new Map<string, Promise<SubgraphAnswer>>();

  /**
   * @param question tells a call from every other that brings another answer.
   * @returns an answer of the caller's own, which may grow.
   */
  ask(question: string, send: () => Promise<SubgraphAnswer>): Promise<SubgraphAnswer> {
    const call = this.#underWay.get(question);
    // The copy is made before whoever asked first goes on and changes the answer.
    if (call) return call.then(({ data, errors }) => ({ data: copyOf(data), errors }));
    const first = send();
    this.#underWay.set(question, first);
    return first.finally(() => this.#underWay.delete(question));
  }
}
