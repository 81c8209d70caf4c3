import { describe, expect, it } from '@jest/globals';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { teamOf } from '../alliance/testing.ts';
import { fellow, keeper, TestNetworks } from '../networks.testing.ts';
import { endsOfSharing, TestSharedNetworks } from '../shared-networks.testing.ts';
import { staffViewer, testPeople } from '../testing.ts';
import { TestOutputs, type ToldOutput } from '../network-outputs.testing.ts';

const people = testPeople();
const outputs = new TestOutputs(people);
const shared = new TestSharedNetworks(people);
const networks = new TestNetworks(people);

const rowsOf = (viewer: Viewer, sql: string, parameters: readonly unknown[] = []) =>
  people.db.as(viewer, () => people.db.rows<Record<string, unknown>>(sql, parameters));
const tables = ['network_output', 'network_output_version', 'network_output_author'];

const begin = async () => {
  const trust = await people.trust();
  return { trust, ...(await outputs.network(trust)) };
};

const numbers = `query ($id: ID!) { networkOutput(id: $id) { versions { edges { node { number } } } } }`;
const numbersFor = async (viewer: Viewer, { id }: ToldOutput) => {
  const { networkOutput } = await people.data<{
    networkOutput: { versions: { edges: { node: { number: number } }[] } };
  }>(viewer, numbers, { id });
  return networkOutput.versions.edges.map(({ node }) => node.number);
};

describe('who reads an output', () => {
  it('is its authors while it is a draft', async () => {
    const { networkId, ids, bob, cleo, lead, outsider, trust } = await begin();
    const draft = await outputs.write(bob, networkId, {
      ...{ audience: 'AUTHORS', authorIds: [ids[1], ids[2]] },
    });
    const readers = async () =>
      Promise.all(
        [bob, cleo, lead, outsider, teamOf(trust)].map((who) => outputs.reads(who, draft)),
      );

    expect(await readers()).toEqual([true, true, false, false, false]);
    for (const table of tables) {
      for (const who of [lead, outsider, teamOf(trust)]) {
        expect(await rowsOf(who, `SELECT trust_id FROM ${table}`)).toEqual([]);
      }
    }
    await networks.do(cleo, 'leaveNetwork', { networkId });
    expect(await readers()).toEqual([true, false, false, false, false]);
  });

  it('is no longer somebody whom the current version does not name', async () => {
    const { networkId, ids, bob, cleo } = await begin();
    const draft = await outputs.write(bob, networkId, {
      ...{ audience: 'AUTHORS', authorIds: [ids[1], ids[2]] },
    });
    await outputs.revise(bob, draft, { authorIds: [ids[1]] });

    expect([await outputs.reads(bob, draft), await outputs.reads(cleo, draft)]).toEqual([
      true,
      false,
    ]);
  });

  it('is the network, and then the whole trust, as it is published', async () => {
    const { networkId, bob, cleo, outsider, trust } = await begin();
    const draft = await outputs.write(bob, networkId, { audience: 'AUTHORS' });
    const publish = (audience: string) =>
      outputs.do(bob, 'publishNetworkOutput', { id: draft.id, version: 1, audience });
    const readers = async () =>
      Promise.all([cleo, outsider, keeper(trust)].map((who) => outputs.reads(who, draft)));
    await publish('NETWORK');
    expect(await readers()).toEqual([true, false, false]);
    await publish('TRUST');

    // A system with a key is nobody who works in the trust.
    expect(await readers()).toEqual([true, true, false]);
    const again = { id: draft.id, version: 1, audience: 'AUTHORS' };
    expect(await outputs.codes(bob, 'publishNetworkOutput', again)).toEqual(['BAD_USER_INPUT']);
  });

  it('reads of earlier versions what could be read then', async () => {
    const { networkId, bob, cleo, outsider } = await begin();
    const draft = await outputs.write(bob, networkId, { audience: 'AUTHORS' });
    const second = await outputs.revise(bob, draft);
    await outputs.do(bob, 'publishNetworkOutput', {
      ...{ id: draft.id, version: 2, audience: 'NETWORK' },
    });
    await outputs.revise(bob, second);
    await outputs.do(bob, 'publishNetworkOutput', { id: draft.id, version: 3, audience: 'TRUST' });

    expect(await numbersFor(bob, draft)).toEqual([3, 2, 1]);
    expect(await numbersFor(cleo, draft)).toEqual([3, 2]);
    expect(await numbersFor(outsider, draft)).toEqual([3]);
    const sql = 'SELECT number FROM network_output_version ORDER BY number';
    expect(await rowsOf(outsider, sql)).toEqual([{ number: 3 }]);
    expect(await rowsOf(cleo, sql)).toEqual([{ number: 2 }, { number: 3 }]);
  });

  it('is members alone once it is withdrawn, who read why', async () => {
    const { networkId, bob, cleo, outsider, trust } = await begin();
    const shown = await outputs.write(bob, networkId, { audience: 'TRUST' });
    const keeping: Viewer = {
      ...fellow(trust, outsider.personId ?? ''),
      scopes: new Set(['staff:read', 'network:join', 'network:manage']),
    };
    await outputs.do(keeping, 'withdrawNetworkOutput', { id: shown.id, reason: 'Out of date.' });
    const query = `query ($id: ID!) { networkOutput(id: $id) { withdrawalReason } }`;

    expect(await people.data(cleo, query, { id: shown.id })).toEqual({
      networkOutput: { withdrawalReason: 'Out of date.' },
    });
    expect(await outputs.reads(outsider, shown)).toBe(false);
    expect(await rowsOf(outsider, 'SELECT id FROM network_output')).toEqual([]);
    const inner = await outputs.write(bob, networkId);
    expect(
      await outputs.codes(keeping, 'withdrawNetworkOutput', { id: inner.id, reason: 'x' }),
    ).toEqual(['NOT_FOUND']);
  });

  it('is nobody of another trust', async () => {
    const { networkId, bob } = await begin();
    const other = await begin();
    const shown = await outputs.write(bob, networkId, { audience: 'TRUST' });

    expect(await outputs.reads(other.lead, shown)).toBe(false);
    expect(
      await outputs.codes(other.lead, 'withdrawNetworkOutput', { id: shown.id, reason: 'x' }),
    ).toEqual(['NOT_FOUND']);
    for (const table of tables) {
      expect(await rowsOf(teamOf(other.trust), `SELECT trust_id FROM ${table}`)).toEqual([]);
    }
  });

  it('writes none for others: row security takes rows of members alone', async () => {
    const { networkId, bob, outsider, trust } = await begin();
    const { id } = await outputs.write(bob, networkId);
    const forge = rowsOf(
      outsider,
      `INSERT INTO network_output (trust_id, id, network_id, audience, search_text)
       VALUES ($1, gen_random_uuid(), $2, 'AUTHORS', 'x')`,
      [trust.id, networkId],
    );
    await expect(forge).rejects.toThrow('row-level security');
    const staff = staffViewer(trust, outsider.personId ?? '');
    await rowsOf(staff, "UPDATE network_output SET search_text = 'x' WHERE id = $1", [id]);

    expect(await rowsOf(bob, 'SELECT search_text FROM network_output')).toEqual([
      { search_text: 'checking a boiler look first.' },
    ]);
  });
});

describe('outputs of a network that is shared with an allied trust', () => {
  const seen = `{ sharedNetworks { outputs { totalCount edges { node { title text network { name }
    authors { name person { id } card { name schoolName role { code } } }
    versions { edges { node { number } } } } } } } }`;

  it('are read by its guests, as they are now, with cards of their authors', async () => {
    const { networkId, bob, guest, other } = await shared.begin();
    await outputs.write(bob, networkId, { audience: 'AUTHORS', title: 'Draft' });
    const first = await outputs.write(bob, networkId);
    await outputs.revise(bob, first, { text: 'Look twice.' });
    const withdrawn = await outputs.write(bob, networkId, { title: 'Old', audience: 'TRUST' });
    await outputs.do(bob, 'withdrawNetworkOutput', { id: withdrawn.id, reason: 'x' });

    expect(await people.data(guest, seen)).toEqual({
      sharedNetworks: [
        {
          outputs: {
            totalCount: 1,
            edges: [
              {
                node: {
                  ...{ title: 'Checking a boiler', text: 'Look twice.', network: null },
                  authors: [
                    {
                      ...{ name: 'Bob Smith', person: null },
                      card: { name: 'Bob Smith', schoolName: 'Alder', role: { code: 'TCHR' } },
                    },
                  ],
                  versions: { edges: [{ node: { number: 2 } }] },
                },
              },
            ],
          },
        },
      ],
    });
    expect(await people.data(other, seen)).toMatchObject({
      sharedNetworks: [{ outputs: { totalCount: 0 } }],
    });
  });

  it('reach nobody else there, whatever is asked of the database', async () => {
    const { ours, theirs, networkId, bob, guest, other } = await shared.begin();
    await outputs.write(bob, networkId, { audience: 'TRUST' });
    await outputs.write(bob, networkId, { audience: 'AUTHORS' });
    const { networkId: unshared, bob: inside } = await outputs.network(ours, 'Private');
    await outputs.write(inside, unshared, { audience: 'TRUST' });

    for (const table of tables) {
      const sql = `SELECT DISTINCT network_id FROM ${table} WHERE trust_id = $1`;
      expect(await rowsOf(guest, sql, [ours.id])).toEqual([{ network_id: networkId }]);
      for (const who of [other, teamOf(theirs)])
        expect(await rowsOf(who, sql, [ours.id])).toEqual([]);
    }
    expect(await rowsOf(guest, 'SELECT audience FROM network_output')).toEqual([
      { audience: 'TRUST' },
    ]);
    await rowsOf(guest, "UPDATE network_output SET search_text = 'x' WHERE trust_id = $1", [
      ours.id,
    ]);
    expect(await rowsOf(bob, "SELECT id FROM network_output WHERE search_text = 'x'")).toEqual([]);
  });

  it.each(endsOfSharing)('are gone with the end of %s', async (what) => {
    const all = await shared.begin();
    const shown = await outputs.write(all.bob, all.networkId, { audience: 'TRUST' });
    expect(await outputs.reads(all.guest, shown)).toBe(true);
    await shared.end(what, all);

    expect(await outputs.reads(all.guest, shown)).toBe(false);
    for (const table of tables) {
      expect(await rowsOf(all.guest, `SELECT trust_id FROM ${table}`)).toEqual([]);
    }
  });

  it('are not written by guests', async () => {
    const { networkId, guest, bob } = await shared.begin();
    const shown = await outputs.write(bob, networkId);

    expect(
      await outputs.codes(guest, 'withdrawNetworkOutput', { id: shown.id, reason: 'x' }),
    ).toEqual(['NOT_FOUND']);
  });
});
