import { describe, expect, it } from '@jest/globals';
import { peopleSubgraph } from '../subgraph.ts';
import { newId } from '@trellis/subgraph-kit/ids';
import { aViewer } from '@trellis/subgraph-kit/testing/test-viewer';
import { createHash, randomBytes } from 'node:crypto';
import { aStaffRecord, day, testPeople, type TestTrust } from '../testing.ts';
import type { RoleName } from './role.scopes.ts';

const people = testPeople();

/** As the gateway asks: before anybody knows the trust. */
const gateway = aViewer({
  trustId: '00000000-0000-0000-0000-000000000000',
  personId: null,
  actor: { kind: 'JOB', id: 'gateway' },
  scopes: ['principal:read'],
});

const fields = '{ trustId personId actorKind actorId placeIds allPlaces scopes }';

/** Lets the person sign in, and finds them by the token they would have. */
async function principal(trust: TestTrust, personId: string): Promise<unknown> {
  const issuer = `https://id.example/${trust.uid}`;
  const provider = { issuer, audience: 'a', jwksUri: `${issuer}/jwks`, algorithms: ['ES256'] };
  await people.access(trust, (access) =>
    access.admitFrom(trust.central, provider, [{ subject: personId, personId }]),
  );
  const query = `query ($issuer: String!, $subject: String!) {
    principalOfToken(issuer: $issuer, subject: $subject) ${fields} }`;
  const found = await people.data<{ principalOfToken: unknown }>(gateway, query, {
    issuer,
    subject: personId,
  });
  return found.principalOfToken;
}

function grant(
  trust: TestTrust,
  personId: string,
  role: RoleName,
  { school, startsOn = day(-10), endsOn = null }: GrantTold = {},
) {
  const schoolId = school === undefined ? null : (trust.schools[school]?.id ?? null);
  return people.access(trust, (access) =>
    access.grantRoles(trust.central, [{ id: newId(), personId, role, schoolId, startsOn, endsOn }]),
  );
}

interface GrantTold {
  readonly school?: number;
  readonly startsOn?: string;
  readonly endsOn?: string | null;
}

const ofStaff = [
  ...['career:keep', 'conversation:hold', 'network:join', 'opportunity:apply', 'opportunity:read'],
  ...['staff:read', 'study:read'],
];

describe('somebody who signs in', () => {
  it('may do what each member of staff may', async () => {
    const trust = await people.trust();
    const { id } = await people.hire(trust);

    expect(await principal(trust, id)).toEqual({
      ...{ trustId: trust.id, personId: id, actorKind: 'PERSON', actorId: id },
      ...{ placeIds: [], allPlaces: false, scopes: ofStaff },
    });
  });

  it.each<[RoleName, string[]]>([
    [
      'PEOPLE_TEAM',
      [
        ...['application:read', 'award:read', 'bursary:award', 'headcount:read'],
        ...['opportunity:publish', 'schema:read', 'spend:read', 'trust:read', 'leave:read'],
        ...['staff:write', 'staff:review', 'school:write'],
        ...['client:manage', 'webhook:manage', 'changes:read'],
        ...[
          'notice:bounce',
          'notice:read',
          'notice:tell',
          'conversation:read',
          'conversation:manage',
          'pathway:manage',
          'aspiration:read',
          'alliance:manage',
          'network:manage',
          'clawback:manage',
          'payment:approve',
          'study:manage',
          'study:report',
        ],
      ],
    ],
    [
      'FINANCE',
      [
        ...['award:read', 'bursary:award', 'spend:read', 'trust:read', 'study:report'],
        ...['fund:manage', 'payment:approve', 'clawback:manage'],
      ],
    ],
  ])('answers for all schools as %s', async (role, more) => {
    const trust = await people.trust();
    const { id } = await people.hire(trust);
    await grant(trust, id, role);

    const scopes = [...ofStaff, ...more].sort();
    expect(await principal(trust, id)).toMatchObject({ allPlaces: true, placeIds: [], scopes });
  });

  it('answers for their own schools as a head', async () => {
    const trust = await people.trust('Alder', 'Birch', 'Cedar');
    const { id } = await people.hire(trust);
    await grant(trust, id, 'HEAD', { school: 0 });
    await grant(trust, id, 'HEAD', { school: 2 });

    const found = await principal(trust, id);
    expect(found).toMatchObject({
      allPlaces: false,
      scopes: [
        'application:read',
        ...['award:read', 'career:keep', 'conversation:hold', 'conversation:read'],
        ...['headcount:read', 'leave:read', 'network:join', 'notice:tell', 'opportunity:apply'],
        ...['opportunity:publish', 'opportunity:read', 'spend:read', 'staff:read', 'study:read'],
      ],
    });
    const [alder, , cedar] = trust.schools.map((school) => school.id);
    expect(found).toHaveProperty('placeIds', expect.arrayContaining([alder, cedar]));
    expect(found).toHaveProperty('placeIds.length', 2);
  });

  it('sees aggregates and no person as an analyst', async () => {
    const trust = await people.trust();
    const { id } = await people.hire(trust);
    await grant(trust, id, 'ANALYST');

    const scopes = ['opportunity:read', 'study:report', 'trust:read'];
    expect(await principal(trust, id)).toMatchObject({ allPlaces: false, scopes });
  });

  it('has a role while it lasts', async () => {
    const trust = await people.trust();
    const { id } = await people.hire(trust);
    await grant(trust, id, 'FINANCE', { endsOn: day(0) });
    await grant(trust, id, 'PEOPLE_TEAM', { startsOn: day(1) });

    expect(await principal(trust, id)).toMatchObject({ allPlaces: false, scopes: ofStaff });
  });

  it('is let in until the last contract ends, whatever roles they had', async () => {
    const trust = await people.trust();
    const leaving = await people.hire(trust, { contract: { endsOn: day(1) } });
    const left = await people.hire(trust, { contract: { endsOn: day(0) } });
    await grant(trust, left.id, 'PEOPLE_TEAM');

    expect(await principal(trust, leaving.id)).toMatchObject({ scopes: ofStaff });
    expect(await principal(trust, left.id)).toMatchObject({ scopes: ['career:keep'] });
  });

  it('is let in without a contract for the sake of a role alone', async () => {
    const trust = await people.trust();
    const [trustee, nobody] = [aStaffRecord(trust), aStaffRecord(trust)].map((record) => ({
      ...record,
      contracts: [],
    }));
    if (!trustee || !nobody) throw new Error('two were made');
    await people.record(trust, [trustee, nobody]);
    await grant(trust, trustee.id, 'ANALYST');

    expect(await principal(trust, trustee.id)).toMatchObject({
      scopes: ['opportunity:read', 'study:report', 'trust:read'],
    });
    expect(await principal(trust, nobody.id)).toBeNull();
  });

  it('is nobody under another issuer, though the subject is the same', async () => {
    const trust = await people.trust();
    const { id } = await people.hire(trust);
    await principal(trust, id);

    const query = `query ($id: String!) { identityProvider(issuer: "https://evil.example") { trustId }
      principalOfToken(issuer: "https://evil.example", subject: $id) { personId } }`;
    expect(await people.data(gateway, query, { id })).toEqual({
      ...{ identityProvider: null, principalOfToken: null },
    });
  });
});

describe('an identity provider', () => {
  it('speaks for one trust', async () => {
    const [trust, other] = [await people.trust(), await people.trust()];
    const issuer = 'https://id.example/shared';
    const provider = { issuer, audience: 'a', jwksUri: `${issuer}/jwks`, algorithms: ['ES256'] };
    const admit = (to: TestTrust) =>
      people.access(to, (access) => access.admitFrom(to.central, provider, []));
    await admit(trust);

    const query = `{ identityProvider(issuer: "${issuer}") {
      issuer audience jwksUri algorithms trustId } }`;
    expect(await people.data(gateway, query)).toEqual({
      identityProvider: { ...provider, trustId: trust.id },
    });
    await expect(admit(other)).rejects.toThrow();
  });

  it('signs with nothing that everybody could sign with', async () => {
    const trust = await people.trust();
    const issuer = 'https://id.example/none';
    const weak = { issuer, audience: 'a', jwksUri: `${issuer}/jwks`, algorithms: ['none'] };

    await expect(
      people.access(trust, (access) => access.admitFrom(trust.central, weak, [])),
    ).rejects.toThrow('identity_provider_algorithms');
  });
});

describe('an API key', () => {
  const scopes = ['staff:read', 'staff:write'];

  async function keyFor(trust: TestTrust, expiresAt: Date, more: readonly string[] = []) {
    const secret = randomBytes(32).toString('base64url');
    const keyId = randomBytes(6).toString('hex');
    const schoolIds = trust.schools.slice(0, 1).map(({ id }) => id);
    const client = { id: newId(), name: 'mis', scopes: [...scopes, ...more], schoolIds, expiresAt };
    await people.addApiClient(trust, { ...client, key: `spk_test_${keyId}_${secret}` });
    return { id: client.id, keyId, secret, schoolIds };
  }

  async function found(keyId: string, secret: string): Promise<unknown> {
    const secretHash = createHash('sha256').update(secret).digest('hex');
    const query = `query ($keyId: String!, $secretHash: String!) {
      principalOfApiKey(keyId: $keyId, secretHash: $secretHash) ${fields} }`;
    const answer = await people.data<{ principalOfApiKey: unknown }>(gateway, query, {
      ...{ keyId, secretHash },
    });
    return answer.principalOfApiKey;
  }

  const tomorrow = new Date(Date.now() + 86_400_000);

  it('is good for its own scopes and schools', async () => {
    const trust = await people.trust('Alder', 'Birch');
    const { id, keyId, secret, schoolIds } = await keyFor(trust, tomorrow);

    expect(await found(keyId, secret)).toEqual({
      ...{ trustId: trust.id, personId: null, actorKind: 'API_KEY', actorId: id },
      ...{ placeIds: schoolIds, allPlaces: false, scopes },
    });
  });

  it('is nobody’s with another secret, or when its time is over', async () => {
    const trust = await people.trust();
    const good = await keyFor(trust, tomorrow);
    const old = await keyFor(trust, new Date(Date.now() - 1_000));

    expect(await found(good.keyId, old.secret)).toBeNull();
    expect(await found(old.keyId, old.secret)).toBeNull();
    expect(await found('nonsense', good.secret)).toBeNull();
  });

  it('is never given what the gateway alone may', async () => {
    const trust = await people.trust();

    await expect(keyFor(trust, tomorrow, ['principal:read'])).rejects.toThrow('scopes_check');
  });
});

describe('a scope that crosses trusts', () => {
  it.each(['gias:import', 'trust:find'])('%s never comes over the wire', async (scope) => {
    const { central } = await people.trust();
    const claiming = { ...central, scopes: new Set([...central.scopes, scope]) };

    const { errors } = await people.served.ask(claiming, '{ trust { name } }');

    expect(errors?.[0]?.extensions['code']).toBe('UNAUTHENTICATED');
  });

  it('for looking callers up is the gateway’s alone', () => {
    const { refusedScopes } = peopleSubgraph({ keyEnvironment: 'dev' });

    expect(refusedScopes?.('study')).toContain('principal:read');
    expect(refusedScopes?.('gateway')).not.toContain('principal:read');
  });
});

describe('whoever is not the gateway', () => {
  it('finds out nothing about callers', async () => {
    const trust = await people.trust();

    expect(
      await people.codes(
        trust.central,
        `{ identityProvider(issuer: "x") { trustId }
           principalOfToken(issuer: "x", subject: "x") { personId }
           principalOfApiKey(keyId: "x", secretHash: "x") { actorId } }`,
      ),
    ).toEqual(['FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN']);
  });
});
