import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { HttpCaller } from '@trellis/plan-executor/http-caller';
import { isJsonObject } from '@trellis/plan-executor/json';
import { type AssertionKey, signAssertion } from '@trellis/subgraph-kit/assertion';
import { inSpan, traceHeaders } from '@trellis/subgraph-kit/tracing';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { CallGuard } from './call-guard.ts';
import type { CallMetrics } from './call-metrics.ts';
import { callsAtOnce } from './call-slots.ts';
import { failureOf, isMomentary, kindOfStatus, SubgraphFailure } from './subgraph-failure.ts';

/** Calls to one subgraph; its server drops idle sockets at 65 s. */
const callerSettings = { callsAtOnce, idleTime: 50_000, answerLimit: 20_000_000 };

/** Longest pause before a second try, in milliseconds; by chance, so that not all come at once. */
const longestPause = 50;

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
  readonly #guard: CallGuard;

  constructor(name: string, url: URL, key: AssertionKey, metrics: CallMetrics) {
    this.name = name;
    this.#key = key;
    this.#metrics = metrics;
    this.#guard = new CallGuard(name, metrics);
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
    const deadline = performance.now() + timeout;
    const stop = this.#metrics.start(this.name);
    try {
      const send = () => this.#send(body, viewer, deadline, repeatable);
      const answer = await this.#guard.inTurn(timeout, send);
      stop(answer.errors?.length ? 'errors' : 'ok');
      return answer;
    } catch (error) {
      const failure = failureOf(this.name, error);
      stop(failure.kind);
      throw failure;
    }
  }

  /** A subgraph that is away for a moment, or closed an idle socket, costs a query a second try. */
  async #send(
    body: Buffer,
    viewer: Viewer,
    deadline: number,
    repeatable: boolean,
  ): Promise<SubgraphAnswer> {
    try {
      return await this.#sendOnce(body, viewer, deadline);
    } catch (error) {
      if (!repeatable || !isMomentary(failureOf(this.name, error).kind)) throw error;
      const pause = Math.random() * longestPause;
      if (performance.now() + pause >= deadline) throw error;
      this.#metrics.countRetry(this.name);
      await sleep(pause);
      return this.#sendOnce(body, viewer, deadline);
    }
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
      throw new SubgraphFailure(this.name, kindOfStatus(status));
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
