import { ApolloGateway } from '@apollo/gateway';
import { GraphQLError, getOperationAST } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { answerOf } from './answer.ts';
import type { Answer } from './answer.ts';
import { FUZZ_BOUNDS } from './bounded-planner.ts';
import type { Contender } from './contender.ts';
import type { OperationCase } from './operation-case.ts';
import { RunContext } from './run-context.ts';
import type { StubSubgraph } from './stub-subgraph.ts';
import type { Fields } from './universe.ts';

type Request = Parameters<ApolloGateway['executor']>[0];

process.env.APOLLO_TELEMETRY_DISABLED = 'true';

const silent = () => undefined;
const LOGGER = { debug: silent, info: silent, warn: silent, error: silent };
const NO_CACHE = {
  get: () => Promise.resolve(undefined),
  set: () => Promise.resolve(),
  delete: () => Promise.resolve(true),
};

/** `@apollo/gateway` as it comes, over stub subgraphs. */
export class StockGateway implements Contender {
  private constructor(
    private readonly gateway: ApolloGateway,
    /** What clients may ask for. */
    readonly schema: GraphQLSchema,
  ) {}

  static async over(supergraphSdl: string, subgraphs: ReadonlyMap<string, StubSubgraph>) {
    const { comparedPlans, waysToAField } = FUZZ_BOUNDS;
    const gateway = new ApolloGateway({
      supergraphSdl,
      logger: LOGGER,
      queryPlannerConfig: {
        debug: { maxEvaluatedPlans: comparedPlans, pathsLimit: waysToAField },
      },
      buildService: ({ name }) => ({
        process: ({ request, context }) =>
          answerFrom(subgraphs.get(name), request.query, request.variables, context),
      }),
    });
    const schema = await new Promise<GraphQLSchema>((resolve, reject) => {
      gateway.onSchemaLoadOrUpdate(({ apiSchema }) => resolve(apiSchema));
      gateway.load().catch(reject);
    });
    return new StockGateway(gateway, schema);
  }

  answer(operation: OperationCase, variables: Fields, run: RunContext): Promise<Answer> {
    const { document, source, operationName } = operation;
    const definition = getOperationAST(document, operationName);
    if (!definition) throw new Error(`There is no operation in ${source}.`);
    const queryHash = `${source} ${operationName ?? ''}`;
    if (!isSchemaHash(queryHash)) throw new Error('An operation has a text.');
    const request = { query: source, variables, ...(operationName && { operationName }) };
    const parts = { logger: LOGGER, cache: NO_CACHE, metrics: {}, overallCachePolicy: {} };
    return answerOf(() =>
      this.gateway.executor({
        ...parts,
        request,
        schema: this.schema,
        schemaHash: queryHash,
        context: { run },
        queryHash,
        document,
        source,
        operationName: operationName ?? null,
        operation: definition,
      }),
    );
  }

  stop(): Promise<void> {
    return this.gateway.stop();
  }
}

function answerFrom(
  subgraph: StubSubgraph | undefined,
  query: string | undefined,
  variables: Fields | undefined,
  context: Record<string, unknown>,
) {
  const { run } = context;
  if (!subgraph || query === undefined || !(run instanceof RunContext)) {
    throw new GraphQLError('A call lacks its subgraph, its query or its run.');
  }
  return subgraph.answer(query, variables ?? {}, run);
}

/** The gateway wants its own sort of text, and looks at no more than that it is one. */
function isSchemaHash(text: string): text is Request['schemaHash'] {
  return text !== '';
}
