import { z } from 'zod';
import { HttpCaller } from '@trellis/plan-executor/http-caller';
import { isJsonObject } from '@trellis/plan-executor/json';
import { type AssertionKey, signAssertion } from '@trellis/subgraph-kit/assertion';
import { inSpan, traceHeaders } from '@trellis/subgraph-kit/tracing';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { CallMetrics } from './call-metrics.ts';
import { callsAtOnce, CallSlots } from './call-slots.ts';
import { CircuitBreaker } from './circuit-breaker.ts';
import {
  isMomentary,
  isUnhealthy,
  kindOfError,
  kindOfStatus,
  SubgraphFailure,
} from './subgraph-failure.ts';

/** Calls to one subgraph; its server drops idle sockets at 65 s. */
const callerSettings = { callsAtOnce: 50, idleTime: 50_000, answerLimit: 20_000_000 };

const jsonType = /^application\/(graphql-response\+)?json\b/i;

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
  readonly #caller: HttpCaller;
  readonly #metrics: CallMetrics;
  readonly #slots = new CallSlots();
  readonly #breaker: CircuitBreaker;

  constructor(name: string, url: URL, key: AssertionKey, metrics: CallMetrics) {
    this.name = name;
    this.#key = key;
    this.#metrics = metrics;
    this.#caller = new HttpCaller(url, callerSettings);
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
  close(): Promise<void> {
    return this.#caller.close();
  }

  async #measured(
    request: string,
    { viewer, timeout, repeatable }: CallOptions,
  ): Promise<SubgraphAnswer> {
    const body = Buffer.from(request);
    const patience = Math.max(1, timeout);
    const signal = AbortSignal.timeout(patience);
    const stop = this.#metrics.start(this.name);
    try {
      const answer = await this.#inTurn(patience, signal, () =>
        this.#send(body, viewer, signal, repeatable),
      );
      stop(answer.errors?.length ? 'errors' : 'ok');
      return answer;
    } catch (error) {
      const failure = this.#failureOf(error, signal);
      stop(failure.kind);
      throw failure;
    }
  }

  /** Waits for a turn, if the subgraph is not let alone, and keeps count of how it fares. */
  async #inTurn(
    patience: number,
    signal: AbortSignal,
    send: () => Promise<SubgraphAnswer>,
  ): Promise<SubgraphAnswer> {
    const hasSlot = this.#slots.take(patience);
    if (!(hasSlot === true || (await hasSlot))) throw new SubgraphFailure(this.name, 'busy');
    try {
      if (!this.#breaker.admits()) throw new SubgraphFailure(this.name, 'resting');
      return await this.#followed(signal, send);
    } finally {
      this.#slots.release();
    }
  }

  async #followed(
    signal: AbortSignal,
    send: () => Promise<SubgraphAnswer>,
  ): Promise<SubgraphAnswer> {
    try {
      const answer = await send();
      this.#breaker.succeed();
      return answer;
    } catch (error) {
      if (isUnhealthy(this.#failureOf(error, signal).kind)) this.#breaker.fail();
      else this.#breaker.succeed();
      throw error;
    }
  }

  /** A subgraph that is away for a moment, or closed an idle socket, costs a query a second try. */
  async #send(
    body: Buffer,
    viewer: Viewer,
    signal: AbortSignal,
    repeatable: boolean,
  ): Promise<SubgraphAnswer> {
    try {
      return await this.#sendOnce(body, viewer, signal);
    } catch (error) {
      if (!repeatable || !isMomentary(this.#failureOf(error, signal).kind)) throw error;
      this.#metrics.countRetry(this.name);
      await sleep(Math.random() * pauseBeforeRetry, undefined, { signal });
      return this.#sendOnce(body, viewer, signal);
    }
  }

  #failureOf(error: unknown, { aborted }: AbortSignal): SubgraphFailure {
    if (error instanceof SubgraphFailure) return error;
    return new SubgraphFailure(this.name, aborted ? 'timeout' : kindOfError(error));
  }

  async #sendOnce(body: Buffer, viewer: Viewer, deadline: number): Promise<SubgraphAnswer> {
    const headers = {
      'content-type': 'application/json',
      accept: 'application/json',
      authorization: signAssertion(this.#key, this.name, viewer, body),
      ...traceHeaders(),
    };
    const timeout = Math.max(1, deadline - performance.now());
    const { status, contentType, text } = await this.#caller.post(body, headers, timeout);
    // 400 is how GraphQL over HTTP refuses an operation; all else is not GraphQL's doing.
    if ((status !== 200 && status !== 400) || !jsonType.test(contentType)) {
      throw new SubgraphFailure(this.name, status === 401 ? 'rejected' : 'status');
    }
    return this.#read(text);
  }

  #read(text: string): SubgraphAnswer {
    let parsed: unknown;
    try {
      parsed = JSON.parse(text);
    } catch {
      throw new SubgraphFailure(this.name, 'malformed');
    }
    if (isJsonObject(parsed) && parsed['errors'] === undefined && isJsonObject(parsed['data'])) {
      return { data: parsed['data'] };
    }
    const { success, data: answer } = answerShape.safeParse(parsed);
    if (!success || (!answer.data && !answer.errors?.length)) {
      throw new SubgraphFailure(this.name, 'malformed');
    }
    return answer;
  }
}
