import { describe, expect, it } from '@jest/globals';
import { TestOutputs } from '../network-outputs.testing.ts';
import { testPeople } from '../testing.ts';

const people = testPeople();
const outputs = new TestOutputs(people);

const begin = async () => {
  const trust = await people.trust();
  return { trust, ...(await outputs.network(trust)) };
};

describe('outputs', () => {
  it('are found by kind, subject, phase and the words in them, page by page', async () => {
    const { networkId, bob } = await begin();
    const maths = { kind: 'CURRICULUM', subjectCode: 'MAT', phaseCodes: ['4'] };
    await outputs.write(bob, networkId, { ...maths, title: 'Brüche', text: '50 % of a_b.' });
    await outputs.write(bob, networkId, { kind: 'ASSESSMENT', title: 'Spelling', text: 'A list.' });
    await outputs.write(bob, networkId, { title: 'Keys', text: 'Who has which.' });
    const find = async (filter: object) => {
      const query = `query ($id: ID!, $filter: NetworkOutputFilter) { network(id: $id) {
        outputs(filter: $filter) { edges { node { title } } } } }`;
      const { network } = await people.data<{
        network: { outputs: { edges: { node: { title: string } }[] } };
      }>(bob, query, { id: networkId, filter });
      return network.outputs.edges.map(({ node }) => node.title);
    };

    expect(await find({})).toEqual(['Keys', 'Spelling', 'Brüche']);
    expect(await find({ kind: 'ASSESSMENT' })).toEqual(['Spelling']);
    expect(await find({ subjectCode: 'MAT' })).toEqual(['Brüche']);
    expect(await find({ phaseCode: '2' })).toEqual(['Keys', 'Spelling']);
    expect(await find({ text: 'BRUCHE 50 a_b' })).toEqual(['Brüche']);
    expect(await find({ text: '%' })).toEqual(['Brüche']);
    expect(await find({ isWithdrawn: true })).toEqual([]);
    const page = `query ($after: String) { networkOutputs(first: 2, after: $after) { totalCount
      pageInfo { hasNextPage endCursor } edges { node { title } } } }`;
    const first = await people.data<{ networkOutputs: { pageInfo: { endCursor: string } } }>(
      ...([bob, page] as const),
    );
    expect(first).toMatchObject({
      networkOutputs: { totalCount: 3, pageInfo: { hasNextPage: true } },
    });
    const after = first.networkOutputs.pageInfo.endCursor;
    expect(await people.data(bob, page, { after })).toMatchObject({
      networkOutputs: { edges: [{ node: { title: 'Brüche' } }] },
    });
  });

  it('are read with as many statements for three networks of three as for one of one', async () => {
    const { trust, networkId, ids, bob } = await begin();
    const query = `{ networks { edges { node { outputs { edges { node { title authors { name person { name } }
      versions { edges { node { writtenBy { name } authors { name } } } } } } } } } } }`;
    const statements = () => people.served.statementsDuring(() => people.data(bob, query));
    const both = { authorIds: [ids[1], ids[2]] };
    await outputs.revise(bob, await outputs.write(bob, networkId, both));
    const few = await statements();
    for (const name of ['Second', 'Third']) {
      const { id } = await people.network(trust, [ids[1], ids[2]], { name });
      for (let n = 0; n < 3; n += 1) {
        await outputs.revise(bob, await outputs.write(bob, id, both));
      }
    }

    expect(await statements()).toBe(few);
  });

  it('are written once under one key', async () => {
    const { networkId, bob } = await begin();
    const key = { idempotencyKey: 'once' };
    const { id } = await outputs.write(bob, networkId, key);

    expect(await outputs.write(bob, networkId, key)).toMatchObject({ id });
  });
});
