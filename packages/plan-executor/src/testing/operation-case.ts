import type { DocumentNode } from 'graphql';
import type { Fields } from './universe.ts';

/** An operation of a client, and variables that fit it. */
export interface OperationCase {
  readonly document: DocumentNode;
  readonly source: string;
  readonly operationName: string | undefined;
  /** Several sets, with which it is run in turn. */
  readonly variables: readonly Fields[];
}
