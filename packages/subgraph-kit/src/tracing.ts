import type { Attributes, Link, SpanContext } from '@opentelemetry/api';
import type { Environment } from './config.ts';
import { asRequest, currentSpan, requestIdOrNew } from './current-request.ts';

/** Where a part of a request's way was done: on the way in, on the way out, or in between. */
export type SpanKind = 'inside' | 'server' | 'client';

/**
 * What a span tells beside its name and time. Values are words of ours, such as the names of
 * subgraphs and tables: never what a client or a row says.
 */
type SpanFacts = Attributes;

interface SpanOptions {
  readonly kind?: SpanKind;
  readonly facts?: SpanFacts;
  /** Traces of others that this has to do with. */
  readonly links?: Link[];
}

/** A part of a trace that is under way. */
interface Span {
  readonly context: SpanContext;
  readonly fail: () => void;
  readonly end: () => void;
}

/** Tells somebody of spans. */
export interface SpanTeller {
  readonly start: (name: string, parent: SpanContext | undefined, options: SpanOptions) => Span;
  /** Sends what has not been sent. */
  readonly stop: () => Promise<void>;
}

/** One a process, as standard output is: nothing is told without it. */
let teller: SpanTeller | undefined;

/**
 * Tells of spans from now on where `OTEL_EXPORTER_OTLP_ENDPOINT` says whom; else nothing is loaded.
 *
 * @returns what to call before the process ends.
 */
export async function startTracing(
  name: string,
  environment: Environment,
): Promise<() => Promise<void>> {
  const endpoint = environment['OTEL_EXPORTER_OTLP_ENDPOINT'];
  if (!endpoint) return () => Promise.resolve();
  const { openTelemetry } = await import('./open-telemetry.ts');
  const started = openTelemetry(name, endpoint);
  teller = started;
  return async () => {
    teller = undefined;
    await started.stop().catch(() => undefined); // nobody listens; the process ends all the same
  };
}

/** Does `work` as a span, and whatever is told of inside it as its parts. */
export async function inSpan<T>(
  name: string,
  options: SpanOptions,
  work: () => Promise<T>,
): Promise<T> {
  if (!teller) return work();
  const span = teller.start(name, currentSpan(), options);
  const { context } = span;
  try {
    return await asRequest(requestIdOf(context), work, context);
  } catch (error) {
    span.fail();
    throw error;
  } finally {
    span.end();
  }
}

/**
 * Begins a span that has no parts.
 *
 * @returns ends it.
 */
export function startSpan(name: () => string, options: SpanOptions = {}): () => void {
  if (!teller) return nothing;
  const span = teller.start(name(), currentSpan(), options);
  return span.end;
}

/** Headers that let who is called go on with the trace. */
export function traceHeaders(): Record<string, string> {
  const span = teller && currentSpan();
  if (!span) return {};
  const flags = span.traceFlags.toString(16).padStart(2, '0');
  return { traceparent: `00-${span.traceId}-${span.spanId}-${flags}` };
}

/** @param traceparent the header of that name, as W3C Trace Context has it. */
export function spanOfHeader(traceparent: unknown): SpanContext | undefined {
  const [, traceId, spanId, flags] =
    /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/.exec(
      typeof traceparent === 'string' ? traceparent : '',
    ) ?? [];
  if (!traceId || !spanId || !flags) return undefined;
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: true };
}

/** The trace is the request's: work that belongs to no request becomes one of its own. */
function requestIdOf({ traceId }: SpanContext): string {
  return currentSpan() ? requestIdOrNew() : traceId;
}

const nothing = () => undefined;
