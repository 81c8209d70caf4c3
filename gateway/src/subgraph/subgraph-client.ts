import { Pool } from 'undici';
import { z } from 'zod';
import { type AssertionKey, signAssertion } from '@trellis/subgraph-kit/assertion';
import { inSpan, traceHeaders } from '@trellis/subgraph-kit/tracing';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { kindOfError, SubgraphFailure } from './subgraph-failure.ts';
import type { CallMetrics } from './call-metrics.ts';

/** Largest answer that is taken from a subgraph, in bytes. */
const answerLimit = 20_000_000;

/** Calls to one subgraph that may be under way at once; more wait, within their time. */
const callsAtOnce = 50;

/** Idle sockets are dropped before the subgraph drops them at 65 s, in milliseconds. */
const idleSocketTime = 50_000;

/** A GraphQL answer as a subgraph gives it, with nothing believed but its outer form. */
const answerShape = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z
    .array(
      z.object({
        message: z.string(),
        path: z.array(z.union([z.string(), z.number()])).optional(),
        extensions: z.record(z.string(), z.unknown()).optional(),
      }),
    )
    .optional(),
});

export type SubgraphAnswer = z.output<typeof answerShape>;
export type SubgraphError = NonNullable<SubgraphAnswer['errors']>[number];

export interface SubgraphCall {
  readonly query: string;
  readonly operationName?: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
}

export interface CallOptions {
  readonly viewer: Viewer;
  /** Longest wait for the whole answer, in milliseconds. */
  readonly timeout: number;
  /** Whether asking twice does no harm. */
  readonly repeatable: boolean;
}

/** The one way to a subgraph: signed for it alone, bounded in time and size. */
export class SubgraphClient {
  readonly name: string;
  readonly #key: AssertionKey;
  readonly #path: string;
  readonly #pool: Pool;
  readonly #metrics: CallMetrics;

  constructor(name: string, url: URL, key: AssertionKey, metrics: CallMetrics) {
    this.name = name;
    this.#key = key;
    this.#path = `${url.pathname}${url.search}`;
    this.#metrics = metrics;
    this.#pool = new Pool(url.origin, {
      connections: callsAtOnce,
      pipelining: 1,
      keepAliveTimeout: idleSocketTime,
      keepAliveMaxTimeout: idleSocketTime,
      maxResponseSize: answerLimit,
      // The signal of each call is the only clock.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  /** @throws SubgraphFailure when there is no usable answer in time. */
  ask(call: SubgraphCall, options: CallOptions): Promise<SubgraphAnswer> {
    return this.send(JSON.stringify(call), options);
  }

  /**
   * @param request a whole request, as JSON.
   * @throws SubgraphFailure when there is no usable answer in time.
   */
  send(request: string, options: CallOptions): Promise<SubgraphAnswer> {
    const span = { kind: 'client', facts: { subgraph: this.name } } as const;
    return inSpan(`fetch ${this.name}`, span, () => this.#measured(request, options));
  }

  /** Lets go of the sockets; calls under way end. */
  async close(): Promise<void> {
    await this.#pool.destroy();
  }

  async #measured(
    request: string,
    { viewer, timeout, repeatable }: CallOptions,
  ): Promise<SubgraphAnswer> {
    const body = Buffer.from(request);
    const signal = AbortSignal.timeout(Math.max(1, timeout));
    const stop = this.#metrics.start(this.name);
    try {
      const answer = await this.#send(body, viewer, signal, repeatable);
      stop(answer.errors?.length ? 'errors' : 'ok');
      return answer;
    } catch (error) {
      const failure =
        error instanceof SubgraphFailure
          ? error
          : new SubgraphFailure(this.name, signal.aborted ? 'timeout' : kindOfError(error));
      stop(failure.kind);
      throw failure;
    }
  }

  /** A socket that the subgraph closed while it was idle costs a query nothing but a second try. */
  async #send(
    body: Buffer,
    viewer: Viewer,
    signal: AbortSignal,
    repeatable: boolean,
  ): Promise<SubgraphAnswer> {
    try {
      return await this.#sendOnce(body, viewer, signal);
    } catch (error) {
      if (!repeatable || signal.aborted || kindOfError(error) !== 'lost') throw error;
      this.#metrics.countRetry(this.name);
      return this.#sendOnce(body, viewer, signal);
    }
  }

  async #sendOnce(body: Buffer, viewer: Viewer, signal: AbortSignal): Promise<SubgraphAnswer> {
    const {
      statusCode,
      headers,
      body: answer,
    } = await this.#pool.request({
      method: 'POST',
      path: this.#path,
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        authorization: signAssertion(this.#key, this.name, viewer, body),
        ...traceHeaders(),
      },
      body,
      signal,
    });
    const isJson = /^application\/(graphql-response\+)?json\b/i.test(
      String(headers['content-type']),
    );
    // 400 is how GraphQL over HTTP refuses an operation; all else is not GraphQL's doing.
    if ((statusCode !== 200 && statusCode !== 400) || !isJson) {
      answer.on('error', () => undefined).destroy();
      throw new SubgraphFailure(this.name, statusCode === 401 ? 'rejected' : 'status');
    }
    return this.#read(await answer.text());
  }

  #read(text: string): SubgraphAnswer {
    let parsed: unknown;
    try {
      parsed = JSON.parse(text);
    } catch {
      throw new SubgraphFailure(this.name, 'malformed');
    }
    const { success, data: answer } = answerShape.safeParse(parsed);
    if (!success || (!answer.data && !answer.errors?.length)) {
      throw new SubgraphFailure(this.name, 'malformed');
    }
    return answer;
  }
}
