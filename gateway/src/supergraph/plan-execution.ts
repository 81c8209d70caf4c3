import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ApolloGateway } from '@apollo/gateway';
import { type DocumentNode, validate } from 'graphql';
import { PlanExecutor, type Uncompiled } from '@trellis/plan-executor/executor';
import { MemoryCache } from '@trellis/plan-executor/memory-cache';
import { type Planner, TooManyWays } from '@trellis/plan-executor/planner';
import type { PreparedOperation } from '@trellis/plan-executor/prepared-operation';
import type { SubgraphFetch } from '@trellis/plan-executor/subgraph-fetch';
import { Fault } from '@trellis/subgraph-kit/faults';
import type { RequestContext } from '../request-context.ts';
import { mostRepresentations } from '../subgraph/representations.ts';
import type { PlanSource } from '../subgraph/plan-source.ts';
import type { PlanMetrics } from './plan-metrics.ts';

type Executor = ApolloGateway['executor'];

export type ExecutionAnswer = Awaited<ReturnType<Executor>>;

/** A request as Apollo Server hands it on. */
export type GatewayRequest = Parameters<Executor>[0];

/** A request as it is known without Apollo Server: all that compiled operations need. */
export type KnownRequest = Pick<GatewayRequest, 'document' | 'queryHash'> & {
  readonly request: Pick<GatewayRequest['request'], 'operationName' | 'variables'>;
};

/** Thrown before anything is done for a request that is the library's, and lacks what it needs. */
export class LeftToLibrary extends Error {}

/** Memory that prepared operations may take, in bytes: some thousands of them. */
const preparedLimit = 64_000_000;

/** What it takes to remember that an operation is not compiled, in bytes. */
const uncompiledSize = 500;

/** Before a change of supergraph so many operations are prepared, for so many milliseconds at most. */
const mostWarmed = 500;
const warmUpTime = 3_000;

interface KeptOperation {
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  readonly prepared: PreparedOperation | Uncompiled;
}

/** Answers operations by plans that are compiled once; the library answers what is not compiled. */
export class PlanExecution {
  readonly #executor: PlanExecutor;
  readonly #library: Executor;
  readonly #metrics: PlanMetrics;
  readonly #fetch: SubgraphFetch<RequestContext>;
  readonly #kept = new MemoryCache<KeptOperation>(preparedLimit, ({ prepared }) =>
    prepared.kind === 'prepared' ? prepared.bytes : uncompiledSize,
  );

  /**
   * @param supergraphSdl what the library loaded.
   * @param library answers what is not compiled.
   * @param planner in the place of Apollo's.
   */
  constructor(
    supergraphSdl: string,
    library: Executor,
    sources: ReadonlyMap<string, PlanSource>,
    metrics: PlanMetrics,
    planner?: Planner,
  ) {
    this.#executor = PlanExecutor.fromSupergraph(supergraphSdl, {
      entitiesACall: mostRepresentations,
      ...(planner && { planner }),
    });
    this.#library = library;
    this.#metrics = metrics;
    this.#fetch = (request, context) => {
      const source = sources.get(request.subgraph);
      if (!source) throw new Error(`there is no way to ${request.subgraph}`);
      return source.fetch(request, context);
    };
    metrics.follow(() => this.#kept.counts);
  }

  /**
   * Prepares what was asked for last under the supergraph before, a turn at a time, so that the first
   * requests after a change do not all wait for their plans.
   */
  async warmUpFrom(before: PlanExecution): Promise<void> {
    const end = performance.now() + warmUpTime;
    for (const [key, { document, operationName }] of before.#kept.recent().slice(0, mostWarmed)) {
      await nextTurn();
      if (performance.now() > end) return;
      if (validate(this.#executor.schema, document).length > 0) continue;
      try {
        this.#kept.get(key, () => this.#make(document, operationName));
      } catch {
        // There is no plan for it any more: whoever asks for it is told.
      }
    }
  }

  /**
   * @param context of the request, checked by the caller.
   * @throws LeftToLibrary when the request did not come from Apollo Server, and has to.
   */
  execute(
    request: KnownRequest | GatewayRequest,
    context: RequestContext,
  ): Promise<ExecutionAnswer> {
    return this.#metrics.stages.follow('execute', () => this.#execute(request, context));
  }

  async #execute(
    request: KnownRequest | GatewayRequest,
    context: RequestContext,
  ): Promise<ExecutionAnswer> {
    try {
      return await this.#answer(request, context);
    } catch (error) {
      if (!(error instanceof TooManyWays)) throw error;
      return { errors: [tooManyWays] };
    }
  }

  async #answer(
    request: KnownRequest | GatewayRequest,
    context: RequestContext,
  ): Promise<ExecutionAnswer> {
    const { operationName, variables = {} } = request.request;
    const prepared = this.#prepare(request.queryHash, request.document, operationName);
    if (prepared.kind === 'uncompiled') {
      if (!('schema' in request)) throw new LeftToLibrary('not compiled');
      this.#metrics.countUncompiled(prepared.reason);
      const { data, errors } = await this.#library(request);
      return { ...(data !== undefined && { data }), ...(errors && { errors }) };
    }
    return this.#executor.execute(prepared, variables, this.#fetch, context);
  }

  /** @param hash tells the document from any other, also from one with other fields denied. */
  #prepare(hash: string, document: DocumentNode, operationName: string | undefined) {
    let plan: 'kept' | 'made' = 'kept';
    const { prepared } = this.#kept.get(`${hash} ${operationName ?? ''}`, () => {
      plan = 'made';
      return this.#metrics.stages.time('plan', () => this.#make(document, operationName));
    });
    this.#metrics.count(plan);
    return prepared;
  }

  #make(document: DocumentNode, operationName: string | undefined): KeptOperation {
    return { document, operationName, prepared: this.#executor.prepare(document, operationName) };
  }
}

const tooManyWays = new Fault(
  'COST_LIMIT',
  'There are too many ways to answer the operation: ask for less at once.',
);
