import { AsyncLocalStorage } from 'node:async_hooks';
import type { SpanContext } from '@opentelemetry/api';
import { newRequestId } from './ids.ts';

interface CurrentRequest {
  readonly requestId: string;
  /** Of the request's trace: the part that is under way. */
  readonly span: SpanContext | undefined;
}

const requests = new AsyncLocalStorage<CurrentRequest>();

/**
 * Runs `work` such that errors and log lines made in it carry the request's id.
 *
 * @param span under which the spans of the work are told; none when it begins the trace.
 */
export function asRequest<T>(requestId: string, work: () => T, span?: SpanContext): T {
  return requests.run({ requestId, span }, work);
}

/** The id of the client request at hand, or a word for none. */
export function currentRequestId(): string {
  return requests.getStore()?.requestId ?? 'none';
}

/** The id of the client request at hand, or a new one for work that nobody asked for. */
export function requestIdOrNew(): string {
  return requests.getStore()?.requestId ?? newRequestId();
}

/** What is under way in the trace at hand. */
export function currentSpan(): SpanContext | undefined {
  return requests.getStore()?.span;
}
