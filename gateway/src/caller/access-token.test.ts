import { describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { newId } from '@trellis/subgraph-kit/ids';
import { aPrincipal } from '../testing/fixture-graph.ts';
import { audience, FixtureIssuer } from '../testing/fixture-issuer.ts';
import { testGateway } from '../testing/test-gateway.ts';

const gateway = testGateway();
const { issuer } = gateway;

const query = '{"query":"{ viewer { name } }"}';
const minute = 60_000;

const statusFor = async (authorization?: string) =>
  (await gateway.post(query, authorization === undefined ? {} : { authorization })).status;
const statusForToken = (token: string) => statusFor(`Bearer ${token}`);

const staff = gateway.addPerson(aPrincipal());

describe('an access token of the trust’s identity provider', () => {
  it('lets its owner in, as the person that people knows', async () => {
    const principal = aPrincipal('award:read');
    const token = await issuer.token(gateway.addPerson(principal), gateway.now());

    expect((await gateway.ask(token, '{ viewer { id } }')).data).toEqual({
      viewer: { id: principal.personId },
    });
    expect(gateway.people.calls.at(-1)?.viewer).toMatchObject({
      trustId: principal.trustId,
      personId: principal.personId,
      actor: { kind: 'PERSON', id: principal.personId },
      placeIds: ['school-1'],
      allPlaces: false,
      scopes: new Set(['award:read']),
      purpose: null,
    });
  });

  it('is looked up once a minute, and a role that was taken away is gone after it', async () => {
    const principal = aPrincipal('award:read');
    const subject = gateway.addPerson(principal);
    const token = await issuer.token(subject, gateway.now());
    const canReadAwards = async () =>
      (await gateway.ask(token, '{ person(id: "ann") { awards { amountPence } } }')).errors ===
      undefined;
    gateway.people.calls.splice(0);

    await Promise.all([canReadAwards(), canReadAwards(), canReadAwards()]);
    const lookups = gateway.people.calls.filter(({ query }) => query.includes('principalOfToken'));
    expect(lookups).toHaveLength(1);

    gateway.known.subjects.set(subject, { ...principal, scopes: [] });
    gateway.clockAhead = 59_000;
    expect(await canReadAwards()).toBe(true);
    gateway.clockAhead = 61_000;
    expect(await canReadAwards()).toBe(false);
  });

  it('may be a minute off, and no more', async () => {
    const now = gateway.now();

    expect(await statusForToken(await issuer.token(staff, now - 5.5 * minute))).toBe(200);
    expect(await statusForToken(await issuer.token(staff, now - 6.5 * minute))).toBe(401);
    expect(await statusForToken(await issuer.token(staff, now + 0.5 * minute))).toBe(200);
  });
});

describe('a request is refused, always in the same words,', () => {
  const inSeconds = (offset: number) => Math.floor(gateway.now() / 1000) + offset;
  const bad: Record<string, () => Promise<string | undefined>> = {
    'without any token': () => Promise.resolve(undefined),
    'with an empty token': () => Promise.resolve('Bearer '),
    'with text that is no token': () => Promise.resolve('Bearer lorem.ipsum.dolor'),
    'with another scheme': () => Promise.resolve('Basic YTpi'),
    'with an assertion such as subgraphs take': () => Promise.resolve('Internal a.b.c'),
    'with an expired token': () => good({ claims: { exp: inSeconds(-120) } }),
    'with a token that never expires': () => good({ without: ['exp'] }),
    'with a token from the future': () => good({ claims: { nbf: inSeconds(300) } }),
    'with a token issued long ago': () =>
      good({ claims: { iat: inSeconds(-90_000), exp: inSeconds(300) } }),
    'with a token for somebody else': () => good({ claims: { aud: 'https://elsewhere.test' } }),
    'with a token for nobody': () => good({ without: ['aud'] }),
    'with a token without a subject': () => good({ without: ['sub'] }),
    'with a token of an unknown issuer': () => good({ claims: { iss: 'https://evil.test' } }),
    'with a token without an issuer': () => good({ without: ['iss'] }),
    'with a critical extension that nobody knows': () => good({ header: { crit: ['x'], x: 1 } }),
    'with an unsigned token': () =>
      Promise.resolve(`Bearer ${issuer.unsignedToken(staff, gateway.now(), 'none')}`),
    'with an unsigned token, spelt oddly': () =>
      Promise.resolve(`Bearer ${issuer.unsignedToken(staff, gateway.now(), 'None')}`),
    'with a token signed with the public key as a secret': async () =>
      `Bearer ${await issuer.tokenSignedWithPublicKey(staff, gateway.now())}`,
    'with a token that was altered': async () => {
      const [head, , signature] = (await issuer.token(staff, gateway.now())).split('.');
      const claims = issuer.unsignedToken('subject-other', gateway.now(), 'RS256').split('.')[1];
      return `Bearer ${head}.${claims}.${signature}`;
    },
    'with a token that brings its own key': forgedWithOwnKey,
    'for somebody whom people does not know': async () =>
      `Bearer ${await issuer.token('stranger', gateway.now())}`,
    'for somebody of another trust than the provider’s': async () => {
      const outsider = gateway.addPerson({ ...aPrincipal(), trustId: newId() });
      return `Bearer ${await issuer.token(outsider, gateway.now())}`;
    },
    'with a token of 10 KB': () => good({ claims: { padding: 'x'.repeat(9_000) } }),
  };

  async function good(wishes: Parameters<FixtureIssuer['token']>[2]): Promise<string> {
    return `Bearer ${await issuer.token(staff, gateway.now(), wishes)}`;
  }

  async function forgedWithOwnKey(): Promise<string> {
    const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
    const jwk = await exportJWK(publicKey);
    const token = await new SignJWT({ iss: issuer.issuer, aud: audience, sub: staff })
      .setIssuedAt(inSeconds(0))
      .setExpirationTime(inSeconds(300))
      .setProtectedHeader({
        alg: 'RS256',
        jwk,
        jku: 'https://evil.test/jwks',
        x5u: 'https://evil.test',
      })
      .sign(privateKey);
    return `Bearer ${token}`;
  }

  it.each(Object.keys(bad))('%s', async (name) => {
    const authorization = await bad[name]?.();
    const response = await gateway.post(
      query,
      authorization === undefined ? {} : { authorization },
    );

    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
    expect(await response.json()).toEqual({
      errors: [
        {
          message: 'Send a valid access token or API key.',
          extensions: { code: 'UNAUTHENTICATED', requestId: expect.any(String) as unknown },
        },
      ],
    });
  });
});

describe('keys of the identity provider', () => {
  it('are fetched once for many tokens', async () => {
    await statusForToken(await issuer.token(staff, gateway.now()));
    const before = issuer.keySetRequests;

    await Promise.all(
      Array.from({ length: 10 }, async () =>
        statusForToken(await issuer.token(staff, gateway.now())),
      ),
    );

    expect(issuer.keySetRequests).toBe(before);
  });

  it('rotate without a good token failing, and a withdrawn one fails within minutes', async () => {
    expect(await statusForToken(await issuer.token(staff, gateway.now()))).toBe(200);
    gateway.clockAhead = minute;
    const signedWithOld = await issuer.token(staff, gateway.now());
    await issuer.rotate();

    expect(await statusForToken(await issuer.token(staff, gateway.now()))).toBe(200);
    expect(await statusForToken(signedWithOld)).toBe(200);

    issuer.withdrawOldKeys();
    gateway.clockAhead = 4.5 * minute;
    expect(await statusForToken(signedWithOld)).toBe(200);
    gateway.clockAhead = 6.2 * minute;
    await statusForToken(await issuer.token(staff, gateway.now())); // finds that they are old
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await statusForToken(signedWithOld)).toBe(401);
  });

  it('rotate just after somebody made one up, and the good token waits and passes', async () => {
    const madeUp = () => issuer.token(staff, gateway.now(), { header: { kid: 'made-up' } });
    expect(await statusForToken(await madeUp())).toBe(401);
    await issuer.rotate();

    expect(await statusForToken(await issuer.token(staff, gateway.now()))).toBe(200);
  });

  it('are asked for once a second, however many are made up', async () => {
    const before = issuer.keySetRequests;
    const madeUp = async (_: unknown, index: number) =>
      statusForToken(
        await issuer.token(staff, gateway.now(), { header: { kid: `made-up-${index}` } }),
      );

    const statuses = await Promise.all(Array.from({ length: 15 }, madeUp));

    expect(new Set(statuses)).toEqual(new Set([401]));
    expect(issuer.keySetRequests - before).toBeLessThanOrEqual(2);
  });

  it('go on serving for an hour while the provider is down or talks nonsense', async () => {
    const nonsense = ['{', '{"keys":[]}', '{"keys":"none"}', '<h1>Down</h1>'];
    expect(await statusForToken(await issuer.token(staff, gateway.now()))).toBe(200);
    for (const [index, text] of nonsense.entries()) {
      issuer.misbehaviour = (response) => void response.end(text);
      gateway.clockAhead = (10 + index) * minute;
      expect(await statusForToken(await issuer.token(staff, gateway.now()))).toBe(200);
    }
    issuer.misbehaviour = (response) => void response.destroy();
    gateway.clockAhead = 50 * minute;
    expect(await statusForToken(await issuer.token(staff, gateway.now()))).toBe(200);

    gateway.clockAhead = 120 * minute;
    expect(await statusForToken(await issuer.token(staff, gateway.now()))).toBe(503);
    issuer.misbehaviour = undefined;
    gateway.clockAhead = 121 * minute;
    expect(await statusForToken(await issuer.token(staff, gateway.now()))).toBe(200);
  });
});

describe('while people is down', () => {
  it('nobody can be checked, which is no fault of theirs', async () => {
    const token = await gateway.tokenWith();
    await gateway.people.stop();

    const response = await gateway.post(query, { authorization: `Bearer ${token}` });
    await gateway.people.start();

    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({
      errors: [{ extensions: { code: 'UNAVAILABLE' } }],
    });
    expect(await statusForToken(token)).toBe(200);
  });

  it('those who were checked within the last minute go on', async () => {
    const token = await gateway.tokenWith();
    await gateway.ask(token, '{ funds { id } }');
    await gateway.people.stop();

    const { data } = await gateway.ask(token, '{ funds { id } }');
    await gateway.people.start();

    expect(data).toEqual({ funds: [{ id: 'f1' }] });
  });
});
