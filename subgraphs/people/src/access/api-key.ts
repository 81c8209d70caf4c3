import { createHash, randomBytes, randomInt } from 'node:crypto';

/** What a key may be given; the table `api_client` takes no other. */
export const keyScopes = [
  'staff:read',
  'trust:read',
  'headcount:read',
  'opportunity:read',
  'opportunity:publish',
  'application:read',
  'study:read',
  'spend:read',
  'award:read',
  'staff:write',
  'schema:read',
  'webhook:manage',
  'changes:read',
  'notice:bounce',
] as const;

/** Says to whoever finds a key whether real people's data is behind it. */
export type KeyEnvironment = 'live' | 'dev';

const keyIdLetters = 'abcdefghijklmnopqrstuvwxyz0123456789';

/**
 * A key that nobody has seen before.
 *
 * @param keyId of the key that it replaces; a new one when not given.
 */
export function newApiKey(environment: KeyEnvironment, keyId = newKeyId()): string {
  return `spk_${environment}_${keyId}_${randomBytes(32).toString('base64url')}`;
}

function newKeyId(): string {
  const letters = Array.from({ length: 12 }, () => keyIdLetters[randomInt(keyIdLetters.length)]);
  return letters.join('');
}

/**
 * What is kept of a key.
 *
 * @throws Error when it does not have the form that the gateway takes.
 */
export function partsOfApiKey(key: string): { keyId: string; secretHash: string } {
  const [, keyId, secret] = /^spk_[a-z]+_([a-z0-9]{12})_([\w-]{43})$/.exec(key) ?? [];
  if (!keyId || !secret) throw new Error('The API key is not spk_<env>_<keyId>_<secret>.');
  return { keyId, secretHash: createHash('sha256').update(secret).digest('hex') };
}
