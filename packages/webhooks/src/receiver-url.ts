import { isIP } from 'node:net';
import { isLoopback, isPublicAddress } from './public-address.ts';

/** Where webhooks may be sent. */
export interface ReceiverRules {
  /** Also to this machine, in the clear and to any port: for development alone. */
  readonly allowLoopback: boolean;
}

const ports = new Set(['', '443', '8443']);
/** Names that mean something inside a network alone. */
const innerName = /(^|\.)(localhost|local|internal|intranet|lan|home|corp|private|arpa)\.?$/;

/**
 * Says why nothing may be sent to an address. Names are looked up only when something is sent, and
 * `carefulSend` looks at what they stand for then.
 *
 * @returns undefined when it may.
 */
export function whyNotTo(address: string, { allowLoopback }: ReceiverRules): string | undefined {
  const url = address.length > 2_000 || /\s/.test(address) ? null : URL.parse(address);
  if (!url) return 'url is an address of at most 2000 characters';
  if (url.username || url.password || url.hash) return 'url has no user, password or #';
  const host = hostOf(url);
  const isHere = isIP(host) ? isLoopback(host) : host === 'localhost';
  if (allowLoopback && isHere && /^https?:$/.test(url.protocol)) return undefined;
  if (url.protocol !== 'https:') return 'url begins with https://';
  if (!ports.has(url.port)) return 'url has port 443 or 8443';
  if (isIP(host) ? isPublicAddress(host) : isOuterName(host)) return undefined;
  return 'url is an address on the internet, not one inside a network';
}

/** The host as names and numbers are compared: without the brackets of IPv6. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[(.*)\]$/, '$1');
}

function isOuterName(host: string): boolean {
  return host.replace(/\.$/, '').includes('.') && !innerName.test(host);
}
