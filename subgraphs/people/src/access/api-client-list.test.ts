import { beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { asSuperuser } from '@trellis/subgraph-kit/testing/test-cluster';
import { aViewer } from '@trellis/subgraph-kit/testing/test-viewer';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { setTimeout as pause } from 'node:timers/promises';
import { testPeople, type TestTrust } from '../testing.ts';
import { TestOperator, urnOf } from './testing.ts';

const people = testPeople();
const operator = new TestOperator(people);

let trust: TestTrust;
let manager: Viewer;
beforeAll(async () => {
  trust = await people.trust('Alder', 'Birch', 'Cedar');
  const { id } = await people.hire(trust, { givenName: 'Grace', familyName: 'Hopper' });
  manager = managerOf(trust, id);
});

function managerOf({ id: trustId }: TestTrust, personId: string): Viewer {
  const scopes = ['client:manage', 'staff:read', 'staff:write'];
  return aViewer({ trustId, personId, allPlaces: true, scopes });
}

interface Client {
  readonly name: string;
  readonly keyId: string;
  readonly lastUsedAt: string | null;
}

const query = `query ($first: Int) { apiClients(first: $first) { totalCount edges { node {
  name keyId scopes allSchools hourlyCost lastUsedAt revokedAt createdBy { name }
  schools { edges { node { name } } } } } } }`;

async function clientsOf(viewer: Viewer): Promise<Client[]> {
  const data = await people.data<{ apiClients: { edges: { node: Client }[] } }>(viewer, query);
  return data.apiClients.edges.map(({ node }) => node);
}

async function create(name: string, schools: number[]): Promise<string> {
  const schoolIds = schools.map((place) => trust.schools[place]?.id);
  const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
  const input = { name, scopes: ['staff:write'], schoolIds, expiresAt };
  const data = await people.data<{ made: { key: string } }>(
    manager,
    `mutation ($input: CreateApiClientInput!) { made: createApiClient(input: $input) {
       ... on ApiClientKey { key } } }`,
    { input },
  );
  return data.made.key;
}

describe('the API clients of a trust', () => {
  it('are listed with their schools and who made them, those of the operator too', async () => {
    await operator.issue(trust, 'all', 'staff:read');
    await create('Arbor', [1, 0]);

    expect(await clientsOf(manager)).toMatchObject([
      {
        ...{ name: 'Arbor', scopes: ['staff:write'], allSchools: false, hourlyCost: null },
        ...{ lastUsedAt: null, revokedAt: null, createdBy: { name: 'Grace Hopper' } },
        schools: { edges: [{ node: { name: 'Alder' } }, { node: { name: 'Birch' } }] },
      },
      {
        ...{ name: 'mis', scopes: ['staff:read'], allSchools: true, createdBy: null },
        schools: { edges: { length: 3 } },
      },
    ]);
  });

  it('are not shown to another trust, nor to somebody who answers for fewer schools', async () => {
    await create('Bromcom', [1]);
    const stranger = managerOf(await people.trust('Elder'), newId());
    const { id = '' } = trust.schools[1] ?? {};

    expect(await clientsOf(stranger)).toEqual([]);
    const fewer = await clientsOf({ ...manager, allPlaces: false, placeIds: [id] });
    expect(fewer.map(({ name }) => name)).toEqual(['Bromcom']);
  });

  it('cost as many statements as one of them', async () => {
    const ask = (first: number) =>
      people.served.statementsDuring(() => people.data(manager, query, { first }));
    await ask(1);

    expect(await ask(3)).toBe(await ask(1));
  });

  it('say when a key last came in, which is noted once a minute and holds nobody up', async () => {
    const key = await create('Wonde', [0]);
    const [, , keyId = ''] = key.split('_');
    const lastUse = async () => {
      const found = (await clientsOf(manager)).find((client) => client.keyId === keyId);
      return found?.lastUsedAt ?? null;
    };
    const noted = async (before: string | null) => {
      const end = Date.now() + 20_000;
      let last = await lastUse();
      for (; last === before && Date.now() < end; last = await lastUse()) await pause(20);
      return last;
    };

    await operator.principalOfKey(key);
    const first = await noted(null);
    expect(Math.abs(Date.parse(first ?? '') - Date.now())).toBeLessThan(60_000);

    await operator.principalOfKey(key);
    await pause(100);
    expect(await lastUse()).toBe(first);

    await asSuperuser(people.served.database.name, (client) =>
      client.query(
        `UPDATE api_client SET last_used_at = now() - interval '61 seconds' WHERE key_id = $1`,
        [keyId],
      ),
    );
    const earlier = await lastUse();
    await operator.principalOfKey(key);
    expect(await noted(earlier)).not.toBe(earlier);
  });

  it('do not count a use by somebody who only knows the public part', async () => {
    const key = await create('SIMS', [0]);

    expect(await operator.principalOfKey(`${key.slice(0, -43)}${'x'.repeat(43)}`)).toBeNull();
    await pause(100);

    const [newest] = await clientsOf(manager);
    expect(newest).toMatchObject({ name: 'SIMS', lastUsedAt: null });
  });

  it('are the same that the operator lists', async () => {
    const key = await create('Census', [2]);

    const list = await operator.done(`list --trust ${trust.uid}`);

    expect(list).toContain(
      `${key.split('_')[2] ?? ''} Census: staff:write; URN ${urnOf(trust, 2)}`,
    );
  });
});
