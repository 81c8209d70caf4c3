import { createHash } from 'node:crypto';

/** The two parts of an API key that leave this process: neither lets anybody use the key. */
export interface ApiKeyParts {
  readonly keyId: string;
  /** SHA-256 of the secret part, in hex. */
  readonly secretHash: string;
}

/** @returns undefined when the text is not of the form `spk_<environment>_<key id>_<secret>`. */
export function readApiKey(text: string): ApiKeyParts | undefined {
  const [, keyId, secret] = /^spk_[a-z]{1,20}_([a-z0-9]{12})_([\w-]{43})$/.exec(text) ?? [];
  if (!keyId || !secret) return undefined;
  return { keyId, secretHash: createHash('sha256').update(secret).digest('hex') };
}
