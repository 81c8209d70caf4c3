import { describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { atOnce } from '@trellis/subgraph-kit/testing/at-once';
import { asSuperuser } from '@trellis/subgraph-kit/testing/test-cluster';
import { fellow, keeper, TestNetworks } from '../networks.testing.ts';
import { testPeople } from '../testing.ts';
import { said, TestOutputs, type ToldOutput } from '../network-outputs.testing.ts';

const people = testPeople();
const outputs = new TestOutputs(people);

const begin = async () => {
  const trust = await people.trust();
  return { trust, ...(await outputs.network(trust)) };
};

const history = `query ($id: ID!) { networkOutput(id: $id) { version text authors { name }
  versions { totalCount edges { node { number title text whatChanged writtenBy { name person { name } }
    authors { name } } } } } }`;

const numbersOf = async (viewer: Parameters<TestOutputs['reads']>[0], { id }: ToldOutput) => {
  const { networkOutput } = await people.data<{
    networkOutput: { versions: { edges: { node: { number: number } }[] } };
  }>(viewer, history, { id });
  return networkOutput.versions.edges.map(({ node }) => node.number);
};

describe('an output of a network', () => {
  it('is written by members, by several at once, with a text and a link', async () => {
    const { networkId, ids, bob } = await begin();
    const told = {
      ...{
        subjectCode: 'MAT',
        phaseCodes: ['4', '2', '4'],
        link: 'https://files.example/a b'.replace(' ', '%20'),
      },
      authorIds: [ids[1], ids[2]],
    };
    const { id } = await outputs.write(bob, networkId, told);
    const query = `query ($id: ID!) { networkOutput(id: $id) { title kind subject { code } text link
      phases { code } audience version authors { name person { id } card { name } } network { name } } }`;

    expect(await people.data(bob, query, { id })).toEqual({
      networkOutput: {
        ...{ title: 'Checking a boiler', kind: 'PROCEDURE', text: 'Look first.', version: 1 },
        ...{ subject: { code: 'MAT' }, phases: [{ code: '2' }, { code: '4' }] },
        ...{ link: 'https://files.example/a%20b', audience: 'NETWORK', network: { name: 'Sites' } },
        authors: [
          { name: 'Bob Smith', person: { id: ids[1] }, card: null },
          { name: 'Cleo Smith', person: { id: ids[2] }, card: null },
        ],
      },
    });
  });

  it('keeps each version with who wrote it, when and what changed', async () => {
    const { networkId, ids, bob, lead } = await begin();
    const first = await outputs.write(bob, networkId);
    const second = await outputs.revise(lead, first, {
      ...{ text: 'Look twice.', whatChanged: 'The second look.', authorIds: [ids[1], ids[0]] },
    });
    expect(second).toMatchObject({ version: 2, text: 'Look twice.' });

    expect(await people.data(bob, history, { id: first.id })).toEqual({
      networkOutput: {
        ...{ version: 2, text: 'Look twice.' },
        authors: [{ name: 'Bob Smith' }, { name: 'Ada Smith' }],
        versions: {
          totalCount: 2,
          edges: [
            {
              node: {
                ...{ number: 2, title: 'Checking a boiler', text: 'Look twice.' },
                whatChanged: 'The second look.',
                writtenBy: { name: 'Ada Smith', person: { name: 'Ada Smith' } },
                authors: [{ name: 'Bob Smith' }, { name: 'Ada Smith' }],
              },
            },
            {
              node: {
                ...{ number: 1, title: 'Checking a boiler', text: 'Look first.', whatChanged: '' },
                writtenBy: { name: 'Bob Smith', person: { name: 'Bob Smith' } },
                authors: [{ name: 'Bob Smith' }],
              },
            },
          ],
        },
      },
    });
  });

  it('changes nothing that was kept, whoever writes', async () => {
    const { trust, networkId, bob } = await begin();
    await outputs.write(bob, networkId);
    for (const table of ['network_output_version', 'network_output_author']) {
      for (const sql of [`UPDATE ${table} SET trust_id = trust_id`, `DELETE FROM ${table}`]) {
        const change = people.db.as(bob, () => people.db.rows(sql));
        await expect(change).rejects.toThrow('permission denied');
      }
    }
    const again = asSuperuser(people.served.database.name, (client) =>
      client.query(
        `INSERT INTO network_output_version SELECT * FROM network_output_version
          WHERE trust_id = $1`,
        [trust.id],
      ),
    );
    await expect(again).rejects.toThrow('network_output_version_pkey');
  });

  it('of two editors at once takes one, and shows the other what was written', async () => {
    const { networkId, bob, lead } = await begin();
    const first = await outputs.write(bob, networkId);
    const saving = (who: typeof bob, text: string) => () => outputs.revise(who, first, { text });

    const answers = await atOnce(people.served.database.name, 'network_output_author', [
      saving(bob, 'By Bob.'),
      saving(lead, 'By Ada.'),
    ]);

    expect(answers.map(({ __typename }) => __typename).sort()).toEqual([
      'NetworkOutput',
      'OutputRevised',
    ]);
    expect(await numbersOf(bob, first)).toEqual([2, 1]);
  });

  it('tells a stale editor what is there now, and takes what they put together', async () => {
    const { networkId, bob, lead } = await begin();
    const first = await outputs.write(bob, networkId);
    await outputs.revise(lead, first, { text: 'By Ada.' });

    const told = await outputs.revise(bob, first, { text: 'By Bob.' });
    expect(told).toMatchObject({
      ...{ __typename: 'OutputRevised', output: { version: 2, text: 'By Ada.' } },
    });
    const current = { ...first, version: 2 };
    expect(await outputs.revise(bob, current, { text: 'By both.' })).toMatchObject({ version: 3 });
    const publish = { id: first.id, version: 2, audience: 'TRUST' };
    expect(await outputs.do(bob, 'publishNetworkOutput', publish)).toMatchObject({
      __typename: 'OutputRevised',
    });
  });

  it('is revised by its authors and those who lead, and by no other member', async () => {
    const { trust, networkId, ids, bob, cleo, lead, outsider } = await begin();
    const { ids: others } = await outputs.network(trust, 'Other');
    const first = await outputs.write(bob, networkId);
    const change = { id: first.id, version: 1, whatChanged: 'x', authorIds: [ids[2]], ...said() };

    expect(await outputs.codes(cleo, 'reviseNetworkOutput', change)).toEqual(['FORBIDDEN']);
    for (const who of [outsider, fellow(trust, others[0]), keeper(trust)]) {
      expect(await outputs.codes(who, 'reviseNetworkOutput', change)).toEqual(['NOT_FOUND']);
    }
    expect(await outputs.revise(lead, first)).toMatchObject({ version: 2 });
    const draft = await outputs.write(bob, networkId, { audience: 'AUTHORS' });
    const ofDraft = { ...change, id: draft.id };
    expect(await outputs.codes(lead, 'reviseNetworkOutput', ofDraft)).toEqual(['NOT_FOUND']);
  });

  it('names as authors members, and those who were authors when they left', async () => {
    const { trust, networkId, ids, bob, outsiderId, lead } = await begin();
    const both = [ids[1], ids[2]];
    const first = await outputs.write(bob, networkId, { authorIds: both });
    await new TestNetworks(people).do(fellow(trust, ids[2]), 'leaveNetwork', { networkId });

    expect(await outputs.revise(bob, first, { authorIds: both })).toMatchObject({ version: 2 });
    const unknown = newId();
    expect(
      await outputs.write(lead, networkId, { authorIds: [ids[0], outsiderId, unknown] }),
    ).toMatchObject({ __typename: 'AuthorNotInNetwork', personIds: [outsiderId, unknown] });
    expect(await outputs.write(lead, networkId, { authorIds: [ids[2]] })).toMatchObject({
      __typename: 'AuthorNotInNetwork',
    });
  });

  it('keeps its authors where a new version names none, also one who left', async () => {
    const { trust, networkId, ids, bob, lead } = await begin();
    const first = await outputs.write(bob, networkId, { authorIds: [ids[2], ids[1]] });
    await new TestNetworks(people).do(fellow(trust, ids[2]), 'leaveNetwork', { networkId });
    await outputs.revise(lead, first);

    expect(await people.data(bob, history, { id: first.id })).toMatchObject({
      networkOutput: { version: 2, authors: [{ name: 'Cleo Smith' }, { name: 'Bob Smith' }] },
    });
  });

  it('is no longer changed by an author who left', async () => {
    const { networkId, bob, ids, trust } = await begin();
    const shown = await outputs.write(bob, networkId, { audience: 'TRUST' });
    await new TestNetworks(people).do(bob, 'leaveNetwork', { networkId });

    expect(await outputs.revise(bob, shown)).toMatchObject({ __typename: 'NotInNetwork' });
    expect(await outputs.write(fellow(trust, ids[1]), networkId)).toMatchObject({
      __typename: 'NotInNetwork',
    });
  });

  it('is withdrawn with a reason, and no longer revised', async () => {
    const { networkId, bob, cleo } = await begin();
    const first = await outputs.write(bob, networkId);
    const withdrawal = { id: first.id, reason: 'The boiler is gone.' };
    expect(await outputs.codes(cleo, 'withdrawNetworkOutput', withdrawal)).toEqual(['FORBIDDEN']);

    for (const reason of [withdrawal.reason, 'Another.']) {
      const told = await outputs.do(bob, 'withdrawNetworkOutput', { ...withdrawal, reason });
      expect(told).toMatchObject({ withdrawalReason: 'The boiler is gone.' });
    }
    expect(await outputs.revise(bob, first)).toMatchObject({ __typename: 'OutputWithdrawn' });
    const publish = { id: first.id, version: 1, audience: 'TRUST' };
    expect(await outputs.do(bob, 'publishNetworkOutput', publish)).toMatchObject({
      __typename: 'OutputWithdrawn',
    });
  });

  it.each([
    ['a text of 200 KB', { text: 'x'.repeat(200_000) }],
    ['no text and no link', { text: ' \n' }],
    ['a link in the clear', { link: 'http://files.example/a' }],
    ['a script for a link', { link: 'javascript:alert(1)' }],
    ['a link with a password', { link: 'https://me:secret@files.example/a' }],
    ['a link that is none', { link: 'https://' }],
    ['a link that is too long', { link: `https://files.example/${'a'.repeat(2_000)}` }],
    ['no title', { title: '' }],
    ['a title that is too long', { title: 'x'.repeat(151) }],
    ['a subject that the census has not', { subjectCode: 'NOPE' }],
    ['a phase that GIAS has not', { phaseCodes: ['99'] }],
    ['no author', { authorIds: [] }],
    ['twenty-one authors', { authorIds: Array.from({ length: 21 }, () => newId()) }],
  ])('is refused with %s', async (_, wrong) => {
    const { networkId, bob } = await begin();
    const input = { networkId, audience: 'NETWORK', authorIds: [bob.personId], ...said(wrong) };

    expect(await outputs.codes(bob, 'writeNetworkOutput', input)).toEqual(['BAD_USER_INPUT']);
  });

  it('takes a text of 100,000 characters, in any script', async () => {
    const { networkId, bob } = await begin();
    const text = 'é漢'.repeat(50_000);

    expect(await outputs.write(bob, networkId, { text })).toMatchObject({ text });
  });
});
