import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import { type DocumentNode, type GraphQLSchema, Kind, OperationTypeNode, parse } from 'graphql';
import type { SubgraphRequest } from '@trellis/plan-executor/subgraph-fetch';
import type { OnDefect } from '@trellis/subgraph-kit/error-masking';
import type { RequestContext } from '../request-context.ts';
import { AnswerShape } from './answer-shape.ts';
import type { AnswerToPlan, PlanSource } from './plan-source.ts';
import { askForEntities } from './representations.ts';
import type { SubgraphAnswer, SubgraphClient } from './subgraph-client.ts';
import { isPassing, SubgraphDefect, subgraphError } from './subgraph-error.ts';
import { SubgraphFailure } from './subgraph-failure.ts';

type Options = GraphQLDataSourceProcessOptions<RequestContext>;

/** What a subgraph's operation looks like, worked out once. */
interface Prepared {
  readonly isMutation: boolean;
  readonly shape: AnswerShape;
}

export interface CallLimits {
  /** Longest wait for one answer, in milliseconds. */
  readonly timeout: number;
  /** Told of each call that got no usable answer, for the log. */
  readonly onFailure: (failure: SubgraphFailure) => void;
  /** Told of each error that a subgraph should have masked. */
  readonly onDefect: OnDefect;
}

/** How long calls outlive their operation, so that its end is told as such, in milliseconds. */
const afterDeadline = 100;

/** How many operations of a subgraph are remembered; a plan has a handful. */
const rememberedOperations = 5_000;

/** Where the plan meets a subgraph: a failure becomes an error at its path, never a lost answer. */
export class SubgraphSource implements PlanSource {
  readonly #client: SubgraphClient;
  readonly #graph: GraphQLSchema;
  readonly #limits: CallLimits;
  readonly #prepared = new Map<string, Prepared>();

  /** @param graph the types of all subgraphs together. */
  constructor(client: SubgraphClient, graph: GraphQLSchema, limits: CallLimits) {
    this.#client = client;
    this.#graph = graph;
    this.#limits = limits;
  }

  async process(options: Options): ReturnType<GraphQLDataSource['process']> {
    if (!('incomingRequestContext' in options)) {
      throw new Error('subgraphs are asked for nothing but operations');
    }
    const { query = '', operationName, variables = {} } = options.request;
    const { context } = options;
    const prepared = this.#prepare(query);
    const ask = (given: Readonly<Record<string, unknown>>) =>
      this.#ask(JSON.stringify({ query, operationName, variables: given }), prepared, context);
    return this.#answer(prepared, context, () => {
      const { representations, ...others } = variables;
      return Array.isArray(representations)
        ? askForEntities(representations, (some) => ask({ ...others, representations: some }))
        : ask(variables);
    });
  }

  /** The same for the executor of plans, which asks for each entity once and in calls of fair size. */
  fetch({ query, body }: SubgraphRequest, context: RequestContext): Promise<AnswerToPlan> {
    const prepared = this.#prepare(query);
    return this.#answer(prepared, context, () => this.#ask(body, prepared, context));
  }

  async #answer(
    { shape }: Prepared,
    { viewer, hung }: RequestContext,
    ask: () => Promise<SubgraphAnswer>,
  ): Promise<AnswerToPlan> {
    try {
      const { data, errors = [] } = await ask();
      for (const { extensions } of errors) this.#report(extensions?.['code']);
      return {
        data: data ?? null,
        errors: errors.map((error) => subgraphError(error, viewer.requestId)),
      };
    } catch (error) {
      if (!(error instanceof SubgraphFailure)) throw error;
      this.#limits.onFailure(error);
      if (error.kind === 'timeout') hung.add(error.subgraph);
      const { message, extensions } = error.toFault();
      const errors = shape.askedPaths().map((path) => ({ message, path, extensions }));
      return { data: null, errors };
    }
  }

  #report(code: unknown): void {
    if (!isPassing(code)) this.#limits.onDefect(new SubgraphDefect(this.#client.name, code));
  }

  async #ask(
    request: string,
    { isMutation, shape }: Prepared,
    { viewer, deadline, hung }: RequestContext,
  ): Promise<SubgraphAnswer> {
    if (hung.has(this.#client.name)) throw new SubgraphFailure(this.#client.name, 'timeout');
    const timeout = Math.min(this.#limits.timeout, deadline - Date.now() + afterDeadline);
    const answer = await this.#client.send(request, { viewer, timeout, repeatable: !isMutation });
    if (!shape.fits(answer.data)) throw new SubgraphFailure(this.#client.name, 'malformed');
    return answer;
  }

  #prepare(query: string): Prepared {
    const known = this.#prepared.get(query);
    if (known) return known;
    const document = parse(query, { noLocation: true });
    const prepared = {
      isMutation: isMutation(document),
      shape: new AnswerShape(document, this.#graph),
    };
    if (this.#prepared.size >= rememberedOperations) this.#prepared.clear();
    this.#prepared.set(query, prepared);
    return prepared;
  }
}

function isMutation({ definitions }: DocumentNode): boolean {
  return definitions.some(
    (definition) =>
      definition.kind === Kind.OPERATION_DEFINITION &&
      definition.operation === OperationTypeNode.MUTATION,
  );
}
