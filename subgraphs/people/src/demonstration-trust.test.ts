import { beforeAll, describe, expect, it } from '@jest/globals';
import { demonstrationTrusts } from '@trellis/demonstration/demonstration';
import type { TrustRecords } from '@trellis/demonstration/records';
import { newId } from '@trellis/subgraph-kit/ids';
import { aViewer } from '@trellis/subgraph-kit/testing/test-viewer';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import { DemonstrationLoad } from './demonstration-trust.ts';
import { testPeople } from './testing.ts';

const people = testPeople();

const [, records] = demonstrationTrusts({ seed: 'test', today: londonDay() });

const issuer = 'https://id.example/other';
const entrance = {
  provider: { issuer, audience: 'a', jwksUri: `${issuer}/jwks`, algorithms: ['ES256'] },
  mis: { id: newId(), key: `spk_test_demonstrmis1_${'x'.repeat(43)}` },
};

/** @returns how many people the load said it advanced by. */
async function load(trust: TrustRecords): Promise<number> {
  let loaded = 0;
  await new DemonstrationLoad(people.db).load(trust, entrance, (more) => {
    loaded += more;
  });
  return loaded;
}

describe('the demonstration trust', () => {
  let trust: TrustRecords;
  beforeAll(async () => {
    if (!records) throw new Error('there is a second trust');
    trust = records;
    expect(await load(trust)).toBe(trust.people.length);
  });

  it('is there as it was generated, in schools of the register', async () => {
    const { id: trustId, name, companiesHouseNumber } = trust.trust;
    const central = aViewer({ trustId, allPlaces: true, scopes: ['staff:read', 'trust:read'] });
    const query = `{ trust { name companiesHouseNumber } networks { totalCount }
      schools(first: 100) { edges { node { id urn name } } } }`;

    const found = await people.data<{ schools: { edges: { node: unknown }[] } }>(central, query);
    expect(found).toMatchObject({
      trust: { name, companiesHouseNumber },
      networks: { totalCount: trust.networks.length },
    });
    const schools = found.schools.edges.map(({ node }) => node);
    expect(schools).toHaveLength(trust.schools.length);
    expect(schools).toEqual(expect.arrayContaining([...trust.schools]));
  });

  it('has networks whose members wrote, asked and answered', async () => {
    const [output] = trust.networkWords.outputs;
    const personId = output?.authorIds[0] ?? '';
    const author = aViewer({ trustId: trust.trust.id, personId, scopes: ['staff:read'] });
    const query = `query ($id: ID!) { network(id: $id) { deputy { name } meetings { totalCount }
      outputs { totalCount edges { node { authors { name } } } }
      questions { edges { node { askedBy { name } answers { totalCount } } } } } }`;

    expect(await people.data(author, query, { id: output?.networkId })).toEqual({
      network: {
        deputy: { name: expect.any(String) },
        meetings: { totalCount: 1 },
        outputs: {
          totalCount: 2,
          edges: [1, 2].map(() => ({
            node: { authors: expect.arrayContaining([{ name: expect.any(String) }]) },
          })),
        },
        questions: {
          edges: [{ node: { askedBy: { name: expect.any(String) }, answers: { totalCount: 1 } } }],
        },
      },
    });
  });

  it('stays as it is when it is loaded again', async () => {
    const rows = async () => {
      const viewer = aViewer({ trustId: trust.trust.id });
      return people.db.as(viewer, () =>
        people.db.rows(`SELECT (SELECT array_agg(xmin::text) FROM person),
          (SELECT array_agg(xmin::text) FROM assignment), (SELECT array_agg(xmin::text) FROM school),
          (SELECT count(*) FROM manager_link), (SELECT count(*) FROM role_grant),
          (SELECT count(*) FROM sign_in), (SELECT count(*) FROM api_client)`),
      );
    };
    const before = await rows();

    expect(await load(trust)).toBe(trust.people.length);
    expect(await rows()).toEqual(before);
  });

  it('lets its users in with what their roles allow', async () => {
    const gateway = aViewer({ personId: null, scopes: ['principal:read'] });
    const [user] = trust.users;
    const query = `{ principalOfToken(issuer: "${issuer}", subject: "${user?.name ?? ''}") {
      personId allPlaces } }`;

    expect(await people.data(gateway, query)).toEqual({
      principalOfToken: { personId: user?.personId, allPlaces: true },
    });
  });
});
