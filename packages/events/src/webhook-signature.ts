import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';

/** How far the sender's clock may be from ours, in seconds. */
const tolerance = 300;

/** What goes before the raw key in DER: that it is one of Ed25519. */
const privatePrefix = Buffer.from('302e020100300506032b657004220420', 'hex');
const publicPrefix = Buffer.from('302a300506032b6570032100', 'hex');

/**
 * Reads a private key as Standard Webhooks writes it: `whsk_` and base64 of 32 bytes.
 *
 * @throws Error that never holds the key.
 */
export function readPrivateKey(text: string): KeyObject {
  const key = Buffer.concat([privatePrefix, rawKey(text, 'whsk_')]);
  return createPrivateKey({ key, format: 'der', type: 'pkcs8' });
}

/** Reads public keys, `whpk_` and base64 of 32 bytes; several with commas between while they rotate. */
export function readPublicKeys(text: string): KeyObject[] {
  return text.split(',').map((one) => {
    const key = Buffer.concat([publicPrefix, rawKey(one.trim(), 'whpk_')]);
    return createPublicKey({ key, format: 'der', type: 'spki' });
  });
}

/** The public key, as Standard Webhooks writes it, by which others check what the private one signs. */
export function publicKeyOf(privateKey: KeyObject): string {
  const der = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  return `whpk_${der.subarray(publicPrefix.length).toString('base64')}`;
}

function rawKey(text: string, prefix: string): Buffer {
  const raw = Buffer.from(text.slice(prefix.length), 'base64');
  if (text.startsWith(prefix) && raw.length === 32) return raw;
  throw new Error(`not ${prefix} and base64 of 32 bytes`);
}

/**
 * The headers of one attempt to send a body.
 *
 * @param keys all that are to hold while they rotate.
 * @param id of what is sent, the same for each attempt.
 */
export function signatureHeaders(
  keys: readonly KeyObject[],
  id: string,
  body: string,
  now: Date,
): Record<string, string> {
  const timestamp = String(Math.floor(now.getTime() / 1000));
  const signed = Buffer.from(`${id}.${timestamp}.${body}`);
  const signatures = keys.map((key) => `v1a,${sign(null, signed, key).toString('base64')}`);
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  };
}

/** @returns whether one of the keys has signed these very bytes within the last five minutes. */
export function isSignedBy(
  keys: readonly KeyObject[],
  headers: Readonly<Record<string, string | string[] | undefined>>,
  body: Buffer,
  now: Date,
): boolean {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp } = headers;
  const { 'webhook-signature': signatures } = headers;
  if (typeof id !== 'string' || typeof timestamp !== 'string') return false;
  if (typeof signatures !== 'string' || !/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(now.getTime() / 1000 - Number(timestamp)) > tolerance) return false;
  const signed = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), body]);
  return signatures
    .split(' ', 5)
    .filter((signature) => signature.startsWith('v1a,'))
    .map((signature) => Buffer.from(signature.slice('v1a,'.length), 'base64'))
    .some((signature) => keys.some((key) => verify(null, signed, key, signature)));
}
