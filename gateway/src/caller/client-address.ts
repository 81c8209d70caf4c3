import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

/**
 * Each proxy appends the address that it saw to `X-Forwarded-For`, so only as many from its end can be
 * believed as proxies are ours; what stands before them the client may have made up.
 *
 * @param proxies of ours that every request passes; without any, the header is not read.
 * @returns the address that the outermost of them saw, or the peer's when it does not say.
 */
export function clientAddress(
  { headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>,
  proxies: number,
): string {
  const peer = socket.remoteAddress ?? '';
  if (proxies === 0) return peer;
  const said = [headers['x-forwarded-for']].flat().join().split(',').at(-proxies)?.trim() ?? '';
  return isIP(said) ? said : peer;
}
