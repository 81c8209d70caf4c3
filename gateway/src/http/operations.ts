import { type ApolloServer, HeaderMap } from '@apollo/server';
import { type OperationDefinitionNode, OperationTypeNode, parse } from 'graphql';
import type { OnDefect } from '@trellis/subgraph-kit/error-masking';
import { Fault } from '@trellis/subgraph-kit/faults';
import type { RecordOperation } from '@trellis/subgraph-kit/request-metrics';
import type { Caller } from '../caller/caller.ts';
import type { CheckedDocument, DocumentError } from '../limits/checked-document.ts';
import { CostRules } from '../limits/cost-rules.ts';
import { DocumentCache } from '../limits/document-cache.ts';
import type { CallBudgets, Standing } from '../rate/call-budgets.ts';
import type { RequestContext } from '../request-context.ts';
import type { LoadedSupergraph } from '../supergraph/loaded-supergraph.ts';
import type { ServedGraph } from '../supergraph/served-graph.ts';
import type { StageTimes } from '../supergraph/stage-times.ts';
import type { KnownDocuments } from '../trusted-documents/known-documents.ts';
import type { DirectLane } from './direct-lane.ts';
import { isAboutOperation, statusOfAnswer, toldErrors } from './operation-errors.ts';
import type { OperationMetrics } from './operation-metrics.ts';
import type { OperationRequest } from './operation-request.ts';

/** What the operations of clients go through. */
export interface OperationStages {
  readonly graph: ServedGraph;
  readonly apollo: ApolloServer<RequestContext>;
  readonly documents: KnownDocuments;
  readonly budgets: CallBudgets;
  /** Counts operations that are not executed; the others are counted where they are. */
  readonly beginRecord: () => RecordOperation;
  readonly times: StageTimes;
  readonly metrics: OperationMetrics;
  readonly onDefect: OnDefect;
  /** Answers what Apollo Server need not; without it, Apollo Server answers all. */
  readonly lane: DirectLane | undefined;
}

/** An operation as it came, and for whom it is done. */
export interface AskedOperation {
  readonly caller: Caller;
  readonly asked: OperationRequest;
  readonly isGet: boolean;
  /** When it is given up, in milliseconds since 1970. */
  readonly deadline: number;
}

/** What came of an operation. */
export interface OperationOutcome {
  /** JSON. */
  readonly body: string;
  /** The status for those who take answers as `application/graphql-response+json`. */
  readonly status: number;
  readonly standing: Standing;
}

interface ChosenOperation {
  readonly supergraph: LoadedSupergraph;
  readonly document: CheckedDocument;
  readonly operation: OperationDefinitionNode;
}

/** What an operation that is refused costs its sender, in points. */
const refusalCost = 1;

/** Takes operations from their request to their answer: document, limits, budget, execution. */
export class Operations {
  readonly #stages: OperationStages;
  readonly #caches = new WeakMap<LoadedSupergraph, DocumentCache>();

  constructor(stages: OperationStages) {
    this.#stages = stages;
  }

  /** @throws a Fault for what is no matter of GraphQL, such as RATE_LIMITED. */
  async answer(asked: AskedOperation): Promise<OperationOutcome> {
    const stop = this.#stages.metrics.start();
    const chosen = this.#choose(asked);
    if ('errors' in chosen) return this.#refuse(chosen.errors, asked.caller);
    const { cost, trustedName } = chosen;
    const standing = this.#spend(asked.caller, cost);
    const outcome = await this.#execute(chosen, asked, standing);
    stop(trustedName);
    return outcome;
  }

  /** @returns what is to be done and what it may cost, or why it is not done. */
  #choose({ caller, asked, isGet }: AskedOperation) {
    const { documents, graph } = this.#stages;
    try {
      const rights = { trustedOnly: caller.trustedDocumentsOnly, isGet };
      const supergraph = graph.current;
      const meant = documents.find(asked, rights);
      const document = this.#cacheOf(supergraph).check(meant.text);
      if (document.errors) return { errors: document.errors };
      const operation = document.operation(asked.operationName);
      if (isGet && operation.operation !== OperationTypeNode.QUERY) throw noChangeByGet;
      const cost = document.cost(operation, asked.variables);
      if (meant.hashToRegister) documents.register(meant.hashToRegister, meant.text);
      return { supergraph, document, operation, cost, trustedName: meant.trustedName };
    } catch (error) {
      if (!(error instanceof Fault) || !isAboutOperation(error)) throw error;
      return { errors: [{ code: error.code, error }] };
    }
  }

  #spend({ viewer: { trustId, actor }, hourlyCost }: Caller, cost: number): Standing {
    return this.#stages.budgets.spend({ trustId, id: actor.id, hourlyCost }, cost);
  }

  #cacheOf(supergraph: LoadedSupergraph): DocumentCache {
    const known = this.#caches.get(supergraph);
    if (known) return known;
    const rules = new CostRules(parse(supergraph.plannedSdl, { noLocation: true }));
    const { times, metrics } = this.#stages;
    const cache = new DocumentCache(supergraph.schema, rules, times, metrics);
    this.#caches.set(supergraph, cache);
    return cache;
  }

  #refuse(errors: readonly DocumentError[], caller: Caller): OperationOutcome {
    const { beginRecord, onDefect } = this.#stages;
    const record = beginRecord();
    const standing = this.#spend(caller, refusalCost);
    const told = toldErrors(errors, caller.viewer.requestId, onDefect);
    record(undefined, told);
    const status = statusOfAnswer(undefined, told);
    return { body: `${JSON.stringify({ errors: told })}\n`, status, standing };
  }

  async #execute(
    chosen: ChosenOperation,
    { caller: { viewer }, asked: { operationName, variables }, deadline }: AskedOperation,
    standing: Standing,
  ): Promise<OperationOutcome> {
    const context = { viewer, deadline, standing, hung: new Set<string>() };
    const { lane, metrics, apollo } = this.#stages;
    const direct = await lane?.answer({ ...chosen, operationName, variables }, context);
    metrics.countAnswer(direct ? 'lane' : 'apollo');
    if (direct) return { ...direct, standing };
    const { text } = chosen.document;
    const { status, body } = await apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: {
        method: 'POST',
        headers: new HeaderMap([['content-type', 'application/json']]),
        search: '',
        body: { query: text, variables, ...(operationName !== undefined && { operationName }) },
      },
      context: () => Promise.resolve(context),
    });
    if (body.kind !== 'complete') throw new Error('an incremental answer was not expected');
    return { body: body.string, status: status ?? 200, standing };
  }
}

const noChangeByGet = new Fault('METHOD_NOT_ALLOWED', 'Send changes by POST.');
