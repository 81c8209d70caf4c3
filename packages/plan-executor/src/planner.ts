import { operationFromDocument, type Supergraph } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import type { DocumentNode } from 'graphql';
import type { Plan } from './plan.ts';

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
  ) => Plan;
}

/** How far a planner goes before it gives an operation up. */
export interface PlanBounds {
  /** Plans that are compared; of more, the best among these is taken. */
  readonly comparedPlans: number;
  /** Ways to one field that are followed. */
  readonly waysToAField: number;
}

/** Beyond these, one operation of a kilobyte can take seconds to plan. */
const usualBounds: PlanBounds = { comparedPlans: 1_000, waysToAField: 1_000 };

/** An operation that there are too many ways to answer to plan it in fair time. */
export class TooManyWays extends Error {}

/** Apollo's planner, as `@apollo/gateway` uses it. */
export class ApolloPlanner implements Planner {
  readonly #supergraph: Supergraph;
  readonly #planner: QueryPlanner;

  constructor(supergraph: Supergraph, bounds: PlanBounds = usualBounds) {
    this.#supergraph = supergraph;
    this.#planner = new QueryPlanner(supergraph, {
      debug: { maxEvaluatedPlans: bounds.comparedPlans, pathsLimit: bounds.waysToAField },
    });
  }

  /** @throws TooManyWays when the planner gives up, be it at its bound or at the end of its stack. */
  plan(
    document: DocumentNode,
    operationName: string | undefined,
    { overrideConditions }: PlanOptions = {},
  ): Plan {
    const named = operationName === undefined ? {} : { operationName };
    const options = overrideConditions ? { overrideConditions: new Map(overrideConditions) } : {};
    try {
      const operation = operationFromDocument(this.#supergraph.apiSchema(), document, named);
      return this.#planner.buildQueryPlan(operation, options);
    } catch (error) {
      throw isGivenUp(error) ? new TooManyWays('there are too many ways to answer') : error;
    }
  }
}

function isGivenUp(error: unknown): boolean {
  if (error instanceof RangeError) return true;
  return error instanceof Error && error.message.startsWith('Too many options generated');
}
