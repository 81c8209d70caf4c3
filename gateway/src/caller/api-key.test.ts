import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Principal } from './people-directory.ts';
import { trustId } from '../testing/fixture-graph.ts';
import { testGateway } from '../testing/test-gateway.ts';

const gateway = testGateway();

const query = '{"query":"{ people { id } }"}';
let keysMade = 0;

/** @returns a key that people knows, in its parts. */
function aKey() {
  keysMade += 1;
  const keyId = `key${String(keysMade).padStart(9, '0')}`;
  const secret = randomBytes(32).toString('base64url');
  const principal: Principal = {
    trustId,
    personId: null,
    actorKind: 'API_KEY',
    actorId: newId(),
    placeIds: ['school-1', 'school-2'],
    allPlaces: false,
    scopes: ['staff:read'],
    hourlyCost: null,
    trustedDocumentsOnly: false,
  };
  gateway.known.addKey(keyId, secret, principal);
  return { keyId, secret, key: `spk_live_${keyId}_${secret}`, principal };
}

const statusWith = async (headers: Readonly<Record<string, string>>) =>
  (await gateway.post(query, headers)).status;

const lookups = () =>
  gateway.people.calls.filter(({ query }) => query.includes('principalOfApiKey')).length;

describe('an API key', () => {
  it('lets a program in by either header', async () => {
    const { key, principal } = aKey();

    expect(await statusWith({ 'x-api-key': key })).toBe(200);
    expect(await statusWith({ authorization: `Bearer ${key}` })).toBe(200);
    expect(gateway.people.calls.at(-1)?.viewer).toMatchObject({
      personId: null,
      actor: { kind: 'API_KEY', id: principal.actorId },
      placeIds: ['school-1', 'school-2'],
    });
  });

  it('never leaves the gateway: people is asked by the hash of its secret', async () => {
    const { key, keyId, secret } = aKey();
    gateway.people.calls.splice(0);

    await statusWith({ 'x-api-key': key });

    expect(gateway.people.calls[0]?.variables).toEqual({
      keyId,
      secretHash: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
    });
    expect(JSON.stringify(gateway.people.calls)).not.toContain(secret);
  });

  it('is looked up once a minute', async () => {
    const { key } = aKey();
    const before = lookups();
    await Promise.all([statusWith({ 'x-api-key': key }), statusWith({ 'x-api-key': key })]);
    await statusWith({ 'x-api-key': key });
    expect(lookups()).toBe(before + 1);

    gateway.clockAhead = 61_000;
    await statusWith({ 'x-api-key': key });
    expect(lookups()).toBe(before + 2);
  });

  it('that was revoked is refused within a minute', async () => {
    const { key } = aKey();
    expect(await statusWith({ 'x-api-key': key })).toBe(200);
    gateway.known.keys.clear();

    gateway.clockAhead = 61_000;
    expect(await statusWith({ 'x-api-key': key })).toBe(401);
  });

  it('is refused when it was cut, changed in case, or changed at all', async () => {
    const { key } = aKey();
    const swapped = key.endsWith('A') ? `${key.slice(0, -1)}B` : `${key.slice(0, -1)}A`;

    for (const bad of [
      key.slice(0, -1),
      `${key}x`,
      key.toUpperCase(),
      swapped,
      'spk_live',
      `${key} `.repeat(2),
    ]) {
      expect(await statusWith({ 'x-api-key': bad })).toBe(401);
    }
  });

  it('is refused in the address, whatever it is called there', async () => {
    const { key } = aKey();

    for (const name of ['api_key', 'key', 'access_token']) {
      const response = await fetch(`${gateway.origin}/graphql?${name}=${key}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: query,
      });
      expect(response.status).toBe(400);
      expect(await response.text()).not.toContain(key);
    }
  });

  it('is refused beside a token: they could be two callers', async () => {
    const { key } = aKey();
    const token = await gateway.tokenWith();

    expect(await statusWith({ 'x-api-key': key, authorization: `Bearer ${token}` })).toBe(401);
  });

  it('cannot be guessed: after ten failures people is not even asked', async () => {
    const { keyId, key } = aKey();
    const before = lookups();

    for (let guess = 0; guess < 30; guess += 1) {
      const secret = randomBytes(32).toString('base64url');
      expect(await statusWith({ 'x-api-key': `spk_live_${keyId}_${secret}` })).toBe(401);
    }

    expect(lookups()).toBe(before + 10);
    expect(await statusWith({ 'x-api-key': key })).toBe(401);
    gateway.clockAhead = 61_000;
    expect(await statusWith({ 'x-api-key': key })).toBe(200);
  });
});
