import { describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { atOnce } from '@trellis/subgraph-kit/testing/at-once';
import { asSuperuser } from '@trellis/subgraph-kit/testing/test-cluster';
import { fellow, keeper, TestNetworks } from '../networks.testing.ts';
import { day, testPeople, type TestTrust } from '../testing.ts';

const people = testPeople();
const networks = new TestNetworks(people);

/** A network that Ada leads without an end, and to which Bob belongs. */
async function begin() {
  const trust = await people.trust();
  const { id: ada } = await people.hire(trust, { givenName: 'Ada', familyName: 'Lead' });
  const { id: bob } = await people.hire(trust, { givenName: 'Bob', familyName: 'Next' });
  const { id: networkId } = await people.network(trust, [ada, bob], {});
  return { trust, ada, bob, networkId, lead: fellow(trust, ada) };
}

const led = `query ($id: ID!) { network(id: $id) { leadership withoutLeadSince lead { name } deputy { name }
  terms { id role startsOn endsOn person { name } } } }`;

interface Led {
  readonly withoutLeadSince: string | null;
  readonly leadership: string;
  readonly lead: { readonly name: string } | null;
  readonly deputy: { readonly name: string } | null;
  readonly terms: readonly { readonly id: string; readonly endsOn: string | null }[];
}

async function leadersOf({ central }: TestTrust, id: string): Promise<Led> {
  return (await people.data<{ network: Led }>(central, led, { id })).network;
}

const term = (networkId: string, personId: string, from: number, to: number, role = 'LEAD') => ({
  ...{ networkId, personId, role, startsOn: day(from), endsOn: day(to) },
});

/** Ends the first term that the network has. */
async function endTerm(trust: TestTrust, networkId: string, on: number) {
  const [first] = (await leadersOf(trust, networkId)).terms;
  const input = { id: first?.id ?? '', endsOn: day(on) };
  return networks.do(keeper(trust), 'endNetworkTerm', input);
}

describe('a term of office', () => {
  it('passes from one lead to the next without a day between', async () => {
    const { trust, bob, networkId, lead } = await begin();
    await endTerm(trust, networkId, 10);
    const next = term(networkId, bob, 10, 375);
    expect(await networks.do(lead, 'appointToNetwork', next)).toMatchObject({
      ...{ __typename: 'NetworkTerm', startsOn: day(10), endsOn: day(375) },
    });

    expect(await leadersOf(trust, networkId)).toMatchObject({
      leadership: 'LED',
      lead: { name: 'Ada Lead' },
      terms: [
        { role: 'LEAD', person: { name: 'Bob Next' } },
        { endsOn: day(10), person: { name: 'Ada Lead' } },
      ],
    });
  });

  it('does not overlap another of the same role', async () => {
    const { trust, bob, networkId } = await begin();
    const [standing] = (await leadersOf(trust, networkId)).terms;
    const appoint = (from: number, to: number, role?: string) =>
      networks.do(keeper(trust), 'appointToNetwork', term(networkId, bob, from, to, role));

    expect(await appoint(30, 60)).toMatchObject({
      __typename: 'TermsOverlap',
      term: { id: standing?.id },
    });
    expect(await appoint(30, 60, 'DEPUTY')).toMatchObject({ __typename: 'NetworkTerm' });
    expect(await appoint(59, 90, 'DEPUTY')).toMatchObject({ __typename: 'TermsOverlap' });
    expect(await appoint(60, 90, 'DEPUTY')).toMatchObject({ __typename: 'NetworkTerm' });
  });

  it('does not overlap in the database either, whoever writes it', async () => {
    const { trust, networkId } = await begin();
    const insert = asSuperuser(people.served.database.name, (client) =>
      client.query(
        `INSERT INTO network_term (trust_id, id, network_id, membership_id, role, starts_on)
         SELECT trust_id, $2, network_id, membership_id, role, current_date + 400 FROM network_term
          WHERE trust_id = $1 AND network_id = $3`,
        [trust.id, newId(), networkId],
      ),
    );

    await expect(insert).rejects.toThrow('one_lead_at_a_time');
  });

  it('is given once, when two are appointed at once', async () => {
    const { trust, ada, bob, networkId } = await begin();
    const appoint = (personId: string) => () =>
      networks.do(keeper(trust), 'appointToNetwork', term(networkId, personId, 1, 90, 'DEPUTY'));

    const answers = await atOnce(people.served.database.name, 'network_term', [
      appoint(ada),
      appoint(bob),
    ]);
    expect(answers.map(({ __typename }) => __typename).sort()).toEqual([
      'NetworkTerm',
      'TermsOverlap',
    ]);
  });

  it('is for members, given by those who lead and those who look after networks', async () => {
    const { trust, bob, networkId, lead } = await begin();
    const { id: outsider } = await people.hire(trust);
    const deputy = term(networkId, outsider, 0, 90, 'DEPUTY');

    expect(await networks.do(lead, 'appointToNetwork', deputy)).toMatchObject({
      __typename: 'NotAMember',
    });
    const mine = term(networkId, bob, 0, 90, 'DEPUTY');
    for (const nobody of [fellow(trust, bob), fellow(trust, outsider)]) {
      expect(await networks.codes(nobody, 'appointToNetwork', mine)).toEqual(['FORBIDDEN']);
    }
  });

  it('begins today or later and ends after it began', async () => {
    const { trust, bob, networkId } = await begin();
    const codes = (from: number, to: number) =>
      networks.codes(keeper(trust), 'appointToNetwork', term(networkId, bob, from, to));

    expect(await codes(-1, 30)).toEqual(['BAD_USER_INPUT']);
    expect(await codes(30, 30)).toEqual(['BAD_USER_INPUT']);
    const [standing] = (await leadersOf(trust, networkId)).terms;
    const id = standing?.id ?? '';
    const yesterday = { id, endsOn: day(-1) };
    expect(await networks.codes(keeper(trust), 'endNetworkTerm', yesterday)).toEqual([
      'BAD_USER_INPUT',
    ]);
    await endTerm(trust, networkId, 30);
    const later = { id, endsOn: day(31) };
    expect(await networks.codes(keeper(trust), 'endNetworkTerm', later)).toEqual([
      'BAD_USER_INPUT',
    ]);
  });

  it('of another trust is not there', async () => {
    const { trust, networkId } = await begin();
    const other = await begin();
    const [standing] = (await leadersOf(trust, networkId)).terms;

    const end = { id: standing?.id ?? '', endsOn: day(5) };
    expect(await networks.codes(keeper(other.trust), 'endNetworkTerm', end)).toEqual(['NOT_FOUND']);
    const appoint = term(networkId, other.bob, 500, 600);
    expect(await networks.codes(keeper(other.trust), 'appointToNetwork', appoint)).toEqual([
      'NOT_FOUND',
    ]);
  });
});

describe('a network whose lead left', () => {
  const needing = async ({ central }: TestTrust, needsLead: boolean) => {
    const query = `{ networks(filter: { needsLead: ${String(needsLead)} }) { totalCount } }`;
    return (await people.data<{ networks: { totalCount: number } }>(central, query)).networks
      .totalCount;
  };

  it('has none from the day on which the lead leaves it, and shows that it needs one', async () => {
    const { trust, networkId, lead } = await begin();
    expect(await needing(trust, true)).toBe(0);
    await networks.do(lead, 'leaveNetwork', { networkId });

    expect(await leadersOf(trust, networkId)).toMatchObject({
      ...{ leadership: 'UNLED', lead: null, withoutLeadSince: day(0) },
    });
    expect([await needing(trust, true), await needing(trust, false)]).toEqual([1, 0]);
    expect((await leadersOf(trust, networkId)).terms).toMatchObject([{ endsOn: day(0) }]);
  });

  it('has none once the lead has no post in the trust', async () => {
    const trust = await people.trust();
    const { id: gone } = await people.hire(trust, { contract: { endsOn: day(-40) } });
    const { id: networkId } = await people.network(trust, [gone], {});

    expect(await leadersOf(trust, networkId)).toMatchObject({
      ...{ leadership: 'UNLED', lead: null, withoutLeadSince: day(-40) },
    });
    expect(await needing(trust, true)).toBe(1);
    const change = { id: networkId, name: 'x', purpose: 'x', joining: 'OPEN', version: 1 };
    expect(await networks.codes(fellow(trust, gone), 'changeNetwork', change)).toEqual([
      'FORBIDDEN',
    ]);
  });

  it('has its deputy act, who may hand it on to the next lead', async () => {
    const { trust, bob, networkId, lead } = await begin();
    await networks.do(lead, 'appointToNetwork', term(networkId, bob, 0, 90, 'DEPUTY'));
    await networks.do(lead, 'leaveNetwork', { networkId });
    expect(await leadersOf(trust, networkId)).toMatchObject({
      ...{ leadership: 'DEPUTY_ACTS', deputy: { name: 'Bob Next' } },
    });

    const next = term(networkId, bob, 0, 365);
    expect(await networks.do(fellow(trust, bob), 'appointToNetwork', next)).toMatchObject({
      __typename: 'NetworkTerm',
    });
    expect(await leadersOf(trust, networkId)).toMatchObject({
      ...{ leadership: 'LED', withoutLeadSince: null },
    });
  });

  it('does not get back what the lead was yet to do when they join again', async () => {
    const { trust, ada, networkId, lead } = await begin();
    await networks.do(lead, 'appointToNetwork', term(networkId, ada, 30, 90, 'DEPUTY'));
    await networks.do(lead, 'leaveNetwork', { networkId });
    await networks.do(lead, 'joinNetwork', { networkId });

    expect(await leadersOf(trust, networkId)).toMatchObject({
      leadership: 'UNLED',
      terms: [{ endsOn: day(0) }],
    });
  });
});

describe('who leads somebody’s field', () => {
  it('is the lead of each of their networks, beside and apart from their line manager', async () => {
    const { trust, ada, bob } = await begin();
    const { id: boss } = await people.hire(trust, { givenName: 'Cleo', familyName: 'Boss' });
    await people.manage(trust, boss, [ada, bob]);
    await people.network(trust, [bob, ada], { name: 'Assessment' });
    const query = `query ($id: ID!) { person(id: $id) { manager { name }
      expertLeads { person { name } network { name } } } }`;

    expect(await people.data(trust.central, query, { id: bob })).toEqual({
      person: {
        manager: { name: 'Cleo Boss' },
        // Of the other network they are the lead themselves.
        expertLeads: [{ person: { name: 'Ada Lead' }, network: { name: 'Early reading' } }],
      },
    });
    expect(await people.data(trust.central, query, { id: boss })).toEqual({
      person: { manager: null, expertLeads: [] },
    });
  });
});

describe('who leads networks', () => {
  it('is read with as many statements for five networks as for one', async () => {
    const trusts = [await people.trust(), await people.trust()] as const;
    for (const [place, trust] of trusts.entries()) {
      for (let n = 0; n < 1 + 4 * place; n += 1) {
        const { id } = await people.hire(trust);
        await people.network(trust, [id], {});
      }
    }
    const query = `{ networks { edges { node { leadership lead { name } deputy { name }
      terms { person { name } } viewerMembership { id } } } }
      people { edges { node { expertLeads { person { name } network { name } } } } } }`;
    const statements: number[] = [];
    for (const { central } of trusts) {
      statements.push(await people.served.statementsDuring(() => people.data(central, query)));
    }
    const [few, many] = statements;

    expect(many).toBe(few);
  });
});
