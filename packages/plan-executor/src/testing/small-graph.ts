import { ApolloGateway } from '@apollo/gateway';
import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { execute, getOperationAST, GraphQLError, Kind, parse } from 'graphql';
import { type ExecutorSettings, PlanExecutor } from '../executor.ts';
import { isJsonObject, type JsonObject } from '../json.ts';

/** A subgraph as a test writes it: what it says of its types, and what it answers. */
export interface SmallSubgraph {
  readonly sdl: string;
  /** Rows of the root fields. */
  readonly roots?: JsonObject;
  /** Entities by the text of their key field, for instance `1`. */
  readonly entities?: Readonly<Record<string, JsonObject | null>>;
  /** Whether it cannot be reached. */
  readonly isAway?: boolean;
}

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key",
  "@external", "@requires", "@provides", "@shareable", "@interfaceObject", "@override"]) `;
const silent = { debug: none, info: none, warn: none, error: none };

/** A few subgraphs in this process, asked by the executor and by `@apollo/gateway` side by side. */
export class SmallGraph {
  /** What the executor asked, call by call, since the last question. */
  readonly calls: { readonly subgraph: string; readonly variables: JsonObject }[] = [];
  readonly executor: PlanExecutor;
  readonly #supergraphSdl: string;
  readonly #ask: Readonly<
    Record<string, (query: string, variables: JsonObject) => Promise<JsonObject>>
  >;

  constructor(subgraphs: Readonly<Record<string, SmallSubgraph>>, settings?: ExecutorSettings) {
    this.#supergraphSdl = supergraphOf(subgraphs);
    this.executor = PlanExecutor.fromSupergraph(this.#supergraphSdl, settings);
    this.#ask = Object.fromEntries(
      Object.entries(subgraphs).map(([name, subgraph]) => [name, asker(subgraph)]),
    );
  }

  /** @returns the executor's answer as a client sees it. */
  ours(query: string, variables: JsonObject = {}) {
    this.calls.length = 0;
    const prepared = this.executor.prepare(parse(query));
    if (prepared.kind === 'uncompiled') throw new Error(prepared.reason);
    return answerOf(() =>
      this.executor.execute(
        prepared,
        variables,
        ({ subgraph, query: text, variables: given }) => {
          this.calls.push({ subgraph, variables: given });
          return this.#send(subgraph, text, given);
        },
        undefined,
      ),
    );
  }

  /** @returns what `@apollo/gateway` answers. */
  async stock(query: string, variables: JsonObject = {}) {
    process.env['APOLLO_TELEMETRY_DISABLED'] = 'true';
    const gateway = new ApolloGateway({
      supergraphSdl: this.#supergraphSdl,
      logger: silent,
      buildService: ({ name }) => ({
        process: ({ request }) => this.#send(name, request.query ?? '', request.variables ?? {}),
      }),
    });
    const { schema, executor } = await gateway.load();
    const document = parse(query);
    const operation = getOperationAST(document);
    if (!operation) throw new Error('a test asks one operation');
    const request = { query, variables };
    const answer = await answerOf(() =>
      executor({
        ...{ logger: silent, metrics: {}, overallCachePolicy: {}, context: {}, source: query },
        ...{ request, document, operation, operationName: null, queryHash: query, schema },
      } as unknown as Parameters<typeof executor>[0]),
    );
    await gateway.stop();
    return answer;
  }

  async #send(subgraph: string, query: string, variables: JsonObject): Promise<JsonObject> {
    const ask = this.#ask[subgraph];
    if (!ask) throw new Error(`there is no ${subgraph}`);
    return ask(query, variables);
  }
}

/** @throws when they do not compose. */
export function supergraphOf(subgraphs: Readonly<Record<string, SmallSubgraph>>): string {
  const { errors, supergraphSdl } = composeServices(
    Object.entries(subgraphs).map(([name, { sdl }]) => ({
      name,
      url: `http://${name}.invalid`,
      typeDefs: parse(link + sdl),
    })),
  );
  if (errors) throw new Error(errors.join('\n'));
  return supergraphSdl;
}

function asker({ sdl, roots = {}, entities = {}, isAway = false }: SmallSubgraph) {
  const typeDefs = parse(link + sdl);
  const resolvers = Object.fromEntries(
    typeDefs.definitions.flatMap((definition) =>
      definition.kind === Kind.OBJECT_TYPE_DEFINITION &&
      definition.directives?.some(({ name }) => name.value === 'key')
        ? [
            [
              definition.name.value,
              { __resolveReference: (sent: JsonObject) => found(entities, sent) },
            ],
          ]
        : [],
    ),
  );
  const schema = buildSubgraphSchema([{ typeDefs, resolvers }]);
  return async (query: string, variables: JsonObject): Promise<JsonObject> => {
    if (isAway) throw new GraphQLError('it is away', { extensions: { code: 'AWAY' } });
    const result = await execute({
      schema,
      document: parse(query),
      variableValues: variables,
      rootValue: roots,
      fieldResolver: (source: unknown, args: JsonObject, _context, info) =>
        answered(source, info.fieldName, args),
      typeResolver: (value: unknown) =>
        isJsonObject(value) ? String(value['__typename']) : undefined,
    });
    const plain: unknown = JSON.parse(JSON.stringify(result));
    return isJsonObject(plain) ? plain : {};
  };
}

function found(entities: NonNullable<SmallSubgraph['entities']>, sent: JsonObject) {
  const entity = entities[String(sent['id'] ?? sent['code'])];
  return entity ? { ...sent, ...entity } : null;
}

interface ClientAnswer {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string; readonly path: unknown }[];
}

/** What a client can see: errors with their message, place and code. */
async function answerOf(
  ask: () => Promise<{ data?: unknown; errors?: readonly GraphQLError[] | undefined }>,
): Promise<ClientAnswer> {
  const { data, errors } = await ask();
  return {
    ...(data !== undefined && { data }),
    ...(errors && {
      errors: errors.map(({ message, path, extensions }) => ({
        message,
        path,
        code: extensions['code'],
      })),
    }),
  };
}

/** An Error among a test's rows is thrown where it stands; a function is asked. */
function answered(source: unknown, field: string, args: JsonObject): unknown {
  const value: unknown = isJsonObject(source) ? source[field] : undefined;
  if (isAnswering(value)) return value(args, source);
  if (value instanceof Error) throw value;
  return value;
}

function isAnswering(value: unknown): value is (args: JsonObject, source: unknown) => unknown {
  return typeof value === 'function';
}

function none(): void {
  return undefined;
}
