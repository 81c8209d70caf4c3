import { describe, expect, it } from '@jest/globals';
import { Fault } from '@trellis/subgraph-kit/faults';
import { audience } from '../testing/fixture-issuer.ts';
import { trustId } from '../testing/fixture-graph.ts';
import { testGateway } from '../testing/test-gateway.ts';
import { GuessLimit } from './guess-limit.ts';
import { IdentityProviders } from './identity-providers.ts';

const real = 'https://login.trust.test';
const provider = {
  issuer: real,
  audience,
  jwksUri: `${real}/jwks`,
  algorithms: ['RS256'],
  trustId,
};
const callers = '10.0.0.1';
let madeUp = 0;

function anIssuer(): string {
  madeUp += 1;
  return `https://evil-${madeUp}.test`;
}

/** What people would be asked, by a clock that the test sets. */
function identityProviders(known = new Map([[real, provider]])) {
  const asked: string[] = [];
  const clock = { now: 0, isPeopleDown: false };
  const now = () => clock.now;
  const ask = (issuer: string) => {
    asked.push(issuer);
    return clock.isPeopleDown
      ? Promise.reject(new Fault('UNAVAILABLE', 'Try again.'))
      : Promise.resolve(known.get(issuer) ?? null);
  };
  const providers = new IdentityProviders(ask, new GuessLimit(now), now);
  const guess = (times: number, address = callers) =>
    Promise.all(Array.from({ length: times }, () => providers.find(anIssuer(), address)));
  return { providers, guess, asked, clock, known };
}

describe('an issuer that nobody knows', () => {
  it('is asked about ten times a minute for one address, however many are made up at once', async () => {
    const { guess, asked, clock } = identityProviders();

    expect(new Set(await guess(30))).toEqual(new Set([null]));
    await guess(30);
    expect(asked).toHaveLength(10);

    await guess(1, '10.0.0.2');
    expect(asked).toHaveLength(11);
    clock.now = 61_000;
    await guess(30);
    expect(asked).toHaveLength(21);
  });

  it('is counted once for a program that goes on naming it', async () => {
    const { providers, guess, asked } = identityProviders();
    const issuer = anIssuer();

    for (let time = 0; time < 30; time += 1) await providers.find(issuer, callers);
    expect(asked).toEqual([issuer]);

    expect(await providers.find(real, callers)).toEqual(provider);
    await guess(30);
    expect(asked).toHaveLength(1 + 1 + 9);
  });

  it('is not counted while people cannot say', async () => {
    const { providers, clock } = identityProviders();
    clock.isPeopleDown = true;
    for (let time = 0; time < 30; time += 1) {
      await expect(providers.find(real, callers)).rejects.toThrow('Try again.');
    }
    clock.isPeopleDown = false;

    expect(await providers.find(real, callers)).toEqual(provider);
  });
});

describe('a real identity provider', () => {
  it('is asked about once a minute', async () => {
    const { providers, asked, clock } = identityProviders();

    await Promise.all([providers.find(real, callers), providers.find(real, callers)]);
    await providers.find(real, callers);
    expect(asked).toEqual([real]);

    clock.now = 61_000;
    await providers.find(real, callers);
    expect(asked).toEqual([real, real]);
  });

  it('is not forgotten for guesses, from however many addresses', async () => {
    const { providers, guess, asked } = identityProviders();
    await providers.find(real, callers);
    for (let host = 0; host < 300; host += 1) await guess(10, `10.0.1.${host}`);
    asked.splice(0);

    expect(await providers.find(real, callers)).toEqual(provider);
    expect(asked).toEqual([]);
  });

  it('is asked about again while others guess from the same address', async () => {
    const { providers, guess, clock } = identityProviders();
    await providers.find(real, callers);
    clock.now = 61_000;
    clock.isPeopleDown = true;
    await expect(providers.find(real, callers)).rejects.toThrow('Try again.');
    clock.isPeopleDown = false;
    await guess(30);

    expect(await providers.find(real, callers)).toEqual(provider);
  });

  it('that was removed is unknown a minute later', async () => {
    const { providers, clock, known } = identityProviders();
    await providers.find(real, callers);
    known.clear();

    clock.now = 61_000;
    expect(await providers.find(real, callers)).toBeNull();
    expect(await providers.find(real, callers)).toBeNull();
  });

  it('is no other issuer that people takes for it', async () => {
    const alias = real.toUpperCase();
    const { providers } = identityProviders(new Map([[alias, provider]]));

    expect(await providers.find(alias, callers)).toBeNull();
  });
});

describe('tokens of made-up issuers', () => {
  const gateway = testGateway();
  const status = async (token: string) =>
    (await gateway.post('{"query":"{ funds { id } }"}', { authorization: `Bearer ${token}` }))
      .status;

  it('cost people ten questions a minute, and others stay signed in', async () => {
    const good = await gateway.tokenWith();
    expect(await status(good)).toBe(200);
    gateway.people.calls.splice(0);

    for (let time = 0; time < 30; time += 1) {
      const claims = { iss: anIssuer() };
      expect(await status(await gateway.issuer.token('x', gateway.now(), { claims }))).toBe(401);
    }

    expect(gateway.people.calls).toHaveLength(10);
    expect(await status(good)).toBe(200);
  });
});
