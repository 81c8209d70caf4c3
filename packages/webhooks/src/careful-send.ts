import type { Send } from '@trellis/events/webhook-request';
import { lookup, type LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { Agent, request } from 'undici';
import { isLoopback, isPublicAddress } from './public-address.ts';
import { type ReceiverRules, whyNotTo } from './receiver-url.ts';

/** Finds the addresses of a name, as `dns.lookup` does. */
export type LookUp = typeof lookup;

/** Longest to wait for a connection, in milliseconds. */
const connectTimeout = 10_000;

/** What sends to strangers. */
export interface CarefulSender {
  readonly send: Send;
  readonly close: () => Promise<void>;
}

/**
 * Sends to addresses on the internet alone. The address that a name stands for is looked at when the
 * connection is made to it, so that a name which answers otherwise the second time leads nowhere.
 * Redirects are not followed, and of an answer nothing but the status and headers is read.
 *
 * @param find for tests, in which names stand for what a test says.
 */
export function carefulSend(rules: ReceiverRules, find: LookUp = lookup): CarefulSender {
  const agent = new Agent({
    connect: { lookup: checkedLookup(rules, find), timeout: connectTimeout },
    keepAliveTimeout: 1_000,
  });
  const send: Send = async (url, { headers, body, signal }) => {
    const problem = whyNotTo(url, rules);
    if (problem !== undefined) throw new Error(problem);
    const answer = await request(url, {
      ...{ dispatcher: agent, method: 'POST', signal: signal ?? null },
      headers: Object.fromEntries(new Headers(headers)),
      body: typeof body === 'string' ? body : null,
    });
    answer.body.on('error', () => undefined).destroy(); // whatever it says is not for us
    const retryAfter = answer.headers['retry-after'];
    const told = typeof retryAfter === 'string' ? { 'retry-after': retryAfter } : {};
    return new Response(null, { status: answer.statusCode, headers: told });
  };
  return { send, close: () => agent.destroy() };
}

function checkedLookup({ allowLoopback }: ReceiverRules, find: LookUp): LookupFunction {
  const isAllowed = (address: string) =>
    isPublicAddress(address) || (allowLoopback && isLoopback(address));
  return (hostname, options, done) => {
    find(hostname, { ...options, all: true }, (error, found: LookupAddress[]) => {
      if (error) {
        done(error, []);
        return;
      }
      const [first] = found;
      if (!first || !found.every(({ address }) => isAllowed(address))) {
        done(new Error('the name stands for an address inside a network'), []);
        return;
      }
      if (options.all) done(null, found);
      else done(null, first.address, first.family);
    });
  };
}
