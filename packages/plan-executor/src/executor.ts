import type { DocumentNode } from 'graphql';
import type { OperationAnswer, SubgraphFetch } from './subgraph-fetch.ts';

export type Variables = Readonly<Record<string, unknown>>;

/** An operation that was planned and compiled; it runs as often as one likes. */
export interface PreparedOperation {
  readonly kind: 'prepared';
}

/** An operation that another executor must answer. */
export interface Uncompiled {
  readonly kind: 'uncompiled';
  readonly reason: string;
}

/** Plans operations over one supergraph, compiles the plans, and runs them. */
export class PlanExecutor {
  static fromSupergraph(supergraphSdl: string): PlanExecutor {
    throw new Error(`not built: ${supergraphSdl.length}`);
  }

  /** @param document valid under the API schema: the planner trusts that it is. */
  prepare(document: DocumentNode, operationName?: string): PreparedOperation | Uncompiled {
    return { kind: 'uncompiled', reason: `${document.kind} ${operationName ?? ''}` };
  }

  /** @param variables as the client sent them; defaults and coercion are applied here. */
  async execute<Context>(
    prepared: PreparedOperation,
    variables: Variables,
    fetch: SubgraphFetch<Context>,
    context: Context,
  ): Promise<OperationAnswer> {
    const request = { subgraph: '', query: prepared.kind, operationName: '', variables: {} };
    return (await fetch({ ...request, ...variables, kind: 'query' }, context)) as OperationAnswer;
  }
}
