import { ApolloGateway } from '@apollo/gateway';
import {
  buildASTSchema,
  type DocumentNode,
  getOperationAST,
  getVariableValues,
  type GraphQLError,
  type GraphQLSchema,
  parse,
} from 'graphql';
import type { Planner } from '@trellis/plan-executor/planner';
import { isErrorCode } from '@trellis/subgraph-kit/error-codes';
import { Fault, forbidden } from '@trellis/subgraph-kit/faults';
import { refuseBrokenLiterals } from '@trellis/subgraph-kit/text';
import { limits } from '../limits/limits.ts';
import { locatedFault } from '../located-fault.ts';
import { DeniedFields } from '../permission/denied-fields.ts';
import { FieldRules } from '../permission/field-rules.ts';
import { OperationRules } from '../permission/operation-rules.ts';
import type { RequestContext } from '../request-context.ts';
import type { PlanSource } from '../subgraph/plan-source.ts';
import {
  type ExecutionAnswer,
  type GatewayRequest,
  type KnownRequest,
  PlanExecution,
} from './plan-execution.ts';
import type { PlanMetrics } from './plan-metrics.ts';
import { takeSecurityLinks, UnusableSupergraph } from './security-links.ts';

export interface SupergraphSettings {
  /**
   * @param graph the types of all subgraphs together.
   * @returns undefined when the gateway has no address for that subgraph.
   */
  readonly sourceOf: (subgraph: string, graph: GraphQLSchema) => PlanSource | undefined;
  readonly metrics: PlanMetrics;
  /** Makes the planner of a supergraph; Apollo's where it is not given. */
  readonly plannerOver?: ((sdl: string) => Promise<Planner>) | undefined;
  /** Whether anybody who is signed in may read the schema. */
  readonly openSchema: boolean;
}

/** The scope that lets a caller read the schema where it is not open to everybody. */
const schemaScope = 'schema:read';

const noSuchOperation = new Fault(
  'OPERATION_RESOLUTION_FAILURE',
  'Name one operation of the document; without a name it must have just one.',
);

/** One supergraph, ready to answer. A request is finished by the one that it was validated against. */
export class LoadedSupergraph {
  readonly schema: GraphQLSchema;
  readonly plannedSdl: string;
  readonly #gateway: ApolloGateway;
  readonly #plans: PlanExecution;
  readonly #fieldRules: FieldRules;
  readonly #operationRules = new WeakMap<DocumentNode, OperationRules>();
  readonly #openSchema: boolean;

  private constructor(
    gateway: ApolloGateway,
    plans: PlanExecution,
    schema: GraphQLSchema,
    plannedSdl: string,
    fieldRules: FieldRules,
    openSchema: boolean,
  ) {
    this.#gateway = gateway;
    this.#plans = plans;
    this.schema = schema;
    this.plannedSdl = plannedSdl;
    this.#fieldRules = fieldRules;
    this.#openSchema = openSchema;
  }

  /** @throws UnusableSupergraph when it cannot be served, or not safely. */
  static async load(
    sdl: string,
    { sourceOf, metrics, openSchema, plannerOver }: SupergraphSettings,
  ): Promise<LoadedSupergraph> {
    const { plannedSdl, document, directives } = takeSecurityLinks(sdl);
    try {
      const graph = buildASTSchema(parse(plannedSdl), { assumeValid: true });
      const sources = new Map<string, PlanSource>();
      const gateway = new ApolloGateway({
        supergraphSdl: plannedSdl,
        validateSupergraph: true,
        __exposeQueryPlanExperimental: false,
        logger: silent,
        buildService: ({ name }) => {
          const source = sourceOf(name, graph);
          if (!source) throw new UnusableSupergraph(`The gateway has no address for ${name}.`);
          sources.set(name, source);
          return source;
        },
      });
      const { schema, executor } = await gateway.load();
      const planner = await plannerOver?.(plannedSdl);
      const plans = new PlanExecution(plannedSdl, executor, sources, metrics, planner);
      const rules = new FieldRules(graph, document, directives);
      return new LoadedSupergraph(gateway, plans, schema, plannedSdl, rules, openSchema);
    } catch (error) {
      if (error instanceof UnusableSupergraph) throw error;
      const why = error instanceof Error ? error.message : 'no reason given';
      throw new UnusableSupergraph(`The supergraph cannot be planned over: ${why}`);
    }
  }

  /** Answers an operation that is valid under this schema, as far as the viewer may read it. */
  async execute(
    request: KnownRequest | GatewayRequest,
    context: RequestContext,
  ): Promise<ExecutionAnswer> {
    const { document } = request;
    const operation = getOperationAST(document, request.request.operationName);
    if (!operation) return { errors: [noSuchOperation] };
    const rules = this.#rulesOf(document);
    const refused = this.#refusal(document, rules, context);
    if (refused) return { errors: [refused] };
    const permitted = rules.permittedFor(context.viewer.scopes);
    if (!permitted) return this.#plan(request, context);

    const { schema } = this;
    const definitions = operation.variableDefinitions ?? [];
    const given = request.request.variables ?? {};
    const options = { maxErrors: limits.errors };
    const variables = getVariableValues(schema, definitions, given, options);
    if (!variables.coerced) return { errors: variables.errors };
    const { denied, variant } = permitted;
    const fields = new DeniedFields({
      schema,
      document,
      operation,
      denied,
      variables: variables.coerced,
    });
    const planned = fields.needsExecution()
      ? await this.#plan(
          {
            ...request,
            document: permitted.document,
            queryHash: `${request.queryHash} without ${variant}`,
          },
          context,
        )
      : { data: {} };
    // An operation whose variables leave the denied fields out has no errors to tell of.
    const errors = [...(planned.errors ?? []), ...fields.errors()];
    const data = planned.data === undefined ? undefined : fields.complete(planned.data);
    return { ...(data !== undefined && { data }), ...(errors.length > 0 && { errors }) };
  }

  /** Prepares what is in use under the supergraph before this one. */
  warmUpFrom(before: LoadedSupergraph): Promise<void> {
    return this.#plans.warmUpFrom(before.#plans);
  }

  stop(): Promise<void> {
    return this.#gateway.stop();
  }

  async #plan(
    request: KnownRequest | GatewayRequest,
    context: RequestContext,
  ): Promise<ExecutionAnswer> {
    const answer = await this.#plans.execute(request, context);
    return answer.errors ? { ...answer, errors: answer.errors.map(atItsPlace) } : answer;
  }

  #rulesOf(document: DocumentNode): OperationRules {
    const known = this.#operationRules.get(document);
    if (known) return known;
    const rules = new OperationRules(this.schema, document, this.#fieldRules);
    this.#operationRules.set(document, rules);
    return rules;
  }

  #refusal(
    document: DocumentNode,
    { introspects }: OperationRules,
    { viewer }: RequestContext,
  ): Fault | undefined {
    if (introspects && !this.#openSchema && !viewer.scopes.has(schemaScope)) {
      return forbidden(`Reading the schema needs the permission ${schemaScope}.`);
    }
    try {
      refuseBrokenLiterals(document);
      return undefined;
    } catch (error) {
      if (error instanceof Fault) return error;
      throw error;
    }
  }
}

/** Takes an error of a subgraph out of what the gateway wrapped it in; lists are left out of its path. */
function atItsPlace(error: GraphQLError): GraphQLError {
  const { serviceName, code, ...details } = error.extensions;
  if (serviceName === undefined || !isErrorCode(code)) return error;
  return locatedFault(
    new Fault(code, error.message, details),
    error.path?.filter((step) => step !== '@'),
  );
}

/** The gateway's library tells its log of planning details; ours tells what matters. */
const silent = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
