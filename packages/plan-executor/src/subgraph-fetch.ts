import type { GraphQLError } from 'graphql';
import type { JsonObject } from './json.ts';

/** One call of a subgraph, as the author of a transport sees it. */
export interface SubgraphRequest {
  readonly subgraph: string;
  /** The text of the fetch: the same string, by identity, each time that the operation runs. */
  readonly query: string;
  readonly operationName: string | undefined;
  /** Read from `body` when asked for: a transport that sends the body never pays for it. */
  readonly variables: JsonObject;
  /** The whole request as JSON: `query`, `operationName` and `variables`. */
  readonly body: string;
  readonly kind: 'query' | 'mutation';
}

/** What a subgraph answered, as parsed JSON. Nothing in it is trusted to have the right shape. */
export interface SubgraphAnswer {
  readonly data?: unknown;
  readonly errors?: unknown;
}

/**
 * Carries one call to a subgraph and brings its answer. The answer becomes the executor's own: it
 * grows in place.
 *
 * @throws when there is no answer: the executor puts what was thrown among the operation's errors,
 * and null where the answer would have stood.
 */
export type SubgraphFetch<Context> = (
  request: SubgraphRequest,
  context: Context,
) => Promise<SubgraphAnswer>;

/** What a client gets: fields in the order of its operation. */
export interface OperationAnswer {
  readonly data?: JsonObject | null;
  readonly errors?: readonly GraphQLError[];
}
