import { describe, expect, it } from '@jest/globals';
import { publicKeyOf } from '@trellis/events/webhook-signature';
import { randomBytes } from 'node:crypto';
import { KeySeal } from './sealed-key.ts';

const seal = new KeySeal(randomBytes(32));

describe('a sealed key', () => {
  it('opens to the private half of its public one', () => {
    const { publicKey, sealedKey } = seal.makePair('a');

    expect(publicKeyOf(seal.open(sealedKey, 'a'))).toBe(publicKey);
    expect(seal.makePair('a').publicKey).not.toBe(publicKey);
  });

  it('opens for nobody else, with no other secret, and not when it was altered', () => {
    const { sealedKey } = seal.makePair('a');
    const altered = Buffer.from(sealedKey);
    altered[20] = (altered[20] ?? 0) ^ 1;

    expect(() => seal.open(sealedKey, 'b')).toThrow();
    expect(() => new KeySeal(randomBytes(32)).open(sealedKey, 'a')).toThrow();
    expect(() => seal.open(altered, 'a')).toThrow();
  });
});
