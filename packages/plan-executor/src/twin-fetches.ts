import { OperationTypeNode } from 'graphql';
import type { FetchCall } from './plan.ts';

/** A question that several fetches of one plan may ask. */
export interface SharedQuestion {
  /** Its subgraph and its text without a name: the planner numbers the names of its fetches. */
  readonly text: string;
  /** How many fetches of the plan ask it. */
  fetches: number;
}

/** Finds, while a plan is compiled, the fetches that differ in nothing but their place. */
export class TwinFetches {
  readonly #questions = new Map<string, SharedQuestion>();

  /** @returns what the fetch asks; undefined for a mutation, which is never shared. */
  add({
    serviceName,
    operation,
    operationName,
    operationKind,
  }: FetchCall): SharedQuestion | undefined {
    if (operationKind !== OperationTypeNode.QUERY) return undefined;
    const nameless =
      operationName === undefined ? operation : operation.replace(` ${operationName}`, ' ');
    const text = `${serviceName} ${nameless}`;
    const question = this.#questions.get(text) ?? { text, fetches: 0 };
    question.fetches += 1;
    this.#questions.set(text, question);
    return question;
  }
}
