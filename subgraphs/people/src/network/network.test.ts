import { describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { asSuperuser } from '@trellis/subgraph-kit/testing/test-cluster';
import { day, staffViewer, testPeople, type TestTrust } from '../testing.ts';

const people = testPeople();

const members = `lead { name } members { totalCount edges { node { joinedOn person {
  name assignments { school { name } } } } } }`;

describe('a network', () => {
  it('has members of many schools with their posts, by name, and a lead who is one of them', async () => {
    const trust = await people.trust('Alder', 'Birch');
    const ada = await people.hire(trust, { familyName: 'Young', posts: [{ school: 0 }] });
    const bob = await people.hire(trust, { familyName: 'Adams', posts: [{ school: 1 }] });
    const { id } = await people.network(trust, [ada.id, bob.id], { subjectCode: 'MAT' });
    const query = `query ($id: ID!) { network(id: $id) { subject { code name } ${members} } }`;
    const member = (name: string, school: string) => ({
      node: { joinedOn: day(-100), person: { name, assignments: [{ school: { name: school } }] } },
    });

    expect(await people.data(trust.central, query, { id })).toEqual({
      network: {
        subject: { code: 'MAT', name: 'Mathematics' },
        lead: { name: 'Ada Young' },
        members: {
          totalCount: 2,
          edges: [member('Ada Adams', 'Birch'), member('Ada Young', 'Alder')],
        },
      },
    });
  });

  it('is not led by somebody who does not belong to it', async () => {
    const trust = await people.trust();
    const [member, outsider] = [await people.hire(trust), await people.hire(trust)];

    const { refused } = await people.network(trust, [member.id], { leadId: outsider.id });
    expect(refused).toMatchObject([{ reason: 'The lead is not a member.' }]);
    expect(await people.data(trust.central, '{ networks { totalCount } }')).toEqual({
      networks: { totalCount: 0 },
    });
    const { id } = await people.network(trust, [member.id], {});
    const theirs = await people.network(trust, [outsider.id], {});
    const insert = asSuperuser(people.served.database.name, (client) =>
      client.query(
        `INSERT INTO network_term (trust_id, id, network_id, membership_id, role, starts_on)
         SELECT $1, $2, $3, id, 'DEPUTY', current_date FROM network_membership
          WHERE network_id = $4`,
        [trust.id, newId(), id, theirs.id],
      ),
    );
    await expect(insert).rejects.toThrow('network_term_is_a_members');
  });

  it('shows everybody that it exists, and its members to those who may see them', async () => {
    const trust = await people.trust();
    const [lead, outsider] = [await people.hire(trust), await people.hire(trust)];
    await people.network(trust, [lead.id], { name: 'Sites' });
    const query = `{ networks { edges { node { name lead { name } members { totalCount } } } } }`;

    expect(await people.data(staffViewer(trust, outsider.id), query)).toEqual({
      networks: { edges: [{ node: { name: 'Sites', lead: null, members: { totalCount: 0 } } }] },
    });
  });

  it('no longer has those who left', async () => {
    const trust = await people.trust();
    const [lead, left] = [await people.hire(trust), await people.hire(trust)];
    await people.network(trust, [lead.id, left.id], { leftOn: day(0) });
    const query = `query ($id: ID!) { person(id: $id) { networks { members { totalCount } } } }`;

    expect(await people.data(trust.central, query, { id: left.id })).toEqual({
      person: { networks: [] },
    });
    expect(await people.data(trust.central, query, { id: lead.id })).toEqual({
      person: { networks: [{ members: { totalCount: 1 } }] },
    });
  });

  it('is found by subject and by the words of its name and purpose', async () => {
    const trust = await people.trust();
    const lead = await people.hire(trust);
    await people.network(trust, [lead.id], { name: 'Maths Leads', subjectCode: 'MAT' });
    await people.network(trust, [lead.id], { name: 'Café Staff', purpose: 'For the Crêperie.' });
    const query = `query ($filter: NetworkFilter) {
      networks(filter: $filter) { edges { node { name } } } }`;
    const names = async (filter: object) => {
      const { networks } = await people.data<{
        networks: { edges: { node: { name: string } }[] };
      }>(trust.central, query, { filter });
      return networks.edges.map(({ node }) => node.name);
    };

    expect(await names({})).toEqual(['Café Staff', 'Maths Leads']);
    expect(await names({ subjectCode: 'MAT' })).toEqual(['Maths Leads']);
    for (const text of ['cafe FOR', 'creperie', 'CRÊPERIE']) {
      expect(await names({ text })).toEqual(['Café Staff']);
    }
    expect(await names({ text: '_' })).toEqual([]);
  });

  it('is not there for another trust, nor under an id that is none', async () => {
    const [ours, theirs] = [await people.trust(), await people.trust()];
    const lead = await people.hire(theirs);
    const { id } = await people.network(theirs, [lead.id], {});
    const find = 'query ($id: ID!) { network(id: $id) { name } }';

    for (const unknown of [id, newId(), 'nonsense']) {
      expect(await people.codes(ours.central, find, { id: unknown })).toEqual(['NOT_FOUND']);
    }
    expect(await people.data(ours.central, '{ networks { totalCount } }')).toEqual({
      networks: { totalCount: 0 },
    });
    const reference = `{ _entities(representations: [{ __typename: "Network", id: "${id}" }]) {
      ... on Network { name } } }`;
    expect(await people.data(ours.central, reference)).toEqual({ _entities: [null] });
  });

  it('has no member of another trust', async () => {
    const [ours, theirs] = [await people.trust(), await people.trust()];
    const stranger = await people.hire(theirs);

    const { refused } = await people.network(ours, [stranger.id], {});
    expect(refused).toMatchObject([{ reason: 'A member is not known.' }]);
  });

  it('asks the database as often for fifty members in five networks as for five in one', async () => {
    const [small, big] = [await people.trust(), await people.trust()];
    for (const [trust, networks] of [
      [small, 1],
      [big, 5],
    ] as const) {
      for (let n = 0; n < networks; n += 1) {
        const hired = Array.from({ length: n === 0 ? 5 : 10 }, () => people.hire(trust));
        await people.network(
          trust,
          (await Promise.all(hired)).map(({ id }) => id),
          {},
        );
      }
    }
    const query = `{ networks { edges { node { ${members} } } } }`;
    const statements = ({ central }: TestTrust) =>
      people.served.statementsDuring(() => people.data(central, query));

    expect(await statements(big)).toBe(await statements(small));
  });
});
