import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSubgraphSchema } from '@apollo/subgraph';
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper/resolverMap.js';
import { graphql, type GraphQLError, type GraphQLSchema, parse } from 'graphql';
import { z } from 'zod';
import { type AssertionKey, verifyAssertion } from '@trellis/subgraph-kit/assertion';
import { Fault } from '@trellis/subgraph-kit/faults';
import type { Viewer } from '@trellis/subgraph-kit/viewer';

/** A call as it reached a subgraph. */
export interface ReceivedCall {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<IncomingMessage['headers']>;
  readonly viewer: Viewer;
}

/** Answers in place of the subgraph, for instance with nonsense. */
export type Misbehaviour = (response: ServerResponse, request: IncomingMessage) => void;

export type FixtureResolvers = GraphQLResolverMap<Viewer>;

const bodyShape = z.object({
  query: z.string(),
  operationName: z.string().optional(),
  variables: z.record(z.string(), z.unknown()).default({}),
});

/** A federated subgraph over HTTP that checks assertions as the real ones do, from memory. */
export class FixtureSubgraph {
  readonly name: string;
  readonly sdl: string;
  readonly key: AssertionKey = { issuer: 'gateway', id: 'test', secret: randomBytes(32) };
  readonly calls: ReceivedCall[] = [];
  misbehaviour: Misbehaviour | undefined;
  readonly #schema: GraphQLSchema;
  #server: Server | undefined;
  #port = 0;

  constructor(name: string, sdl: string, resolvers: FixtureResolvers) {
    this.name = name;
    this.sdl = sdl;
    this.#schema = buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers }]);
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}/graphql`;
  }

  /** `issuer/id:secret`, as configuration writes it. */
  get keyText(): string {
    return `gateway/test:${this.key.secret.toString('base64url')}`;
  }

  /** Listens, at the same port as before once it has been stopped. */
  async start(): Promise<void> {
    const server = createServer({ keepAliveTimeout: 65_000 }, (request, response) => {
      void this.#answer(request, response);
    });
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', resolve));
    this.#port = (server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (!server) return;
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const viewer = verifyAssertion([this.key], this.name, request.headers.authorization, body);
    if (!viewer) {
      response.writeHead(401, { 'content-type': 'application/json' }).end('{"errors":[]}');
      return;
    }
    const { query, operationName, variables } = bodyShape.parse(JSON.parse(body.toString()));
    this.calls.push({ query, variables, headers: request.headers, viewer });
    if (this.misbehaviour) {
      this.misbehaviour(response, request);
      return;
    }
    const { data, errors } = await graphql({
      schema: this.#schema,
      source: query,
      contextValue: viewer,
      variableValues: variables,
      operationName: operationName ?? null,
    });
    const told = errors?.map((error) => toldOf(error, viewer));
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ data, ...(told && { errors: told }) }));
  }
}

/** Faults are marked with the request as the kit's masking does; all else leaks, to see what becomes of it. */
function toldOf({ message, path, originalError }: GraphQLError, { requestId }: Viewer) {
  const extensions =
    originalError instanceof Fault
      ? { ...originalError.extensions, requestId }
      : {
          ...Object.fromEntries(Object.entries(originalError ?? {})),
          stacktrace: ['at secret.ts'],
        };
  return { message, path, extensions };
}
