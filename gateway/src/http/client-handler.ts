import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { asRequest } from '@trellis/subgraph-kit/current-request';
import type { OnDefect } from '@trellis/subgraph-kit/error-masking';
import { Fault } from '@trellis/subgraph-kit/faults';
import { answerToFault } from '@trellis/subgraph-kit/http-fault';
import {
  parseBody,
  readBody,
  refuseOtherMedia,
  usualBodyLimit,
} from '@trellis/subgraph-kit/request-body';
import { newRequestId } from '@trellis/subgraph-kit/ids';
import { inSpan, spanOfHeader } from '@trellis/subgraph-kit/tracing';
import type { Caller, Callers } from '../caller/caller.ts';
import { clientAddress } from '../caller/client-address.ts';
import type { Pages } from '../explorer.ts';
import { BodyValues } from '../limits/body-size.ts';
import type { Standing } from '../rate/call-budgets.ts';
import { acceptedMediaType, type MediaType, mediaTypes } from './accepted.ts';
import { sendAnswer } from './client-answer.ts';
import type { Operations } from './operations.ts';
import type { OperationMetrics } from './operation-metrics.ts';
import { operationInBody, operationInSearch, type OperationRequest } from './operation-request.ts';

/** Largest body of those who send staff in bulk, in bytes. */
const bulkBodyLimit = 8_000_000;
const bulkScope = 'staff:write';
const path = '/graphql';

/** Whom to let in, what to do for them, and what to show to those who do not want the graph. */
export interface Reception {
  readonly callers: Callers;
  readonly operations: Operations;
  readonly pages: readonly Pages[];
  /** Longest that an operation may take, in milliseconds. */
  readonly requestTimeout: number;
  /** Proxies of ours in front. */
  readonly trustedProxies: number;
  readonly metrics: OperationMetrics;
  /** Told of a failure that is no Fault. */
  readonly onDefect: OnDefect;
}

/** GraphQL over HTTP for clients, as its specification has it. Nothing of a client's headers goes on. */
export function clientHandler(reception: Reception): RequestListener {
  return (request, response) => {
    if (reception.pages.some((answers) => answers(request, response))) return;
    const requestId = newRequestId();
    const work = async () => {
      try {
        await answer(reception, request, response, requestId);
      } catch (error) {
        await refuse(reception, request, response, error, requestId);
      }
    };
    const options = { kind: 'server', links: tracesOf(request) } as const;
    void asRequest(requestId, () => inSpan('request', options, work));
  };
}

async function answer(
  reception: Reception,
  request: IncomingMessage,
  response: ServerResponse,
  requestId: string,
): Promise<void> {
  const deadline = Date.now() + reception.requestTimeout;
  const search = searchOf(request);
  const mediaType = acceptedMediaType(request.headers.accept);
  if (!mediaType) throw notAcceptable;
  const isGet = request.method === 'GET';
  const byGet = isGet ? operationInSearch(search) : undefined;
  if (!isGet) refuseOtherMedia(request);
  const caller = await callerOf(reception, request, response, requestId);
  const asked = byGet ?? (await readOperation(request, caller));
  const operation = { caller, asked, isGet, deadline };
  const { body, status, standing } = await reception.operations.answer(operation);
  const told = {
    // To those who take plain JSON, 200 says that there is an answer, whatever it says.
    status: mediaType === mediaTypes[0] ? 200 : status,
    mediaType,
    body,
    headers: standingHeaders(standing),
    isRepeatable: isGet,
  };
  await sendAnswer(told, request.headers, response);
}

/** A client's own trace is told of, and no more: whoever chose the id could take another request's. */
function tracesOf({ headers: { traceparent } }: IncomingMessage) {
  const context = spanOfHeader(traceparent);
  return context ? [{ context }] : [];
}

/** @throws NOT_FOUND, METHOD_NOT_ALLOWED, or BAD_REQUEST for what an address has no place for. */
function searchOf({ url = '', method }: IncomingMessage): URLSearchParams {
  const [at, ...rest] = url.split('?');
  if (at !== path) throw new Fault('NOT_FOUND', `GraphQL is at ${path}.`);
  if (method === 'GET') return new URLSearchParams(rest.join('?'));
  if (method !== 'POST') throw new Fault('METHOD_NOT_ALLOWED', 'Send operations by POST.');
  if (rest.length > 0)
    throw new Fault('BAD_REQUEST', 'Send everything in the body, and keys in headers.');
  return new URLSearchParams();
}

async function callerOf(
  { callers, trustedProxies }: Reception,
  request: IncomingMessage,
  response: ServerResponse,
  requestId: string,
): Promise<Caller> {
  try {
    return await callers.callerOf(
      request.headers,
      clientAddress(request, trustedProxies),
      requestId,
    );
  } catch (error) {
    const unknown = error instanceof Fault && error.code === 'UNAUTHENTICATED';
    if (unknown) response.setHeader('www-authenticate', 'Bearer');
    throw error;
  }
}

/** How much is read depends on who sends it, so nothing is read before that is known. */
async function readOperation(
  request: IncomingMessage,
  { viewer }: Caller,
): Promise<OperationRequest> {
  const limit = viewer.scopes.has(bulkScope) ? bulkBodyLimit : usualBodyLimit;
  const { count } = new BodyValues();
  return operationInBody(parseBody(await readBody(request, limit, count)));
}

async function refuse(
  { onDefect, metrics }: Reception,
  request: IncomingMessage,
  response: ServerResponse,
  error: unknown,
  requestId: string,
): Promise<void> {
  if (response.headersSent || response.destroyed) return; // the caller went away
  if (!(error instanceof Fault)) onDefect(error);
  const fault =
    error instanceof Fault
      ? error
      : new Fault('INTERNAL_SERVER_ERROR', 'Something went wrong on our side.');
  metrics.countRefusal(fault.code);
  const { status, body } = answerToFault(fault, requestId);
  const mediaType: MediaType = acceptedMediaType(request.headers.accept) ?? mediaTypes[0];
  const headers = { ...refusalHeaders(fault), ...unreadHeaders(request) };
  await sendAnswer(
    { status, mediaType, body, headers, isRepeatable: false },
    request.headers,
    response,
  );
}

function refusalHeaders({ code, extensions }: Fault): Record<string, string> {
  if (code === 'METHOD_NOT_ALLOWED') return { allow: 'GET, POST' };
  if (code === 'RATE_LIMITED') return { 'retry-after': String(extensions['retryAfter']) };
  return {};
}

/** The rest of a body would have to be read before the connection could be used again. */
function unreadHeaders({ complete, headers }: IncomingMessage): Record<string, string> {
  const length = Number(headers['content-length'] ?? Infinity);
  const hasBody = headers['content-length'] !== undefined || 'transfer-encoding' in headers;
  return !complete && hasBody && length > usualBodyLimit ? { connection: 'close' } : {};
}

function standingHeaders({ limit, remaining, resetAt }: Standing): Record<string, string> {
  return {
    'ratelimit-limit': String(limit),
    'ratelimit-remaining': String(remaining),
    'ratelimit-reset': String(Math.max(0, Math.ceil((resetAt - Date.now()) / 1000))),
  };
}

const notAcceptable = new Fault(
  'NOT_ACCEPTABLE',
  'Accept application/json or application/graphql-response+json.',
);
