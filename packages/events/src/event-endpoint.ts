import { ConfigurationError } from '@trellis/subgraph-kit/config';
import type { Endpoint } from '@trellis/subgraph-kit/graphql-handler';
import type { EndpointSurroundings } from '@trellis/subgraph-kit/serve';
import { type ApplyEvents, EventReceiver } from './event-receiver.ts';
import { readPublicKeys } from './webhook-signature.ts';

export const eventPath = '/events';

/**
 * The endpoint to which the worker brings events; there is none without the worker's public keys.
 *
 * @param audience the subgraph that receives.
 * @param applyFrom what to do with the events of each subgraph that may send some.
 * @throws ConfigurationError when a key is malformed.
 */
export function eventEndpoint(
  audience: string,
  applyFrom: Readonly<Record<string, ApplyEvents>>,
  { db, config, onDefect }: EndpointSurroundings,
): Record<string, Endpoint> {
  const { EVENT_KEYS: keys } = config;
  if (keys === undefined) return {};
  const publicKeys = keysOf(keys);
  const receiver = new EventReceiver(db, { audience, publicKeys, applyFrom, onDefect });
  return { [eventPath]: (headers, body) => receiver.receive(headers, body) };
}

function keysOf(text: string) {
  try {
    return readPublicKeys(text);
  } catch {
    throw new ConfigurationError('EVENT_KEYS: not whpk_ and base64 of 32 bytes.');
  }
}
