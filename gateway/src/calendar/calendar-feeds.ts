import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { asRequest } from '@trellis/subgraph-kit/current-request';
import { newRequestId } from '@trellis/subgraph-kit/ids';
import { jobViewer } from '@trellis/subgraph-kit/job-viewer';
import { z } from 'zod';
import { clientAddress } from '../caller/client-address.ts';
import { GuessLimit } from '../caller/guess-limit.ts';
import type { Pages } from '../explorer.ts';
import { isKnownTag, tagOf } from '../http/entity-tag.ts';
import type { SubgraphClient } from '../subgraph/subgraph-client.ts';

/** What calendars are fetched from, and how. */
export interface CalendarSource {
  readonly opportunities: SubgraphClient;
  /** For one question, in milliseconds. */
  readonly timeout: number;
  /** Proxies of ours in front. */
  readonly trustedProxies: number;
  readonly onFailure: (failure: unknown) => void;
  readonly now: () => number;
}

/** In seconds: when to come again after too many requests, or while calendars cannot be read. */
const retryAfter = 60;

const query = `query CalendarFeed($secretHash: String!) {
  answer: calendarFeedFile(secretHash: $secretHash) { text }
}`;
const fileShape = z.object({ text: z.string() }).nullable();

/**
 * Private addresses of calendars, `/calendar/<secret>.ics`: calendar programs cannot sign in, so whoever
 * has the address reads what is there. The secret itself goes no further than this.
 */
export function calendarFeeds(source: CalendarSource): Pages {
  /** Addresses that nobody has, by who tries them; and how often an address is fetched, by whomever. */
  const limits = { guesses: new GuessLimit(source.now), fetches: new GuessLimit(source.now) };
  return (request, response) => {
    const [, secret] = /^\/calendar\/([\w-]{43})\.ics$/.exec(request.url ?? '') ?? [];
    if (secret === undefined) return false;
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      say(response, 405, { allow: 'GET, HEAD' });
      return true;
    }
    const secretHash = createHash('sha256').update(secret).digest('hex');
    void asRequest(newRequestId(), () => answer(source, limits, secretHash, request, response));
    return true;
  };
}

async function answer(
  source: CalendarSource,
  { guesses, fetches }: Record<'guesses' | 'fetches', GuessLimit>,
  secretHash: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const address = clientAddress(request, source.trustedProxies);
  if (guesses.isReached(address, secretHash) || fetches.isReached(secretHash, '')) {
    say(response, 429, { 'retry-after': String(retryAfter) });
    return;
  }
  fetches.fail(secretHash, '');
  try {
    const file = await fileOf(source, secretHash);
    if (file) send(file.text, request, response);
    else {
      guesses.fail(address, secretHash);
      say(response, 404);
    }
  } catch (error) {
    source.onFailure(error);
    say(response, 503, { 'retry-after': String(retryAfter) });
  }
}

async function fileOf({ opportunities, timeout }: CalendarSource, secretHash: string) {
  const viewer = jobViewer('gateway', ['calendar:read']);
  const call = { query, variables: { secretHash } };
  const { data, errors } = await opportunities.ask(call, { viewer, timeout, repeatable: true });
  if (errors?.length) throw new Error('a calendar could not be read');
  return fileShape.parse(data?.['answer']);
}

const headers = {
  // For one person's program: it may keep the file, and asks each time whether it is still so.
  'cache-control': 'private, no-cache',
  'content-type': 'text/calendar; charset=utf-8',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex',
};

function send(text: string, request: IncomingMessage, response: ServerResponse): void {
  const etag = tagOf(text);
  if (isKnownTag(request.headers['if-none-match'], etag)) {
    response.writeHead(304, { ...headers, etag }).end();
    return;
  }
  response.writeHead(200, { ...headers, etag, 'content-length': Buffer.byteLength(text) });
  response.end(request.method === 'HEAD' ? undefined : text);
}

/** Nothing but the status: an address that was revoked is answered exactly like one that never was. */
function say(response: ServerResponse, status: number, more: Record<string, string> = {}): void {
  response.writeHead(status, { 'cache-control': 'no-store', 'content-length': 0, ...more }).end();
}
