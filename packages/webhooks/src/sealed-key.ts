import {
  createCipheriv,
  createDecipheriv,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { publicKeyOf, readPrivateKey } from '@trellis/events/webhook-signature';

const cipher = 'aes-256-gcm';
const nonceLength = 12;
const tagLength = 16;

/** A pair of keys of which the private one leaves this process only sealed. */
export interface SealedPair {
  /** As Standard Webhooks writes it, `whpk_…`. */
  readonly publicKey: string;
  readonly sealedKey: Buffer;
}

/** Makes keys that sign webhooks, and seals and opens their private halves. */
export class KeySeal {
  readonly #secret: Buffer;

  /** @param secret 32 bytes; without it no sealed key can be opened again. */
  constructor(secret: Buffer) {
    this.#secret = secret.subarray(0, 32);
  }

  /** @param owner whose key it is: sealed for one owner, it cannot be opened for another. */
  makePair(owner: string): SealedPair {
    const { privateKey } = generateKeyPairSync('ed25519');
    const raw = Buffer.from(privateKey.export({ format: 'jwk' }).d ?? '', 'base64url');
    return { publicKey: publicKeyOf(privateKey), sealedKey: this.#seal(raw, owner) };
  }

  /** @throws Error when it was sealed for somebody else, with another secret, or altered. */
  open(sealed: Buffer, owner: string): KeyObject {
    const nonce = sealed.subarray(0, nonceLength);
    const opener = createDecipheriv(cipher, this.#secret, nonce);
    opener.setAAD(Buffer.from(owner)).setAuthTag(sealed.subarray(-tagLength));
    const hidden = sealed.subarray(nonceLength, -tagLength);
    const raw = Buffer.concat([opener.update(hidden), opener.final()]);
    return readPrivateKey(`whsk_${raw.toString('base64')}`);
  }

  #seal(raw: Buffer, owner: string): Buffer {
    const nonce = randomBytes(nonceLength);
    const sealer = createCipheriv(cipher, this.#secret, nonce);
    sealer.setAAD(Buffer.from(owner));
    return Buffer.concat([nonce, sealer.update(raw), sealer.final(), sealer.getAuthTag()]);
  }
}

/** Whose key it is, as it is sealed. */
export function ownerOfKey(trustId: string, webhookId: string): string {
  return `${trustId} ${webhookId}`;
}
