import { beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { asSuperuser } from '@trellis/subgraph-kit/testing/test-cluster';
import { aViewer } from '@trellis/subgraph-kit/testing/test-viewer';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { testPeople, type TestTrust } from '../testing.ts';
import { TestOperator } from './testing.ts';

const people = testPeople();
const operator = new TestOperator(people);

const hour = 3_600_000;
const inHours = (hours: number) => new Date(Date.now() + hours * hour).toISOString();

let trust: TestTrust;
let other: TestTrust;
let manager: Viewer;
beforeAll(async () => {
  trust = await people.trust('Alder', 'Birch');
  other = await people.trust('Cedar');
  const { id } = await people.hire(trust, { givenName: 'Grace', familyName: 'Hopper' });
  manager = managerOf(trust, id);
});

function managerOf({ id: trustId }: TestTrust, personId: string): Viewer {
  const scopes = ['client:manage', 'staff:read', 'staff:write', 'schema:read'];
  return aViewer({ trustId, personId, allPlaces: true, scopes });
}

interface Made {
  readonly __typename: string;
  readonly key: string | null;
  readonly client: { readonly id: string; readonly keyId: string; readonly oldSecretUntil: string };
  readonly scopes?: readonly string[];
}

const shown = '{ id keyId oldSecretUntil expiresAt }';
const results = `__typename ... on ApiClientKey { key client ${shown} }
  ... on BeyondOwnRights { scopes }`;

function wish(more: object = {}) {
  const schoolIds = trust.schools.slice(0, 1).map(({ id }) => id);
  const wanted = { name: 'Arbor', scopes: ['staff:write'], schoolIds, expiresAt: inHours(24) };
  return { input: { ...wanted, ...more } };
}

const creation = `mutation ($input: CreateApiClientInput!) { made: createApiClient(input: $input) { ${results} } }`;
const rotation = `mutation ($input: RotateApiClientInput!) { made: rotateApiClient(input: $input) { ${results} } }`;
const revocation = `mutation ($input: RevokeApiClientInput!) {
  made: revokeApiClient(input: $input) { __typename ... on ApiClient { revokedAt } } }`;

async function create(more: object = {}, viewer = manager): Promise<Made> {
  return (await people.data<{ made: Made }>(viewer, creation, wish(more))).made;
}

async function rotate(id: string, more: object = {}, viewer = manager): Promise<Made> {
  const input = { input: { id, ...more } };
  return (await people.data<{ made: Made }>(viewer, rotation, input)).made;
}

/** @returns what is left of a key once its time is moved to now. */
function endNow(keyId: string, column: 'expires_at' | 'old_secret_until' | 'last_used_at') {
  return asSuperuser(people.served.database.name, (client) =>
    client.query(
      `UPDATE api_client SET ${column} = now() - interval '2 minutes' WHERE key_id = $1`,
      [keyId],
    ),
  );
}

describe('creating an API client', () => {
  it('gives a key that is good for the schools and permissions that were asked for', async () => {
    const { key } = await create({ scopes: ['staff:write', 'staff:read'] });

    expect(key).toMatch(/^spk_dev_[a-z0-9]{12}_[\w-]{43}$/);
    expect(await operator.principalOfKey(key ?? '')).toEqual({
      ...{ trustId: trust.id, personId: null, allPlaces: false },
      ...{ placeIds: [trust.schools[0]?.id], scopes: ['staff:write', 'staff:read'] },
    });
  });

  it('shows the key once: the same request again has none, makes none, and nothing kept it', async () => {
    const idempotencyKey = newId();
    const asked = wish({ idempotencyKey });
    const ask = async () => (await people.data<{ made: Made }>(manager, creation, asked)).made;

    const answers = [await ask(), ...(await Promise.all([ask(), ask(), ask()]))];

    const [first, ...again] = answers;
    expect(first?.key).not.toBeNull();
    for (const { key, client } of again) {
      expect({ key, id: client.id }).toEqual({ key: null, id: first?.client.id });
    }
    const secret = (first?.key ?? '').slice(-43);
    const kept = await asSuperuser(people.served.database.name, async (client) => [
      (await client.query<object>('SELECT * FROM api_client')).rows,
      (await client.query<object>('SELECT * FROM idempotency_key')).rows,
    ]);
    expect(JSON.stringify(kept)).toContain(first?.client.keyId);
    expect(JSON.stringify(kept)).not.toContain(secret);
  });

  it('gives nobody more than they may do themselves', async () => {
    expect(await create({ scopes: ['staff:read', 'spend:read', 'award:read'] })).toEqual({
      ...{ __typename: 'BeyondOwnRights', scopes: ['spend:read', 'award:read'] },
    });
    const { id: schoolId = '' } = trust.schools[0] ?? {};
    const ofOneSchool = { ...manager, allPlaces: false, placeIds: [schoolId] };
    const everywhere = wish({ schoolIds: null, allSchools: true });
    expect(await people.codes(ofOneSchool, creation, everywhere)).toEqual(['FORBIDDEN']);
    const elsewhere = wish({ schoolIds: [trust.schools[1]?.id] });
    expect(await people.codes(ofOneSchool, creation, elsewhere)).toEqual(['NOT_FOUND']);
    expect((await create({ schoolIds: [schoolId] }, ofOneSchool)).key).not.toBeNull();
  });

  it('takes a school of another trust for none', async () => {
    const theirs = wish({ schoolIds: [trust.schools[0]?.id, other.schools[0]?.id] });

    expect(await people.codes(manager, creation, theirs)).toEqual(['NOT_FOUND']);
  });

  it.each([
    ['a permission that no key may have', { scopes: ['client:manage'] }],
    ['no permission', { scopes: [] }],
    ['no schools', { schoolIds: null }],
    ['schools and all schools', { allSchools: true }],
    ['no name', { name: ' ' }],
    ['an end that is over', { expiresAt: inHours(-1) }],
    ['an end after more than a year', { expiresAt: inHours(24 * 367) }],
    ['a budget above what every caller has', { hourlyCost: 60_001 }],
  ])('refuses %s', async (_, more) => {
    expect(await people.codes(manager, creation, wish(more))).toEqual(['BAD_USER_INPUT']);
  });

  it('is for those who manage API clients alone', async () => {
    const { central } = trust;

    expect(await people.codes(central, creation, wish())).toEqual(['FORBIDDEN']);
    expect(await people.codes(central, '{ apiClients { totalCount } }')).toEqual(['FORBIDDEN']);
  });

  it('tells the gateway its limits', async () => {
    const limits = { hourlyCost: 5_000, trustedDocumentsOnly: true };
    const fields = '{ hourlyCost trustedDocumentsOnly }';
    const [some, none] = [await create(limits), await create()];

    expect(await operator.principalOfKey(some.key ?? '', fields)).toEqual(limits);
    const usual = { hourlyCost: null, trustedDocumentsOnly: false };
    expect(await operator.principalOfKey(none.key ?? '', fields)).toEqual(usual);
  });
});

describe('rotating an API client', () => {
  it('takes both secrets for a week, and then the new one alone', async () => {
    const { key: first, client } = await create();
    const { key: second, client: after } = await rotate(client.id);

    expect(after.keyId).toBe(client.keyId);
    expect(second).not.toBe(first);
    expect(Math.abs(Date.parse(after.oldSecretUntil) - Date.now() - 24 * hour)).toBeLessThan(hour);
    expect(await operator.principalOfKey(first ?? '')).not.toBeNull();
    expect(await operator.principalOfKey(second ?? '')).not.toBeNull();

    await endNow(client.keyId, 'old_secret_until');
    expect(await operator.principalOfKey(first ?? '')).toBeNull();
    expect(await operator.principalOfKey(second ?? '')).not.toBeNull();
  });

  it('stops the old secret at once when it leaked, and never takes three', async () => {
    const { key: first, client } = await create();
    const { key: second } = await rotate(client.id);
    const { key: third } = await rotate(client.id, { oldSecretUntil: inHours(-1) });

    expect(await operator.principalOfKey(first ?? '')).toBeNull();
    expect(await operator.principalOfKey(second ?? '')).toBeNull();
    expect(await operator.principalOfKey(third ?? '')).not.toBeNull();
  });

  it('can move the end of the key without waking a secret that was over', async () => {
    const { key: first, client } = await create({ expiresAt: inHours(24) });
    await endNow(client.keyId, 'expires_at');
    const unmoved = { input: { id: client.id } };
    expect(await people.codes(manager, rotation, unmoved)).toEqual(['BAD_USER_INPUT']);

    const { key: second } = await rotate(client.id, { expiresAt: inHours(48) });

    expect(await operator.principalOfKey(first ?? '')).toBeNull();
    expect(await operator.principalOfKey(second ?? '')).not.toBeNull();
  });

  it('shows the new key once as well', async () => {
    const { client } = await create();
    const again = { idempotencyKey: newId() };
    const { key } = await rotate(client.id, again);

    expect(await rotate(client.id, again)).toMatchObject({ key: null });
    expect(await operator.principalOfKey(key ?? '')).not.toBeNull();
  });

  it('keeps the two ends within their limits', async () => {
    const { client } = await create();
    const late = { input: { id: client.id, oldSecretUntil: inHours(24 * 31) } };
    const later = { input: { id: client.id, expiresAt: inHours(24 * 367) } };

    expect(await people.codes(manager, rotation, late)).toEqual(['BAD_USER_INPUT']);
    expect(await people.codes(manager, rotation, later)).toEqual(['BAD_USER_INPUT']);
  });

  it('hands nobody a key that may do more than they', async () => {
    const { client } = await create();
    const weaker = { ...manager, scopes: new Set(['client:manage', 'staff:read']) };

    expect(await rotate(client.id, {}, weaker)).toMatchObject({ __typename: 'BeyondOwnRights' });
  });
});

describe('revoking an API client', () => {
  it('refuses both of its secrets from then on, for good', async () => {
    const { key: first, client } = await create();
    const { key: second } = await rotate(client.id);
    const input = { input: { id: client.id } };

    const done = await people.data(manager, revocation, input);

    expect(done).toEqual({ made: { __typename: 'ApiClient', revokedAt: expect.any(String) } });
    expect(await operator.principalOfKey(first ?? '')).toBeNull();
    expect(await operator.principalOfKey(second ?? '')).toBeNull();
    expect(await people.data(manager, revocation, input)).toMatchObject({
      made: { __typename: 'ApiClientRevoked' },
    });
    expect(await rotate(client.id)).toMatchObject({ __typename: 'ApiClientRevoked' });
  });

  it('finds none of another trust, nor one that does not exist', async () => {
    const { client } = await create();
    const stranger = managerOf(other, newId());

    for (const [viewer, id] of [
      [stranger, client.id],
      [manager, newId()],
      [manager, 'nonsense'],
    ] as const) {
      const input = { input: { id } };
      expect(await people.codes(viewer, revocation, input)).toEqual(['NOT_FOUND']);
      expect(await people.codes(viewer, rotation, input)).toEqual(['NOT_FOUND']);
    }
  });
});
