import {
  GraphQLError,
  type GraphQLFormattedError,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';
import { maskError, type OnDefect } from '@trellis/subgraph-kit/error-masking';
import type { RecordOperation } from '@trellis/subgraph-kit/request-metrics';
import type { CheckedDocument } from '../limits/checked-document.ts';
import { limits } from '../limits/limits.ts';
import type { RequestContext } from '../request-context.ts';
import type { LoadedSupergraph } from '../supergraph/loaded-supergraph.ts';
import { type ExecutionAnswer, LeftToLibrary } from '../supergraph/plan-execution.ts';
import type { ServedGraph } from '../supergraph/served-graph.ts';
import { statusOfAnswer } from './operation-errors.ts';

/** What the lane needs of the gateway. */
export interface LaneStages {
  readonly graph: ServedGraph;
  /** Counts operations, as the plugin of Apollo Server does. */
  readonly beginRecord: () => RecordOperation;
  readonly onDefect: OnDefect;
}

/** An operation that is checked, priced and paid for. */
export interface KnownOperation {
  /** The one that the document was checked under: no other may answer it. */
  readonly supergraph: LoadedSupergraph;
  readonly document: CheckedDocument;
  readonly operation: OperationDefinitionNode;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** An answer as it is sent. */
export interface LaneAnswer {
  /** JSON. */
  readonly body: string;
  readonly status: number;
}

/**
 * Answers operations without Apollo Server's pipeline, which would parse, validate and hash again what
 * is known already. It decides nothing about callers: who may do what was decided before it, and which
 * fields they may read is decided by the supergraph, which Apollo Server asks as well.
 */
export class DirectLane {
  readonly #stages: LaneStages;
  readonly #left = new WeakSet<CheckedDocument>();

  constructor(stages: LaneStages) {
    this.#stages = stages;
  }

  /** @returns undefined when Apollo Server has to answer; nothing has been done then. */
  async answer(known: KnownOperation, context: RequestContext): Promise<LaneAnswer | undefined> {
    if (this.#left.has(known.document)) return undefined;
    const record = this.#stages.beginRecord();
    const answer = await this.#execute(known, context);
    if (!answer) {
      this.#left.add(known.document);
      return undefined;
    }
    const told = answer.errors?.map((error) => this.#told(error, context.viewer.requestId));
    record(known.operation.operation, told);
    const errors = told?.slice(0, limits.errors);
    const body = `${JSON.stringify({ errors, data: answer.data })}\n`;
    return { body, status: statusOfAnswer(answer.data, errors) };
  }

  async #execute(
    { supergraph, document, operationName, variables }: KnownOperation,
    context: RequestContext,
  ): Promise<ExecutionAnswer | undefined> {
    const request = {
      document: document.document,
      queryHash: document.hash,
      request: { variables, ...(operationName !== undefined && { operationName }) },
    };
    try {
      return await this.#stages.graph.execute(supergraph, request, context);
    } catch (error) {
      if (error instanceof LeftToLibrary) return undefined;
      return { errors: [asGraphQLError(error)] };
    }
  }

  #told(error: GraphQLError, requestId: string): GraphQLFormattedError {
    const known = isAboutVariable(error) ? badVariable(error) : error;
    const code = known.extensions['code'] ?? 'INTERNAL_SERVER_ERROR';
    const formatted = { ...known.toJSON(), extensions: { ...known.extensions, code } };
    return maskError(formatted, known, requestId, this.#stages.onDefect);
  }
}

function asGraphQLError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  if (!(error instanceof Error)) return new GraphQLError('Unexpected error value');
  return new GraphQLError(error.message, { originalError: error });
}

/** graphql-js gives what is wrong with a variable no code of its own. */
function isAboutVariable({ nodes, extensions }: GraphQLError): boolean {
  const isOfVariable = nodes?.length === 1 && nodes[0]?.kind === Kind.VARIABLE_DEFINITION;
  return isOfVariable && extensions['code'] === undefined;
}

function badVariable(error: GraphQLError): GraphQLError {
  return new GraphQLError(error.message, {
    nodes: error.nodes ?? null,
    originalError: error.originalError ?? error,
    extensions: { ...error.extensions, code: 'BAD_USER_INPUT' },
  });
}
