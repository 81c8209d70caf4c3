import { operationFromDocument, type Supergraph } from '@apollo/federation-internals';
import { type QueryPlan, QueryPlanner } from '@apollo/query-planner';
import type { DocumentNode } from 'graphql';

export interface PlanOptions {
  /** Labels of `@override` that are on; all others are off. */
  readonly overrideConditions?: ReadonlyMap<string, boolean>;
}

/** Decides which subgraph is asked for what, in which order. Others can stand in its place. */
export interface Planner {
  /**
   * @param document valid under the API schema: a planner trusts that it is.
   * @throws when there is no plan.
   */
  readonly plan: (
    document: DocumentNode,
    operationName: string | undefined,
    options?: PlanOptions,
  ) => QueryPlan;
}

/** Apollo's planner, as `@apollo/gateway` uses it. */
export class ApolloPlanner implements Planner {
  readonly #supergraph: Supergraph;
  readonly #planner: QueryPlanner;

  constructor(supergraph: Supergraph) {
    this.#supergraph = supergraph;
    this.#planner = new QueryPlanner(supergraph);
  }

  plan(
    document: DocumentNode,
    operationName: string | undefined,
    { overrideConditions }: PlanOptions = {},
  ): QueryPlan {
    const named = operationName === undefined ? {} : { operationName };
    const operation = operationFromDocument(this.#supergraph.apiSchema(), document, named);
    return this.#planner.buildQueryPlan(
      operation,
      overrideConditions ? { overrideConditions: new Map(overrideConditions) } : {},
    );
  }
}
