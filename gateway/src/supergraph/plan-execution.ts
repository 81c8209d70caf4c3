import type { ApolloGateway } from '@apollo/gateway';
import type { DocumentNode } from 'graphql';
import { PlanExecutor, type Uncompiled } from '@trellis/plan-executor/executor';
import { MemoryCache } from '@trellis/plan-executor/memory-cache';
import type { PreparedOperation } from '@trellis/plan-executor/prepared-operation';
import type { SubgraphFetch } from '@trellis/plan-executor/subgraph-fetch';
import type { RequestContext } from '../request-context.ts';
import { mostRepresentations } from '../subgraph/representations.ts';
import type { PlanSource } from '../subgraph/plan-source.ts';
import type { PlanMetrics } from './plan-metrics.ts';

type Executor = ApolloGateway['executor'];

export type ExecutionAnswer = Awaited<ReturnType<Executor>>;

/** A request as Apollo Server hands it on. */
export type GatewayRequest = Parameters<Executor>[0];

/** Memory that prepared operations may take, in bytes: some thousands of them. */
const preparedLimit = 64_000_000;

/** What it takes to remember that an operation is not compiled, in bytes. */
const uncompiledSize = 500;

/** Answers operations by plans that are compiled once; the library answers what is not compiled. */
export class PlanExecution {
  readonly #executor: PlanExecutor;
  readonly #library: Executor;
  readonly #metrics: PlanMetrics;
  readonly #fetch: SubgraphFetch<RequestContext>;
  readonly #prepared = new MemoryCache<PreparedOperation | Uncompiled>(
    preparedLimit,
    (operation) => (operation.kind === 'prepared' ? operation.bytes : uncompiledSize),
  );

  /**
   * @param supergraphSdl what the library loaded.
   * @param library answers what is not compiled.
   */
  constructor(
    supergraphSdl: string,
    library: Executor,
    sources: ReadonlyMap<string, PlanSource>,
    metrics: PlanMetrics,
  ) {
    this.#executor = PlanExecutor.fromSupergraph(supergraphSdl, {
      entitiesACall: mostRepresentations,
    });
    this.#library = library;
    this.#metrics = metrics;
    this.#fetch = (request, context) => {
      const source = sources.get(request.subgraph);
      if (!source) throw new Error(`there is no way to ${request.subgraph}`);
      return source.fetch(request, context);
    };
    metrics.follow(() => this.#prepared.counts);
  }

  /** @param context of the request, checked by the caller. */
  execute(request: GatewayRequest, context: RequestContext): Promise<ExecutionAnswer> {
    return this.#metrics.stages.follow('execute', () => this.#execute(request, context));
  }

  async #execute(request: GatewayRequest, context: RequestContext): Promise<ExecutionAnswer> {
    const { operationName, variables = {} } = request.request;
    const prepared = this.#prepare(request.queryHash, request.document, operationName);
    if (prepared.kind === 'uncompiled') {
      this.#metrics.countUncompiled(prepared.reason);
      const { data, errors } = await this.#library(request);
      return { ...(data !== undefined && { data }), ...(errors && { errors }) };
    }
    return this.#executor.execute(prepared, variables, this.#fetch, context);
  }

  /** @param hash tells the document from any other, also from one with other fields denied. */
  #prepare(hash: string, document: DocumentNode, operationName: string | undefined) {
    let plan: 'kept' | 'made' = 'kept';
    const prepared = this.#prepared.get(`${hash} ${operationName ?? ''}`, () => {
      plan = 'made';
      const prepare = () => this.#executor.prepare(document, operationName);
      return this.#metrics.stages.time('plan', prepare);
    });
    this.#metrics.count(plan);
    return prepared;
  }
}
