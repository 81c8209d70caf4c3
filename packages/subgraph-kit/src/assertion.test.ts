import { describe, expect, it } from '@jest/globals';
import { createHmac, randomBytes } from 'node:crypto';
import {
  type AssertionKey,
  readAssertionKeys,
  signAssertion,
  verifyAssertion,
} from './assertion.ts';
import { newId } from './ids.ts';
import { exampleSubgraph } from './testing/example/example-subgraph.ts';
import { testSubgraph } from './testing/test-subgraph.ts';
import { aViewer } from './testing/test-viewer.ts';

const aKey = (id: string, issuer = 'gateway'): AssertionKey => ({
  issuer,
  id,
  secret: randomBytes(32),
});
const key = aKey('2026-09');
const body = Buffer.from('{"query":"{ __typename }"}');
const viewer = aViewer({ placeIds: [newId()], scopes: ['jar:fill'], purpose: 'to know' });
const now = Date.parse('2026-09-01T09:00:00Z');
const second = 1_000;

const sign = (given = key, audience = 'example', as = viewer, at = now) =>
  signAssertion(given, audience, as, body, at);
const verify = (header: string | undefined, at = now, sent = body, keys = [key]) =>
  verifyAssertion(keys, 'example', header, sent, at);

type Claims = Record<string, unknown>;
/** The same assertion with other claims or another head, signed with the real key all the same. */
function forged(change: (claims: Claims) => Claims, head?: object): string {
  const [header = '', payload = ''] = sign().slice('Internal '.length).split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Claims;
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${head ? encode(head) : header}.${encode(change(claims))}`;
  const mac = createHmac('sha256', key.secret).update(signed).digest('base64url');
  return `Internal ${signed}.${mac}`;
}

describe('a scope that an issuer may not claim', () => {
  it('makes its assertion worth nothing, and those without it are as good as before', () => {
    const limited = { ...key, refusedScopes: ['jar:break'] };
    const breaking = aViewer({ scopes: ['jar:fill', 'jar:break'] });

    expect(verify(sign(key, 'example', breaking), now, body, [limited])).toBeUndefined();
    expect(verify(sign(key, 'example', breaking))).toBeDefined();
    expect(verify(sign(), now, body, [limited])).toBeDefined();
  });
});

describe('an assertion', () => {
  it('carries the whole viewer', () => {
    expect(verify(sign())).toEqual(viewer);
    const client = aViewer({ personId: null, allPlaces: true });
    expect(verify(sign(key, 'example', client))).toEqual(client);
  });

  it('is good for the body that it was made for and for no other', () => {
    expect(verify(sign(), now, Buffer.from('{"query":"{ jars { totalCount } }"}'))).toBeUndefined();
    expect(verify(sign(), now, Buffer.concat([body, Buffer.from(' ')]))).toBeUndefined();
    expect(verify(sign(), now, Buffer.alloc(0))).toBeUndefined();
  });

  it('is good for the subgraph that it was made for and for no other', () => {
    expect(verify(sign(key, 'people'))).toBeUndefined();
  });

  it('is good for half a minute, and a little before by a clock that runs ahead', () => {
    expect(verify(sign(), now + 29 * second)).toBeDefined();
    expect(verify(sign(), now + 30 * second)).toBeUndefined();
    expect(verify(sign(), now - 4 * second)).toBeDefined();
    expect(verify(sign(), now - 6 * second)).toBeUndefined();
  });

  it('cannot be given a long life by the process that signs it', () => {
    expect(verify(forged((claims) => claims))).toBeDefined();
    const anHour = (claims: Claims) => ({ ...claims, exp: Number(claims['iat']) + 3_600 });
    expect(verify(forged(anHour))).toBeUndefined();
  });

  it('is refused under a key that is not known, even one of the same name', () => {
    expect(verify(sign(aKey('other')))).toBeUndefined();
    expect(verify(sign(aKey(key.id)))).toBeUndefined();
    expect(verify(sign(), now, body, [])).toBeUndefined();
  });

  it('is refused when it names another issuer than its key', () => {
    expect(verify(forged((claims) => ({ ...claims, iss: 'study' })))).toBeUndefined();
  });

  it('is refused without a signature or with another algorithm', () => {
    for (const alg of ['none', 'None', 'HS512', 'RS256']) {
      expect(verify(forged((claims) => claims, { alg, kid: key.id }))).toBeUndefined();
    }
    const [head, payload] = sign().split('.');
    expect(verify(`${head ?? ''}.${payload ?? ''}.`)).toBeUndefined();
    expect(
      verify(forged((claims) => claims, { alg: 'HS256', kid: key.id, jwk: {} })),
    ).toBeUndefined();
  });

  it('is refused when any one bit of it was turned', () => {
    const good = sign();
    for (let place = 'Internal '.length; place < good.length; place += 1) {
      const turned = String.fromCharCode(good.charCodeAt(place) ^ 1);
      const header = good.slice(0, place) + turned + good.slice(place + 1);
      expect(verify(header)).toBeUndefined();
    }
  });

  it('is refused when it is cut short, empty, missing or of another scheme', () => {
    const good = sign();
    for (const length of [0, 9, 20, good.length - 20, good.length - 1]) {
      expect(verify(good.slice(0, length))).toBeUndefined();
    }
    expect(verify(undefined)).toBeUndefined();
    expect(verify(good.replace('Internal', 'Bearer'))).toBeUndefined();
    expect(verify(`${good}x`)).toBeUndefined();
  });

  it('goes on being accepted while one key takes over from another', () => {
    const [old, next] = [aKey('2026-08'), aKey('2026-09')];
    expect(verify(sign(old), now, body, [old])).toBeDefined();
    expect(verify(sign(old), now, body, [next, old])).toBeDefined();
    expect(verify(sign(next), now, body, [next, old])).toBeDefined();
    expect(verify(sign(old), now, body, [next])).toBeUndefined();
  });
});

describe('assertion keys in configuration', () => {
  const secret = randomBytes(32).toString('base64url');

  it('are several while they rotate', () => {
    const read = readAssertionKeys(`gateway/new:${secret}, gateway/old:${secret}`);
    expect(read.map(({ issuer, id }) => `${issuer} ${id}`)).toEqual(['gateway new', 'gateway old']);
  });

  it('are refused in words that hold nothing of the secret', () => {
    for (const wrong of [`gateway:${secret}`, secret, `gateway/new:${secret.slice(0, 20)}`, '']) {
      let message = '';
      try {
        readAssertionKeys(wrong);
      } catch (error) {
        message = String(error);
      }
      expect(message).not.toBe('');
      expect(message).not.toContain(secret.slice(0, 20));
    }
  });
});

describe('a subgraph asked directly', () => {
  const example = testSubgraph(exampleSubgraph);
  const expectRefused = async (response: Response) => {
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({
      errors: [
        {
          message: 'This service answers the gateway alone.',
          extensions: { code: 'UNAUTHENTICATED', requestId: expect.any(String) as unknown },
        },
      ],
    });
  };

  it('answers nobody without an assertion, not even what it consists of', async () => {
    for (const query of [
      '{ _service { sdl } }',
      '{ __schema { types { name } } }',
      '{ __typename }',
      '{ _entities(representations: [{ __typename: "Jar", id: "1" }]) { __typename } }',
    ]) {
      await expectRefused(await example.post(JSON.stringify({ query })));
    }
  });

  it('believes no other header', async () => {
    const headers = {
      'content-type': 'application/json',
      'x-user-id': 'admin',
      'x-trust-id': newId(),
      'x-internal-auth': 'yes',
      authorization: 'Bearer admin',
    };
    const query = JSON.stringify({ query: '{ jars { totalCount } }' });
    await expectRefused(await fetch(example.url, { method: 'POST', headers, body: query }));
  });

  it('refuses before it reads what was asked', async () => {
    for (const unreadable of ['not JSON', '[]', '[[[[[[', '\u0000', '']) {
      await expectRefused(await example.post(unreadable));
    }
  });

  it('refuses a captured assertion with another question', async () => {
    const asked = JSON.stringify({ query: '{ __typename }' });
    const captured = example.vouchFor(aViewer(), asked);
    expect((await example.post(asked, captured)).status).toBe(200);
    await expectRefused(await example.post('{"query":"{ jars { totalCount } }"}', captured));
  });

  it('shows its schema to the gateway by composition alone: introspection is off', async () => {
    const { errors } = await example.ask(aViewer(), '{ __schema { types { name } } }');
    expect(errors?.[0]?.extensions['code']).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  it('lets in a viewer who answers for six hundred places', async () => {
    const placeIds = Array.from({ length: 600 }, newId);
    expect((await example.ask(aViewer({ placeIds }), '{ settings }')).errors).toBeUndefined();
  });
});
