import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  type DocumentNode,
  execute,
  type ExecutionResult,
  GraphQLError,
  Kind,
  parse,
  validate,
} from 'graphql';
import { z } from 'zod';
import { PlanExecutor, type Uncompiled } from '@trellis/plan-executor/executor';
import { HttpCaller } from '@trellis/plan-executor/http-caller';
import { isJsonObject } from '@trellis/plan-executor/json';
import { MemoryCache } from '@trellis/plan-executor/memory-cache';
import type { Planner } from '@trellis/plan-executor/planner';
import type { PreparedOperation } from '@trellis/plan-executor/prepared-operation';
import type { SubgraphFetch } from '@trellis/plan-executor/subgraph-fetch';
import { listen, type RunningServer } from '@trellis/subgraph-kit/http-server';
import { Closing } from './closing.ts';
import { subgraphAddresses } from './supergraph/subgraph-addresses.ts';

/** Longest wait for one answer of a subgraph, in milliseconds. */
const timeout = 30_000;

const callerSettings = { callsAtOnce: 256, idleTime: 4_000, answerLimit: 100_000_000 };

/** Memory for documents and for prepared operations, in bytes each. */
const cacheLimit = 64_000_000;

const requestShape = z.object({
  query: z.string(),
  operationName: z.string().nullish(),
  variables: z.record(z.string(), z.unknown()).nullish(),
});

interface CheckedDocument {
  readonly text: string;
  readonly document: DocumentNode | undefined;
  readonly errors: readonly GraphQLError[];
}

/** An answer, and whether the operation was carried out at all. */
interface PlainAnswer {
  readonly result: Pick<ExecutionResult, 'data' | 'errors'>;
  readonly refused: boolean;
}

/**
 * Serves any supergraph through the executor of plans: no callers, no permissions, no limits. For
 * measuring and for conformance suites, never for real data.
 *
 * @param sdl names where its subgraphs are.
 * @param planner in the place of Apollo's.
 */
export async function servePlain(
  sdl: string,
  host: string,
  port: number,
  planner?: Planner,
): Promise<RunningServer> {
  const opened = new Closing();
  const callers = new Map(
    [...subgraphAddresses(sdl)].map(([name, url]) => [name, new HttpCaller(url, callerSettings)]),
  );
  for (const caller of callers.values()) opened.add(() => caller.close());
  const graph = new PlainGraph(sdl, subgraphFetch(callers), planner);
  const server = await listen(
    (request, response) => void graph.serve(request, response),
    host,
    port,
  );
  opened.add(() => server.stop());
  return { port: server.port, stop: () => opened.close() };
}

function subgraphFetch(callers: ReadonlyMap<string, HttpCaller>): SubgraphFetch<undefined> {
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  return async ({ subgraph, body }) => {
    const caller = callers.get(subgraph);
    if (!caller) throw new Error(`The supergraph has no address for ${subgraph}.`);
    const { text, status } = await caller.post(body, headers, timeout);
    const answer = jsonOf(text);
    if (!isJsonObject(answer)) throw new Error(`${subgraph} answered ${status} and no JSON.`);
    return answer;
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

class PlainGraph {
  readonly #executor: PlanExecutor;
  readonly #fetch: SubgraphFetch<undefined>;
  readonly #documents = new MemoryCache<CheckedDocument>(
    cacheLimit,
    ({ text }) => 40 * text.length,
  );
  readonly #operations = new MemoryCache<PreparedOperation | Uncompiled>(cacheLimit, (operation) =>
    operation.kind === 'prepared' ? operation.bytes : 0,
  );

  constructor(sdl: string, fetch: SubgraphFetch<undefined>, planner: Planner | undefined) {
    this.#executor = PlanExecutor.fromSupergraph(sdl, planner && { planner });
    this.#fetch = fetch;
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'POST') {
      response.writeHead(405, { allow: 'POST' }).end();
      return;
    }
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    await new Promise((resolve) => request.once('end', resolve));
    let answer: PlainAnswer;
    try {
      answer = await this.#answer(Buffer.concat(chunks).toString());
    } catch (error) {
      const message = error instanceof Error ? error.message : 'unknown';
      answer = { result: { errors: [new GraphQLError(message)] }, refused: true };
    }
    const isNew = request.headers.accept?.includes('application/graphql-response+json') ?? false;
    const text = JSON.stringify(answer.result);
    response.writeHead(isNew && answer.refused ? 400 : 200, {
      'content-type': `application/${isNew ? 'graphql-response+' : ''}json; charset=utf-8`,
      'content-length': Buffer.byteLength(text),
    });
    response.end(text);
  }

  async #answer(body: string): Promise<PlainAnswer> {
    const { query, operationName, variables } = requestShape.parse(JSON.parse(body));
    const { document, errors } = this.#documents.get(query, () => this.#check(query));
    if (!document || errors.length > 0) return { result: { errors }, refused: true };
    const name = operationName ?? undefined;
    const prepared = this.#operations.get(`${name ?? ''} ${query}`, () =>
      this.#executor.prepare(document, name),
    );
    const result =
      prepared.kind === 'prepared'
        ? await this.#executor.execute(prepared, variables ?? {}, this.#fetch, undefined)
        : await this.#introspect(document, name, prepared.reason);
    return { result, refused: false };
  }

  #check(text: string): CheckedDocument {
    try {
      const document = parse(text, { noLocation: true });
      return { text, document, errors: validate(this.#executor.schema, document) };
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      return { text, document: undefined, errors: [error] };
    }
  }

  /** The schema is answered from itself; nothing else is without the gateway proper. */
  #introspect(document: DocumentNode, operationName: string | undefined, reason: string) {
    const roots = document.definitions.flatMap((definition) =>
      definition.kind === Kind.OPERATION_DEFINITION ? definition.selectionSet.selections : [],
    );
    const isOnlySchema = roots.every(
      (field) => field.kind === Kind.FIELD && field.name.value.startsWith('__'),
    );
    if (!isOnlySchema) return { errors: [new GraphQLError(`Not served here: ${reason}.`)] };
    return execute({
      schema: this.#executor.schema,
      document,
      ...(operationName !== undefined && { operationName }),
    });
  }
}
