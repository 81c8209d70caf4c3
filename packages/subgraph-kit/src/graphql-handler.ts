import { type ApolloServer, type BaseContext, HeaderMap } from '@apollo/server';
import type {
  IncomingHttpHeaders,
  IncomingMessage,
  RequestListener,
  ServerResponse,
} from 'node:http';
import type { SpanContext } from '@opentelemetry/api';
import { asRequest } from './current-request.ts';
import { Fault } from './faults.ts';
import { answerToFault } from './http-fault.ts';
import { parseBody, readBody } from './request-body.ts';
import { inSpan } from './tracing.ts';
import type { Viewer } from './viewer.ts';

/** A caller that was let in. */
export interface Admission<Context> {
  readonly requestId: string;
  readonly context: Context;
  /** The caller's own part of the trace. */
  readonly parent?: SpanContext | undefined;
  /** Runs the operation, for instance inside its transaction, and cleans up after it. */
  readonly around: <T>(work: () => Promise<T>) => Promise<T>;
}

/**
 * Answers a POST beside GraphQL with JSON, or throws a Fault. It must check by itself who asks.
 *
 * @param viewer whom a process of ours has vouched for, if any.
 */
export type Endpoint = (
  headers: IncomingHttpHeaders,
  body: Buffer,
  viewer: Viewer | undefined,
) => Promise<object>;

export interface GraphQLHandlerOptions<Context extends BaseContext> {
  readonly apollo: ApolloServer<Context>;
  /**
   * Lets a caller in or throws a Fault. Nothing of the body has been parsed before.
   *
   * @param requestId to use unless the caller brought one that is to be trusted.
   */
  readonly admit: (
    headers: IncomingHttpHeaders,
    body: Buffer,
    requestId: string,
  ) => Promise<Admission<Context>>;
  readonly newRequestId: () => string;
  /** Answers anything but `POST /graphql`; returns whether it did. */
  readonly elsewhere?: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** By path. */
  readonly endpoints?: Readonly<Record<string, Endpoint>>;
  /** The viewer of an endpoint's request. */
  readonly vouchedFor?: (headers: IncomingHttpHeaders, body: Buffer) => Viewer | undefined;
  /** Told of a failure that is no Fault. */
  readonly onDefect: (defect: unknown) => void;
}

/** GraphQL over HTTP on plain node:http: `POST /graphql` with JSON, and nothing else. */
export function graphqlHandler<Context extends BaseContext>(
  options: GraphQLHandlerOptions<Context>,
): RequestListener {
  return (request, response) => {
    if (options.elsewhere?.(request, response)) return;
    const requestId = options.newRequestId();
    void asRequest(requestId, async () => {
      try {
        await answer(options, request, response, requestId);
      } catch (error) {
        refuse(options, response, error, requestId);
      }
    });
  };
}

async function answer<Context extends BaseContext>(
  { apollo, admit, endpoints = {}, vouchedFor }: GraphQLHandlerOptions<Context>,
  request: IncomingMessage,
  response: ServerResponse,
  newId: string,
): Promise<void> {
  const endpoint = Object.hasOwn(endpoints, request.url ?? '')
    ? endpoints[request.url ?? '']
    : null;
  if (endpoint && request.method === 'POST') {
    const asked = await readBody(request);
    const answered = await endpoint(request.headers, asked, vouchedFor?.(request.headers, asked));
    send(response, 200, JSON.stringify(answered), {});
    return;
  }
  if (request.url !== '/graphql') throw new Fault('NOT_FOUND', 'GraphQL is at /graphql.');
  if (request.method !== 'POST') throw new Fault('BAD_REQUEST', 'Send operations by POST.');
  const body = await readBody(request);
  const { requestId, context, around, parent } = await admit(request.headers, body, newId);
  const result = await traced(requestId, parent, () => {
    const operation = parseBody(body);
    return around(() =>
      apollo.executeHTTPGraphQLRequest({
        httpGraphQLRequest: {
          method: 'POST',
          headers: headerMap(request),
          search: '',
          body: operation,
        },
        context: () => Promise.resolve(context),
      }),
    );
  });
  if (result.body.kind !== 'complete') throw new Error('an incremental answer was not expected');
  const { string } = result.body;
  send(response, result.status ?? 200, string, Object.fromEntries(result.headers));
}

function traced<T>(
  requestId: string,
  parent: SpanContext | undefined,
  work: () => Promise<T>,
): Promise<T> {
  return asRequest(requestId, () => inSpan('operation', { kind: 'server' }, work), parent);
}

function refuse<Context extends BaseContext>(
  { onDefect }: GraphQLHandlerOptions<Context>,
  response: ServerResponse,
  error: unknown,
  requestId: string,
): void {
  if (response.headersSent || response.destroyed) return; // the caller went away
  if (!(error instanceof Fault)) onDefect(error);
  const fault =
    error instanceof Fault
      ? error
      : new Fault('INTERNAL_SERVER_ERROR', 'Something went wrong on our side.');
  const { status, body } = answerToFault(fault, requestId);
  // The rest of the body would have to be read before the connection could be used again.
  send(response, status, body, fault.code === 'PAYLOAD_TOO_LARGE' ? { connection: 'close' } : {});
}

function send(
  response: ServerResponse,
  status: number,
  body: string,
  headers: Readonly<Record<string, string>>,
): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    ...headers,
    'cache-control': 'no-store',
    'content-length': Buffer.byteLength(body),
    'x-content-type-options': 'nosniff',
  });
  response.end(body);
}

function headerMap(request: IncomingMessage): HeaderMap {
  const headers = new HeaderMap();
  headers.set('content-type', 'application/json');
  const { accept } = request.headers;
  if (accept) headers.set('accept', accept);
  return headers;
}
