import { describe, expect, it } from '@jest/globals';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { talker } from '../conversation/testing.ts';
import { day, headViewer, testPeople } from '../testing.ts';

const people = testPeople();

const listed = `query ($filter: ConversationsDueFilter) { conversationsDue(filter: $filter) { totalCount
  edges { node { state dueOn person { id } } } } }`;

interface Listed {
  readonly conversationsDue: {
    readonly totalCount: number;
    readonly edges: readonly { readonly node: { readonly person: { readonly id: string } } }[];
  };
}

async function whose(viewer: Viewer, filter?: Readonly<Record<string, string>>): Promise<string[]> {
  const { conversationsDue } = await people.data<Listed>(viewer, listed, { filter });
  return conversationsDue.edges.map(({ node }) => node.person.id);
}

const withRead = (viewer: Viewer): Viewer => {
  return { ...viewer, scopes: new Set([...viewer.scopes, 'conversation:read']) };
};

async function twoSchools() {
  const trust = await people.trust('Alder', 'Birch');
  const hire = (school: number, joined: number) =>
    people.hire(trust, { posts: [{ school }], contract: { startsOn: day(joined) } });
  const [{ id: long }, { id: longer }] = [await hire(0, -500), await hire(1, -600)];
  const { id: fresh } = await hire(0, -80);
  const { id: freshest } = await hire(0, -10);
  const { id: manager } = await hire(1, -10);
  await people.manage(trust, manager, [fresh, long]);
  return { trust, long, longer, fresh, freshest, manager };
}

describe('whose conversation is due', () => {
  it('is listed for the people team, the most pressing first', async () => {
    const { trust, long, longer, fresh, freshest, manager } = await twoSchools();
    const central = withRead(trust.central);

    expect(await whose(central)).toEqual([longer, long, fresh, ...[freshest, manager].toSorted()]);
    expect(await whose(central, { state: 'OVERDUE' })).toEqual([longer, long]);
    expect(await whose(central, { state: 'DUE' })).toEqual([fresh]);
    expect(await whose(central, { managerId: manager })).toEqual([long, fresh]);
    const at = trust.schools[1]?.id ?? '';
    expect(await whose(central, { schoolId: at })).toEqual([longer, manager]);
    expect(await whose(central, { schoolId: 'x' })).toEqual([]);
  });

  it('is listed for a head of their own school, and for a manager of those they manage', async () => {
    const { trust, long, fresh, freshest, manager, longer } = await twoSchools();

    expect(await whose(withRead(headViewer(trust, longer, 0)))).toEqual([long, fresh, freshest]);
    expect(await whose(talker(trust, manager))).toEqual([long, fresh]);
    expect(await whose(talker(trust, long))).toEqual([]);
    // Being let in to read staff, as a school’s system is, is not enough.
    expect(await whose(trust.central)).toEqual([]);
  });

  it('is told of one person to them, their manager and who answers for them, and to nobody else', async () => {
    const { trust, long, fresh, manager } = await twoSchools();
    const query = `query ($id: ID!) { person(id: $id) { conversationDue { state } } }`;
    const ofLong = (viewer: Viewer) => people.data(viewer, query, { id: long });
    const told = { person: { conversationDue: { state: 'OVERDUE' } } };

    for (const viewer of [talker(trust, long), talker(trust, manager), withRead(trust.central)]) {
      expect(await ofLong(viewer)).toEqual(told);
    }
    await people.network(trust, [long, fresh], {});
    const untold = { person: { conversationDue: null } };
    expect(await ofLong(talker(trust, fresh))).toEqual(untold);
    expect(await ofLong(trust.central)).toEqual(untold);
  });
});

describe('the policy of conversations', () => {
  const policy = `{ trust { conversationPolicy { perYear firstWithinDays afterLeaveDays startsOn trainingRequiredFrom
    version } } }`;
  const set = `mutation ($input: SetConversationPolicyInput!) { setConversationPolicy(input: $input) {
    ... on ConversationPolicy { perYear version } } }`;
  const told = {
    perYear: 2,
    firstWithinDays: 60,
    afterLeaveDays: 20,
    startsOn: day(-5),
    version: 0,
  };

  it('is one a year until the trust says otherwise, from a day on', async () => {
    const trust = await people.trust();
    const scopes = new Set([...trust.central.scopes, 'conversation:manage', 'conversation:read']);
    const team = { ...trust.central, scopes };
    const { id } = await people.hire(trust);
    const due = `query ($id: ID!) { person(id: $id) { conversationDue { dueOn } } }`;
    expect(await people.data(team, policy)).toEqual({
      trust: {
        conversationPolicy: {
          perYear: 1,
          firstWithinDays: 90,
          afterLeaveDays: 28,
          startsOn: null,
          trainingRequiredFrom: null,
          version: 0,
        },
      },
    });
    expect(await people.data(team, due, { id })).toEqual({
      person: { conversationDue: { dueOn: day(-910) } },
    });

    expect(await people.data(team, set, { input: told })).toEqual({
      setConversationPolicy: { perYear: 2, version: 1 },
    });
    expect(await people.data(team, due, { id })).toEqual({
      person: { conversationDue: { dueOn: day(55) } },
    });
    expect(await people.codes(team, set, { input: told })).toEqual(['CONFLICT']);
    const trained = { ...told, version: 1, trainingRequiredFrom: day(90) };
    expect(await people.data(team, set, { input: trained })).toEqual({
      setConversationPolicy: { perYear: 2, version: 2 },
    });
    expect(await people.data(team, policy)).toMatchObject({
      trust: { conversationPolicy: { trainingRequiredFrom: day(90) } },
    });
  });

  it('is said by the people team, within bounds', async () => {
    const trust = await people.trust();
    const team = { ...trust.central, scopes: new Set(['trust:read', 'conversation:manage']) };

    expect(await people.codes(trust.central, set, { input: told })).toEqual(['FORBIDDEN']);
    for (const wrong of [{ perYear: 5 }, { firstWithinDays: 0 }, { afterLeaveDays: 367 }]) {
      expect(await people.codes(team, set, { input: { ...told, ...wrong } })).toEqual([
        'BAD_USER_INPUT',
      ]);
    }
    expect(await people.codes(team, set, { input: { ...told, version: 3 } })).toEqual(['CONFLICT']);
  });
});
