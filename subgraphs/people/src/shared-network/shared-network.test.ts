import { describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { teamOf, TestAlliances } from '../alliance/testing.ts';
import { fellow } from '../networks.testing.ts';
import { day, testPeople, type TestTrust } from '../testing.ts';

const people = testPeople();
const alliances = new TestAlliances(people);

const types: Readonly<Record<string, readonly [input: string, fields: string]>> = {
  shareNetwork: ['NetworkSharingInput', '... on NetworkSharing { id endedAt }'],
  stopSharingNetwork: ['NetworkSharingInput', '... on NetworkSharing { id endedAt }'],
  joinSharedNetwork: ['SharedNetworkInput', '... on SharedNetwork { id viewerBelongs }'],
  leaveSharedNetwork: ['SharedNetworkInput', '... on SharedNetwork { id viewerBelongs }'],
};

function textOf(mutation: string): string {
  const [type, fields] = types[mutation] ?? ['', ''];
  return `mutation ($input: ${type}!) { done: ${mutation}(input: $input) { __typename ${fields} } }`;
}

const change = async (viewer: Viewer, mutation: string, input: object) =>
  (await people.data<{ done: object }>(viewer, textOf(mutation), { input })).done;
const refused = (viewer: Viewer, mutation: string, input: object) =>
  people.codes(viewer, textOf(mutation), { input });

const rowsOf = (trust: TestTrust, sql: string, parameters: readonly unknown[] = []) =>
  people.db.as(teamOf(trust), () => people.db.rows<Record<string, unknown>>(sql, parameters));

/** Ours has a network that Ada leads; theirs has Bob. The two are allied and the network is shared. */
async function begin() {
  const [ours, theirs] = [await people.trust('Alder'), await people.trust('Birch')];
  const told = { workEmail: `ada.${ours.uid}@ours.example`, trn: null };
  const ada = await people.hire(ours, {
    ...told,
    familyName: 'Host',
    posts: [{ roles: ['PREM'] }],
  });
  const bob = await people.hire(theirs, { familyName: 'Guest', posts: [{ roles: ['CTKR'] }] });
  const { id: networkId } = await people.network(ours, [ada.id], { name: 'Sites' });
  const allianceId = await alliances.between(ours, theirs);
  const sharing = { networkId, allianceId };
  await change(teamOf(ours), 'shareNetwork', sharing);
  const [ana, guest] = [fellow(ours, ada.id), fellow(theirs, bob.id)];
  return { ours, theirs, ada, bob, networkId, allianceId, sharing, ana, guest };
}

const seenByGuests = `{ sharedNetworks { id name purpose viewerBelongs
  members { totalCount edges { node { name schoolName role { code name } } } } } }`;
const seenByHosts = `query ($id: ID!) { network(id: $id) { members { totalCount }
  guests { totalCount edges { node { name schoolName role { code } } } } } }`;

describe('a network that is shared with an allied trust', () => {
  it('shows there what it is, and of its members name, role and school', async () => {
    const { guest, networkId } = await begin();

    expect(await people.data(guest, seenByGuests)).toEqual({
      sharedNetworks: [
        {
          ...{ id: networkId, name: 'Sites', purpose: 'To read well.', viewerBelongs: false },
          members: {
            totalCount: 1,
            edges: [
              {
                node: {
                  ...{ name: 'Ada Host', schoolName: 'Alder' },
                  role: { code: 'PREM', name: expect.any(String) },
                },
              },
            ],
          },
        },
      ],
    });
  });

  it('is joined by people there, of whom the host sees the same and nothing else', async () => {
    const { ana, guest, networkId } = await begin();
    expect(await change(guest, 'joinSharedNetwork', { networkId })).toMatchObject({
      viewerBelongs: true,
    });
    await change(guest, 'joinSharedNetwork', { networkId });

    expect(await people.data(ana, seenByHosts, { id: networkId })).toEqual({
      network: {
        members: { totalCount: 1 },
        guests: {
          totalCount: 1,
          edges: [{ node: { name: 'Ada Guest', schoolName: 'Birch', role: { code: 'CTKR' } } }],
        },
      },
    });
    await change(guest, 'leaveSharedNetwork', { networkId });
    expect(await people.data(ana, seenByHosts, { id: networkId })).toMatchObject({
      network: { guests: { totalCount: 0 } },
    });
  });

  it('keeps what it shows as the records are', async () => {
    const { ours, theirs, guest, ada, bob, networkId, ana } = await begin();
    await change(guest, 'joinSharedNetwork', { networkId });
    await people.record(ours, [{ ...ada, familyName: 'Renamed' }]);
    await people.record(theirs, [
      {
        ...bob,
        contracts: bob.contracts.map((contract) => ({
          ...contract,
          assignments: contract.assignments.map((post) => ({ ...post, roleCodes: ['CLNR'] })),
        })),
      },
    ]);

    expect(await people.data(guest, seenByGuests)).toMatchObject({
      sharedNetworks: [{ members: { edges: [{ node: { name: 'Ada Renamed' } }] } }],
    });
    expect(await people.data(ana, seenByHosts, { id: networkId })).toMatchObject({
      network: { guests: { edges: [{ node: { role: { code: 'CLNR' } } }] } },
    });
    await people.record(theirs, [
      {
        ...bob,
        contracts: bob.contracts.map((contract) => ({
          ...contract,
          endsOn: day(0),
          assignments: contract.assignments.map((post) => ({ ...post, endsOn: day(0) })),
        })),
      },
    ]);
    expect(await people.data(ana, seenByHosts, { id: networkId })).toMatchObject({
      network: { guests: { totalCount: 0 } },
    });
  });

  it.each(['the host stops sharing', 'the host ends the alliance', 'the guest ends the alliance'])(
    'shows nothing more to either side when %s',
    async (how) => {
      const { ours, theirs, ana, guest, networkId, allianceId, sharing } = await begin();
      await change(guest, 'joinSharedNetwork', { networkId });
      if (how === 'the host stops sharing')
        await change(teamOf(ours), 'stopSharingNetwork', sharing);
      else await alliances.end(how.startsWith('the host') ? ours : theirs, allianceId);

      expect(await people.data(guest, seenByGuests)).toEqual({ sharedNetworks: [] });
      expect(await people.data(ana, seenByHosts, { id: networkId })).toMatchObject({
        network: { guests: { totalCount: 0 } },
      });
      for (const [trust, other] of [
        [ours, theirs],
        [theirs, ours],
      ] as const) {
        for (const table of ['network_card', 'network_share', 'network_guest']) {
          const foreign = `SELECT trust_id FROM ${table} WHERE trust_id = $1`;
          expect(await rowsOf(trust, foreign, [other.id])).toEqual([]);
        }
      }
      expect(await refused(guest, 'joinSharedNetwork', { networkId })).toEqual(['NOT_FOUND']);
    },
  );

  it('is not shared again by another alliance of the same two, unless it is said anew', async () => {
    const { ours, theirs, guest, networkId, allianceId } = await begin();
    await change(guest, 'joinSharedNetwork', { networkId });
    await alliances.end(theirs, allianceId);
    const next = await alliances.between(ours, theirs);
    expect(await people.data(guest, seenByGuests)).toEqual({ sharedNetworks: [] });
    for (const trust of [ours, theirs]) {
      const cards = 'SELECT 1 FROM network_card WHERE trust_id <> $1';
      expect(await rowsOf(trust, cards, [trust.id])).toEqual([]);
    }
    await change(teamOf(ours), 'shareNetwork', { networkId, allianceId: next });

    expect(await people.data(guest, seenByGuests)).toMatchObject({
      sharedNetworks: [{ id: networkId }],
    });
  });

  it('is not shared before the alliance stands, nor with a trust that is not in it', async () => {
    const [ours, theirs] = [await people.trust(), await people.trust()];
    const { id } = await people.hire(ours);
    const { id: networkId } = await people.network(ours, [id], {});
    const { id: allianceId } = await alliances.propose(ours, theirs);
    const sharing = { networkId, allianceId };

    expect(await change(teamOf(ours), 'shareNetwork', sharing)).toMatchObject({
      __typename: 'AllianceDoesNotStand',
    });
    expect(await refused(fellow(ours, id), 'shareNetwork', sharing)).toEqual(['FORBIDDEN']);
    for (const wrong of [
      { networkId: newId(), allianceId },
      { networkId, allianceId: newId() },
      { networkId: 'nonsense', allianceId: 'nonsense' },
    ]) {
      expect(await refused(teamOf(ours), 'shareNetwork', wrong)).toEqual(['NOT_FOUND']);
    }
  });
});

describe('what the database shows by itself', () => {
  it('is the network’s face and its cards: no person, post, school, member or guest', async () => {
    const { ours, theirs, guest, networkId } = await begin();
    await change(guest, 'joinSharedNetwork', { networkId });

    for (const [trust, other] of [
      [ours, theirs],
      [theirs, ours],
    ] as const) {
      const tables = await rowsOf(
        trust,
        `SELECT table_name AS name FROM information_schema.columns
          WHERE table_schema = 'public' AND column_name = 'trust_id'`,
      );
      const visible: string[] = [];
      for (const { name } of tables) {
        const foreign = `SELECT trust_id FROM ${String(name)} WHERE trust_id = $1 LIMIT 1`;
        if ((await rowsOf(trust, foreign, [other.id])).length > 0) visible.push(String(name));
      }
      const face = trust === theirs ? ['network_share'] : [];
      expect(visible.sort()).toEqual(['alliance_agreement', 'network_card', ...face]);
    }
    const [card] = await rowsOf(theirs, 'SELECT * FROM network_card WHERE trust_id = $1', [
      ours.id,
    ]);
    expect(Object.keys(card ?? {}).sort()).toEqual([
      ...['assignment_id', 'host_trust_id', 'membership_id', 'name', 'network_id', 'role_code'],
      ...['school_name', 'shown_from', 'shown_until', 'trust_id'],
    ]);
    expect(card).toMatchObject({ name: 'Ada Host', role_code: 'PREM', school_name: 'Alder' });
  });

  it('is nothing to a third trust, also one that is allied with both', async () => {
    const { ours, theirs, guest, networkId } = await begin();
    await change(guest, 'joinSharedNetwork', { networkId });
    const third = await people.trust();
    await alliances.between(third, ours);
    await alliances.between(third, theirs);

    for (const table of ['network_card', 'network_share', 'network_guest', 'network']) {
      expect(await rowsOf(third, `SELECT trust_id FROM ${table}`)).toEqual([]);
    }
    const stranger = fellow(third, (await people.hire(third)).id);
    expect(await people.data(stranger, seenByGuests)).toEqual({ sharedNetworks: [] });
    expect(await refused(stranger, 'joinSharedNetwork', { networkId })).toEqual(['NOT_FOUND']);
  });

  it('of a network that is not shared is no card, also between allies', async () => {
    const { ours, theirs, ada } = await begin();
    await people.network(ours, [ada.id], { name: 'Private' });

    const names = 'SELECT DISTINCT network_id FROM network_card WHERE trust_id = $1';
    expect(await rowsOf(theirs, names, [ours.id])).toHaveLength(1);
  });

  it('lets nobody be a guest where nothing is shared, write cards of others or change a share', async () => {
    const { ours, theirs, bob, networkId } = await begin();
    const { id: unshared } = await people.network(ours, [(await people.hire(ours)).id], {});
    const insert = rowsOf(
      theirs,
      `INSERT INTO network_guest (trust_id, id, host_trust_id, network_id, person_id, joined_on)
       VALUES ($1, $2, $3, $4, $5, current_date)`,
      [theirs.id, newId(), ours.id, unshared, bob.id],
    );
    await expect(insert).rejects.toThrow('row-level security');
    const forge = rowsOf(
      theirs,
      `INSERT INTO network_card SELECT trust_id, membership_id, gen_random_uuid(), host_trust_id,
         network_id, 'Somebody', role_code, school_name, shown_from, shown_until FROM network_card`,
    );
    await expect(forge).rejects.toThrow('row-level security');
    await rowsOf(theirs, "UPDATE network_card SET name = 'x' WHERE trust_id = $1", [ours.id]);
    await rowsOf(theirs, 'DELETE FROM network_card WHERE trust_id = $1', [ours.id]);
    await rowsOf(theirs, 'UPDATE network_share SET ended_at = now() WHERE network_id = $1', [
      networkId,
    ]);

    const kept = 'SELECT name FROM network_card WHERE trust_id = $1';
    expect(await rowsOf(ours, kept, [ours.id])).toEqual([{ name: 'Ada Host' }]);
    expect(await rowsOf(theirs, 'SELECT name FROM network_share')).toHaveLength(1);
  });
});

describe('shared networks', () => {
  it('are read with as many statements for three as for one', async () => {
    const { ours, ada, guest, allianceId } = await begin();
    const statements = () => people.served.statementsDuring(() => people.data(guest, seenByGuests));
    const few = await statements();
    for (let n = 0; n < 2; n += 1) {
      const { id: networkId } = await people.network(ours, [ada.id], { name: `More ${String(n)}` });
      await change(teamOf(ours), 'shareNetwork', { networkId, allianceId });
    }

    expect(await statements()).toBe(few);
    const sharing = '{ networks { edges { node { sharing { alliance { state } } } } } }';
    expect(await people.data(teamOf(ours), sharing)).toMatchObject({
      networks: {
        edges: [1, 2, 3].map(() => ({ node: { sharing: [{ alliance: { state: 'STANDS' } }] } })),
      },
    });
  });
});
