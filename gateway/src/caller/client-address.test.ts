import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { testGateway } from '../testing/test-gateway.ts';

const direct = testGateway();
const behindTwo = testGateway({ TRUSTED_PROXIES: '2' });

const query = '{"query":"{ people { id } }"}';
const wrongSecret = () => randomBytes(32).toString('base64url');

/** Guesses at one key, each sent with this header, until no guess reaches people any more. */
async function lookupsOfGuesses(
  gateway: typeof direct,
  forwardedFor: (guess: number) => string | undefined,
): Promise<number> {
  const keyId = randomBytes(6).toString('hex');
  gateway.people.calls.splice(0);
  for (let guess = 0; guess < 15; guess += 1) {
    const header = forwardedFor(guess);
    await gateway.post(query, {
      'x-api-key': `spk_live_${keyId}_${wrongSecret()}`,
      ...(header !== undefined && { 'x-forwarded-for': header }),
    });
  }
  return gateway.people.calls.filter(({ query: asked }) => asked.includes('principalOfApiKey'))
    .length;
}

describe('the address that guesses are counted by', () => {
  it('is the peer’s, whatever X-Forwarded-For says, when no proxy is trusted', async () => {
    expect(await lookupsOfGuesses(direct, (guess) => `192.0.2.${guess}`)).toBe(10);
  });

  it('is what the outermost of our proxies saw', async () => {
    const client = (address: string) => `${address}, 198.51.100.7`;

    expect(await lookupsOfGuesses(behindTwo, () => client('192.0.2.1'))).toBe(10);
    expect(await lookupsOfGuesses(behindTwo, (guess) => client(`192.0.2.${guess}`))).toBe(15);
    expect(await lookupsOfGuesses(behindTwo, (guess) => client(`2001:db8::${guess}`))).toBe(15);
  });

  it('is nothing that a client puts before what our proxies say', async () => {
    const made = (guess: number) => `203.0.113.${guess}, 192.0.2.99, 198.51.100.7`;

    expect(await lookupsOfGuesses(behindTwo, made)).toBe(10);
  });

  it('is the peer’s when the proxies say nothing, too little or no address', async () => {
    for (const said of [
      () => undefined,
      (n: number) => `192.0.2.${n}`,
      (n: number) => `h${n}, x`,
    ]) {
      expect(await lookupsOfGuesses(behindTwo, said)).toBe(10);
    }
  });
});
