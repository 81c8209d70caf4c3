import type { GraphQLDataSource } from '@apollo/gateway';
import type { GraphQLFormattedError } from 'graphql';
import type { SubgraphRequest } from '@trellis/plan-executor/subgraph-fetch';
import type { RequestContext } from '../request-context.ts';

/** What the plan goes on with: errors are fit for clients. */
export interface AnswerToPlan {
  readonly data: Record<string, unknown> | null;
  readonly errors: GraphQLFormattedError[];
}

/** Who answers a plan's questions about one subgraph, be it the library's plan or a compiled one. */
export interface PlanSource extends GraphQLDataSource<RequestContext> {
  readonly fetch: (request: SubgraphRequest, context: RequestContext) => Promise<AnswerToPlan>;
}
