import type { Answer } from './answer.ts';
import type { OperationCase } from './operation-case.ts';
import type { RunContext } from './run-context.ts';
import type { Fields } from './universe.ts';

/** One way of answering operations over a world. */
export interface Contender {
  /** @returns nothing where the operation is not for this one to answer. */
  answer(operation: OperationCase, variables: Fields, run: RunContext): Promise<Answer | undefined>;
}
