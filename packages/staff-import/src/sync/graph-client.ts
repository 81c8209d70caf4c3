import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';

/** The graph would not do it, or could not be reached however often it was asked. */
export class GraphRefused extends Error {
  /** Code of docs/errors.md; undefined when there was no answer. */
  readonly code: string | undefined;

  constructor(message: string, code?: string) {
    super(message);
    this.code = code;
  }
}

/** Where the graph is, and the key by which it knows us. */
export interface GraphAddress {
  readonly url: URL;
  readonly key: string;
  /** Milliseconds before the first repetition; each further one waits twice as long. */
  readonly firstPause: number;
}

const answerShape = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z
    .array(
      z.object({
        message: z.string(),
        extensions: z
          .object({
            code: z.string(),
            requestId: z.string().optional(),
            retryAfter: z.number().optional(),
          })
          .optional(),
      }),
    )
    .optional(),
});

/** Codes of which docs/errors.md says that the same request may succeed later. */
const passing = new Set([
  'RATE_LIMITED',
  'UNAVAILABLE',
  'SUBGRAPH_UNAVAILABLE',
  'TIMEOUT',
  'CONFLICT',
]);

const attempts = 7;
const patience = 60_000;
const longestPause = 60_000;

/** What came of one attempt: an answer, or why to wait. */
type Attempt =
  | { readonly data: unknown }
  | { readonly fault: GraphRefused; readonly pause?: number | undefined };

/** Sends operations to the graph, and the same again while it is the network or the load that fails. */
export class GraphClient {
  readonly #address: GraphAddress;

  constructor(address: GraphAddress) {
    this.#address = address;
  }

  /**
   * @returns `data`, read by the shape. A change must carry an `idempotencyKey`, since it may be
   * sent several times.
   * @throws GraphRefused when the answer is no, or there is none after seven attempts.
   */
  async ask<Shape extends z.ZodType>(
    shape: Shape,
    query: string,
    variables: object,
  ): Promise<z.output<Shape>> {
    const body = JSON.stringify({ query, variables });
    for (let attempt = 1; ; attempt += 1) {
      const result = await this.#attempt(body);
      if ('data' in result) return shape.parse(result.data);
      if (attempt === attempts || result.pause === Number.POSITIVE_INFINITY) throw result.fault;
      const growing = this.#address.firstPause * 2 ** (attempt - 1) * (0.75 + Math.random() / 2);
      await pause(Math.min(Math.max(growing, result.pause ?? 0), longestPause));
    }
  }

  async #attempt(body: string): Promise<Attempt> {
    try {
      const { url, key } = this.#address;
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
        body,
        redirect: 'error', // the key goes nowhere else
        signal: AbortSignal.timeout(patience),
      });
      return read(response, await response.text());
    } catch (error) {
      const cause = error instanceof Error ? (error.cause ?? error) : error;
      const why = cause instanceof Error ? cause.message : 'no answer';
      return { fault: new GraphRefused(`The graph cannot be reached: ${why}.`) };
    }
  }
}

function read({ status, headers }: Response, text: string): Attempt {
  const answer = answerShape.safeParse(parsed(text)).data;
  const [error] = answer?.errors ?? [];
  if (answer?.data && !error) return { data: answer.data };
  const code = error?.extensions?.code;
  const id = error?.extensions?.requestId;
  const said = error?.message ?? `The server answered HTTP ${status} and no GraphQL.`;
  const fault = new GraphRefused(`${said}${id ? ` (request ${id})` : ''}`, code);
  const maySucceed = code === undefined ? status >= 500 || status === 429 : passing.has(code);
  if (!maySucceed) return { fault, pause: Number.POSITIVE_INFINITY };
  const seconds = error?.extensions?.retryAfter;
  return { fault, pause: seconds === undefined ? askedPause(headers) : seconds * 1000 };
}

/** In milliseconds; proxies write the header as seconds or as a date. */
function askedPause(headers: Headers): number | undefined {
  const asked = headers.get('retry-after') ?? '';
  const pause = /^\d+$/.test(asked) ? Number(asked) * 1000 : Date.parse(asked) - Date.now();
  return Number.isNaN(pause) ? undefined : pause;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
