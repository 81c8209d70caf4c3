import { describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { atOnce } from '@trellis/subgraph-kit/testing/at-once';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { day, testPeople, type TestTrust } from '../testing.ts';
import { fellow, keeper, TestNetworks } from '../networks.testing.ts';

const people = testPeople();
const networks = new TestNetworks(people);

async function begin(joining = 'OPEN') {
  const trust = await people.trust();
  const { id: leadId } = await people.hire(trust);
  const { id: networkId } = await people.network(trust, [leadId], { name: 'Site staff' });
  const lead = fellow(trust, leadId);
  if (joining === 'INVITED') {
    const is = { id: networkId, name: 'Site staff', purpose: 'To keep sites safe.', version: 1 };
    await networks.do(lead, 'changeNetwork', { ...is, joining });
  }
  const { id: personId } = await people.hire(trust);
  return { trust, lead, leadId, networkId, personId, person: fellow(trust, personId) };
}

const own = `query ($id: ID!) { network(id: $id) { viewerMembership { joinedOn }
  members { totalCount } } viewer { networkInvitations { id network { name } } } }`;

async function membersOf(trust: TestTrust, id: string): Promise<number> {
  const query = 'query ($id: ID!) { network(id: $id) { members { totalCount } } }';
  const { network } = await people.data<{ network: { members: { totalCount: number } } }>(
    trust.central,
    query,
    { id },
  );
  return network.members.totalCount;
}

async function invitationsOf(viewer: Viewer): Promise<{ id: string }[]> {
  const query = '{ viewer { networkInvitations { id } } }';
  const { viewer: found } = await people.data<{ viewer: { networkInvitations: { id: string }[] } }>(
    viewer,
    query,
  );
  return found.networkInvitations;
}

describe('an open network', () => {
  it('is joined by whoever works in the trust, from today on', async () => {
    const { person, networkId } = await begin();

    expect(await networks.do(person, 'joinNetwork', { networkId })).toMatchObject({
      ...{ __typename: 'NetworkMembership', joinedOn: day(0) },
    });
    expect(await people.data(person, own, { id: networkId })).toMatchObject({
      network: { viewerMembership: { joinedOn: day(0) }, members: { totalCount: 2 } },
    });
  });

  it('is joined once, also by twenty requests at once', async () => {
    const { trust, person, networkId } = await begin();
    const join = () => networks.do(person, 'joinNetwork', { networkId });

    const joined = await atOnce(people.served.database.name, 'network_membership', [join, join]);
    expect(new Set(joined.map(({ id }) => id)).size).toBe(1);
    expect(await membersOf(trust, networkId)).toBe(2);
  });

  it('is left, also on the day on which one came, and joined again', async () => {
    const { trust, person, networkId } = await begin();
    const { id: first } = await networks.do(person, 'joinNetwork', { networkId });
    expect(await networks.do(person, 'leaveNetwork', { networkId })).toMatchObject({
      id: networkId,
    });
    expect(await membersOf(trust, networkId)).toBe(1);
    await networks.do(person, 'leaveNetwork', { networkId });

    const { id: second } = await networks.do(person, 'joinNetwork', { networkId });
    expect(second).not.toBe(first);
    expect(await membersOf(trust, networkId)).toBe(2);
  });
});

describe('a network by invitation', () => {
  it('is not joined without one', async () => {
    const { person, networkId } = await begin('INVITED');

    expect(await networks.do(person, 'joinNetwork', { networkId })).toMatchObject({
      __typename: 'ByInvitationOnly',
    });
  });

  it('asks somebody, tells them, and has them when they accept', async () => {
    const { trust, lead, person, personId, networkId } = await begin('INVITED');
    const { id } = await networks.do(lead, 'inviteToNetwork', { networkId, personId });
    expect(await people.data(person, own, { id: networkId })).toMatchObject({
      viewer: { networkInvitations: [{ id, network: { name: 'Site staff' } }] },
    });
    const notices = '{ viewer { notices { edges { node { kind title } } } } }';
    expect(await people.data(person, notices)).toEqual({
      viewer: {
        notices: {
          edges: [
            { node: { kind: 'NETWORK_INVITATION', title: 'You are asked to join: Site staff' } },
          ],
        },
      },
    });

    const accept = { id, accept: true };
    expect(await networks.do(person, 'answerNetworkInvitation', accept)).toMatchObject({
      state: 'ACCEPTED',
    });
    expect(await membersOf(trust, networkId)).toBe(2);
    expect(await invitationsOf(person)).toEqual([]);
    expect(await networks.do(person, 'answerNetworkInvitation', accept)).toMatchObject({
      __typename: 'InvitationAnswered',
      state: 'ACCEPTED',
    });
    expect(await networks.do(lead, 'inviteToNetwork', { networkId, personId })).toMatchObject({
      __typename: 'AlreadyAMember',
    });
  });

  it('takes no for an answer, and may ask again', async () => {
    const { trust, lead, person, personId, networkId } = await begin('INVITED');
    const first = await networks.do(lead, 'inviteToNetwork', { networkId, personId });
    const again = await networks.do(lead, 'inviteToNetwork', { networkId, personId });
    expect(again.id).toBe(first.id);
    await networks.do(person, 'answerNetworkInvitation', { id: first.id, accept: false });
    expect(await membersOf(trust, networkId)).toBe(1);

    const next = await networks.do(lead, 'inviteToNetwork', { networkId, personId });
    expect(next.id).not.toBe(first.id);
  });

  it('is answered once, when yes and no come at once', async () => {
    const { trust, lead, person, personId, networkId } = await begin('INVITED');
    const { id } = await networks.do(lead, 'inviteToNetwork', { networkId, personId });
    const say = (accept: boolean) => () =>
      networks.do(person, 'answerNetworkInvitation', { id, accept });

    const said = await atOnce(people.served.database.name, 'network_invitation', [
      say(true),
      say(false),
    ]);
    expect(said.map(({ __typename }) => __typename).sort()).toEqual([
      'InvitationAnswered',
      'NetworkInvitation',
    ]);
    const accepted = said.some(
      ({ __typename, state }) => __typename === 'NetworkInvitation' && state === 'ACCEPTED',
    );
    expect(await membersOf(trust, networkId)).toBe(accepted ? 2 : 1);
  });

  it('asks by its lead, its deputy and the people team alone', async () => {
    const { trust, person, personId, networkId } = await begin('INVITED');
    const { id: other } = await people.hire(trust);
    const asked = { networkId, personId: other };

    expect(await networks.codes(person, 'inviteToNetwork', asked)).toEqual(['FORBIDDEN']);
    expect(await networks.do(keeper(trust), 'inviteToNetwork', asked)).toMatchObject({
      state: 'OPEN',
    });
    expect(personId).not.toBe(other);
  });

  it('asks nobody who does not work in the trust, and is answered by nobody else', async () => {
    const { trust, lead, personId, person, networkId } = await begin('INVITED');
    const { id: left } = await people.hire(trust, { contract: { endsOn: day(0) } });
    const stranger = await people.hire(await people.trust());
    for (const unknown of [left, stranger.id, newId(), 'nonsense']) {
      const asked = { networkId, personId: unknown };
      expect(await networks.codes(lead, 'inviteToNetwork', asked)).toEqual(['NOT_FOUND']);
    }
    const { id } = await networks.do(lead, 'inviteToNetwork', { networkId, personId });
    const colleague = fellow(trust, (await people.hire(trust)).id);
    const answer = { id, accept: true };
    expect(await networks.codes(colleague, 'answerNetworkInvitation', answer)).toEqual([
      'NOT_FOUND',
    ]);
    expect(await invitationsOf(person)).toHaveLength(1);
  });
});

describe('a network', () => {
  it('is made by the people team, and changed by whoever leads it', async () => {
    const { trust, lead, person, networkId } = await begin();
    const is = { name: 'Laboratories', purpose: 'For technicians.', joining: 'OPEN' };
    const made = await networks.do(keeper(trust), 'createNetwork', { ...is, subjectCode: 'CHM' });
    expect(made).toMatchObject({ name: 'Laboratories', version: 1 });
    expect(await networks.codes(person, 'createNetwork', is)).toEqual(['FORBIDDEN']);

    const change = { ...is, id: networkId, version: 1 };
    expect(await networks.codes(person, 'changeNetwork', change)).toEqual(['FORBIDDEN']);
    expect(await networks.do(lead, 'changeNetwork', change)).toMatchObject({ version: 2 });
    expect(await networks.codes(lead, 'changeNetwork', change)).toEqual(['CONFLICT']);
    const search = '{ networks(filter: { text: "laboratories" }) { totalCount } }';
    expect(await people.data(trust.central, search)).toEqual({ networks: { totalCount: 2 } });
  });

  it('has a name, a purpose and a subject that the census knows', async () => {
    const { trust } = await begin();
    const is = { name: 'Maths', purpose: 'x', joining: 'OPEN' };
    for (const wrong of [
      { name: '' },
      { name: 'x'.repeat(101) },
      { purpose: '' },
      { purpose: 'x'.repeat(501) },
      { subjectCode: 'NONE' },
    ]) {
      const input = { ...is, ...wrong };
      expect(await networks.codes(keeper(trust), 'createNetwork', input)).toEqual([
        'BAD_USER_INPUT',
      ]);
    }
  });

  it('of another trust is not there to join, leave, change or ask to', async () => {
    const { networkId } = await begin();
    const stranger = await begin();
    const viewer = { ...stranger.lead, scopes: keeper(stranger.trust).scopes };
    const change = { id: networkId, name: 'x', purpose: 'x', joining: 'OPEN', version: 1 };

    for (const id of [networkId, newId(), 'nonsense']) {
      const which = { networkId: id };
      expect(await networks.codes(viewer, 'joinNetwork', which)).toEqual(['NOT_FOUND']);
      expect(await networks.codes(viewer, 'leaveNetwork', which)).toEqual(['NOT_FOUND']);
      const asked = { ...which, personId: stranger.personId };
      expect(await networks.codes(viewer, 'inviteToNetwork', asked)).toEqual(['NOT_FOUND']);
      expect(await networks.codes(viewer, 'changeNetwork', { ...change, id })).toEqual([
        'NOT_FOUND',
      ]);
    }
  });

  it('is joined by people, not by systems', async () => {
    const { trust, networkId } = await begin();
    expect(await networks.codes(keeper(trust), 'joinNetwork', { networkId })).toEqual([
      'FORBIDDEN',
    ]);
  });
});
