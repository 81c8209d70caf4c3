import type { KeyObject } from 'node:crypto';
import { inSpan } from '@trellis/subgraph-kit/tracing';
import { secondsAskedFor } from './retry-schedule.ts';
import { signatureHeaders } from './webhook-signature.ts';

/** Most of an answer that is read, in bytes. */
const answerLimit = 1_000_000;

/** One attempt to send something. */
export interface WebhookRequest {
  readonly url: string;
  /** Of what is sent, the same for each attempt. */
  readonly id: string;
  /** JSON. */
  readonly body: string;
  /** Those that sign; two while they rotate. */
  readonly keys: readonly KeyObject[];
  /** Longest to wait for the whole answer, in milliseconds. */
  readonly patience: number;
  readonly now: Date;
}

/** What came of an attempt. */
export type WebhookOutcome =
  | { readonly isDelivered: true; readonly status: number; readonly answer: string }
  | {
      readonly isDelivered: false;
      /** Null when there was no answer at all. */
      readonly status: number | null;
      /** In plain words, without what the receiver said: it may be anything. */
      readonly problem: string;
      /** In seconds, when the receiver said so. */
      readonly retryAfter: number | null;
      /** The receiver wants no more. */
      readonly isGone: boolean;
    };

/** Sends a request as `fetch` does; whoever sends to strangers brings one that is careful where to. */
export type Send = (url: string, init: RequestInit) => Promise<Response>;

/** Sends a signed request once. Anything but 2xx is a failure, redirects too. Never throws. */
export function sendWebhook(request: WebhookRequest, send: Send = fetch): Promise<WebhookOutcome> {
  return inSpan('deliver', { kind: 'client' }, () => attempt(request, send));
}

async function attempt(
  { url, id, body, keys, patience, now }: WebhookRequest,
  send: Send,
): Promise<WebhookOutcome> {
  try {
    const response = await send(url, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/json', ...signatureHeaders(keys, id, body, now) },
      body,
      signal: AbortSignal.timeout(patience),
    });
    const { status } = response;
    const answer = await readAtMost(response, answerLimit);
    if (response.ok) return { isDelivered: true, status, answer };
    return {
      ...failed(status, `It answered ${status}.`),
      retryAfter: secondsAskedFor(response.headers.get('retry-after'), now),
      isGone: status === 410,
    };
  } catch (error) {
    const isLate = error instanceof Error && error.name === 'TimeoutError';
    return failed(null, isLate ? 'It did not answer in time.' : 'It could not be reached.');
  }
}

function failed(status: number | null, problem: string) {
  return { isDelivered: false, status, problem, retryAfter: null, isGone: false } as const;
}

async function readAtMost({ body }: Response, limit: number): Promise<string> {
  if (!body) return '';
  const reader: ReadableStreamDefaultReader<Uint8Array> = body.getReader();
  const chunks: Uint8Array[] = [];
  for (let length = 0; ;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(chunks).toString();
    length += value.length;
    chunks.push(value);
    if (length <= limit) continue;
    await reader.cancel(); // which also ends the connection
    return Buffer.concat(chunks).toString();
  }
}
