import type { GraphQLError } from 'graphql';
import type { FetchRequest } from './fetch-request.ts';
import type { JsonObject } from './json.ts';
import type { SubgraphAnswer } from './subgraph-fetch.ts';

/** One execution of a prepared operation. */
export interface Run {
  /** What the subgraphs have answered so far, put together. */
  readonly data: JsonObject;
  /** As the client sent them. */
  readonly variables: Readonly<JsonObject>;
  /** The Boolean variables that `@skip` and `@include` ask about. */
  readonly conditions: ReadonlyMap<string, boolean>;
  readonly errors: GraphQLError[];
  readonly send: (request: FetchRequest) => Promise<SubgraphAnswer>;
}

/** A part of the plan; undefined when there was nothing to wait for. */
export type Step = (run: Run) => Promise<void> | undefined;
