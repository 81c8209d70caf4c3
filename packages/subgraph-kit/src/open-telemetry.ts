import { ROOT_CONTEXT, SpanKind as Kind, SpanStatusCode, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, RandomIdGenerator, TracerProvider } from '@opentelemetry/sdk-trace';
import { requestIdOrNew } from './current-request.ts';
import type { SpanKind, SpanTeller } from './tracing.ts';

/** How long spans wait for others to be sent with, in milliseconds. */
const patience = 1_000;

/**
 * Tells an OpenTelemetry collector over HTTP. It is no global provider: libraries that would tell it
 * of documents and hosts find none.
 *
 * @param endpoint the collector's address, without `/v1/traces`.
 */
export function openTelemetry(name: string, endpoint: string): SpanTeller {
  const url = `${endpoint.replace(/\/$/, '')}/v1/traces`;
  const exporter = new OTLPTraceExporter({ url });
  const random = new RandomIdGenerator();
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': name, 'service.namespace': 'trellis' }),
    // A trace that begins here has the id that errors and log lines carry.
    idGenerator: {
      generateTraceId: requestIdOrNew,
      generateSpanId: () => random.generateSpanId(),
    },
    spanProcessors: [new BatchSpanProcessor({ exporter, scheduledDelayMillis: patience })],
  });
  const tracer = provider.getTracer('trellis');
  return {
    start: (spanName, parent, { kind = 'inside', facts = {}, links = [] }) => {
      const above = parent ? trace.setSpanContext(ROOT_CONTEXT, parent) : ROOT_CONTEXT;
      const options = { kind: kinds[kind], attributes: facts, links };
      const span = tracer.startSpan(spanName, options, above);
      return {
        context: span.spanContext(),
        fail: () => void span.setStatus({ code: SpanStatusCode.ERROR }),
        end: () => span.end(),
      };
    },
    stop: () => provider.shutdown(),
  };
}

const kinds: Readonly<Record<SpanKind, Kind>> = {
  inside: Kind.INTERNAL,
  server: Kind.SERVER,
  client: Kind.CLIENT,
};
