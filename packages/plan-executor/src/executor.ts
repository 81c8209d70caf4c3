import { operationFromDocument, type Schema, Supergraph } from '@apollo/federation-internals';
import {
  type DocumentNode,
  getOperationAST,
  GraphQLError,
  type GraphQLSchema,
  OperationTypeNode,
  visit,
} from 'graphql';
import { MisshapenAnswer } from './answer-shape.ts';
import { type Conditions, OperationConditions } from './conditions.ts';
import type { FetchSettings } from './fetch-step.ts';
import type { JsonObject } from './json.ts';
import { withJoinedCalls } from './joined-calls.ts';
import { compilePlan, NotCompiled } from './plan-step.ts';
import { ApolloPlanner, type Planner } from './planner.ts';
import { PreparedOperation } from './prepared-operation.ts';
import { SharedCalls } from './shared-calls.ts';
import { thrownError } from './subgraph-errors.ts';
import type { OperationAnswer, SubgraphFetch } from './subgraph-fetch.ts';
import { SupergraphTypes } from './supergraph-types.ts';

export interface ExecutorSettings {
  /** Stands in the place of Apollo's planner. */
  readonly planner?: Planner;
  /** Most entities of one call to a subgraph. */
  readonly entitiesACall?: number;
  /** Whether what a plan asks of one subgraph at one time is one call; true when not given. */
  readonly joinsCalls?: boolean;
}

/**
 * What a prepared operation and its document take of the heap, after it ran, measured and rounded up:
 * so much for any, and so much a character of its plan.
 */
const bytesAPreparation = 10_000;
const bytesACharacter = 8;

/** An operation that another executor must answer. */
export interface Uncompiled {
  readonly kind: 'uncompiled';
  /** A few fixed words, fit for the label of a metric. */
  readonly reason: string;
}

/** Plans operations over one supergraph, compiles the plans, and runs them. */
export class PlanExecutor {
  /** What clients see of the supergraph: operations are validated against it. */
  readonly schema: GraphQLSchema;
  readonly #apiSchema: Schema;
  readonly #planner: Planner;
  readonly #settings: FetchSettings;
  readonly #joinsCalls: boolean;

  private constructor(supergraph: Supergraph, settings: ExecutorSettings) {
    const { planner = new ApolloPlanner(supergraph), entitiesACall = Infinity } = settings;
    this.#joinsCalls = settings.joinsCalls ?? true;
    this.#apiSchema = supergraph.apiSchema();
    this.schema = this.#apiSchema.toGraphQLJSSchema();
    this.#planner = planner;
    this.#settings = { types: new SupergraphTypes(supergraph.schema), entitiesACall };
  }

  /** @throws when the supergraph is none, or asks for a feature that the planner does not have. */
  static fromSupergraph(supergraphSdl: string, settings: ExecutorSettings = {}): PlanExecutor {
    return new PlanExecutor(Supergraph.build(supergraphSdl), settings);
  }

  /**
   * Plans and compiles one operation of a document.
   *
   * @param document valid under the API schema: the planner trusts that it is.
   * @throws when there is no plan for it.
   */
  prepare(document: DocumentNode, operationName?: string): PreparedOperation | Uncompiled {
    const definition = getOperationAST(document, operationName);
    const reason = definition ? reasonNotTo(document) : 'no operation';
    if (!definition || reason) return { kind: 'uncompiled', reason: reason ?? '' };
    try {
      const planned = this.#planner.plan(document, operationName);
      const plan = this.#joinsCalls ? withJoinedCalls(planned) : planned;
      const operation = operationFromDocument(this.#apiSchema, document, {
        validate: false,
        ...(operationName !== undefined && { operationName }),
      });
      const conditions = new OperationConditions(operation, plan);
      const step = compilePlan(plan, this.#settings);
      const bytes = bytesAPreparation + bytesACharacter * JSON.stringify(plan).length;
      return new PreparedOperation({ definition, operation, conditions, step, bytes });
    } catch (error) {
      if (error instanceof NotCompiled) return { kind: 'uncompiled', reason: error.message };
      throw error;
    }
  }

  /**
   * @param variables as the client sent them; they are checked here, and defaults are the
   * subgraphs' to apply.
   */
  async execute<Context>(
    prepared: PreparedOperation,
    variables: Readonly<JsonObject>,
    fetch: SubgraphFetch<Context>,
    context: Context,
  ): Promise<OperationAnswer> {
    const problems = prepared.problems(this.schema, variables);
    if (problems.length > 0) return { errors: problems };
    let conditions: Conditions;
    try {
      conditions = prepared.conditions.of(variables);
    } catch (error) {
      return { errors: [thrownError(error)] };
    }
    const errors: GraphQLError[] = [];
    const data: JsonObject = {};
    const calls = new SharedCalls();
    await prepared.step({
      data,
      variables,
      conditions,
      errors,
      send: (request) =>
        request.sharedQuestion === undefined
          ? fetch(request, context)
          : calls.ask(request.sharedQuestion, () => fetch(request, context)),
    });
    return shaped(prepared, data, conditions, errors);
  }
}

function shaped(
  prepared: PreparedOperation,
  input: JsonObject,
  conditions: Conditions,
  errors: readonly GraphQLError[],
): OperationAnswer {
  try {
    const data = prepared.shape(input, conditions);
    return errors.length === 0 ? { data } : { errors, data };
  } catch (error) {
    if (!(error instanceof MisshapenAnswer)) throw error;
    return { errors: [new GraphQLError(error.message, { originalError: error })] };
  }
}

/** Names that every object has from its prototype would be read as if they were data. */
const inherited = new Set(Object.getOwnPropertyNames(Object.prototype));

function reasonNotTo(document: DocumentNode): string | undefined {
  let reason: string | undefined;
  visit(document, {
    Field: ({ name, alias }) => {
      if (name.value === '__schema' || name.value === '__type') reason = 'introspection';
      if (inherited.has((alias ?? name).value)) reason ??= 'an unsafe response key';
    },
    Directive: ({ name }) => {
      if (name.value === 'defer' || name.value === 'stream') reason = 'defer';
    },
    OperationDefinition: ({ operation }) => {
      if (operation === OperationTypeNode.SUBSCRIPTION) reason = 'subscription';
    },
  });
  return reason;
}
