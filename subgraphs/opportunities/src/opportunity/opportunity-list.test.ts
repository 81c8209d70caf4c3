import { beforeEach, describe, expect, it } from '@jest/globals';
import { inTurn } from '@trellis/subgraph-kit/testing/in-turn';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { HistoryService } from '../history/history.service.ts';
import { aMemberOfStaff, TestOpportunities, thePeopleTeam } from '../testing.ts';
import { OpportunityKind } from './opportunity-kind.types.ts';
import { OpportunityState } from './opportunity-state.types.ts';

const test = new TestOpportunities();
let central: Viewer;
let teacher: Viewer;

beforeEach(() => {
  test.clock.set('2026-05-12T09:00:00Z');
  const trustId = newId();
  central = thePeopleTeam(trustId);
  teacher = aMemberOfStaff(trustId);
});

interface Connection {
  readonly edges: readonly { readonly node: { readonly title: string }; readonly cursor: string }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
  readonly totalCount: number;
}

const query = `query ($filter: OpportunityFilter, $orderBy: OpportunityOrder! = LATEST_OPENING,
                      $first: Int, $after: String, $last: Int, $before: String) {
  opportunities(filter: $filter, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) {
    edges { node { title } cursor } pageInfo { hasNextPage endCursor } totalCount
  }
}`;

const list = async (variables: Readonly<Record<string, unknown>> = {}, viewer = teacher) => {
  const { data, errors } = await test.served.ask<{ opportunities: Connection }>(
    viewer,
    query,
    variables,
  );
  if (errors) throw new Error(String(errors[0]?.extensions['code']));
  return data.opportunities;
};
const titles = async (filter: object, viewer = teacher) =>
  (await list({ filter }, viewer)).edges.map(({ node }) => node.title).sort();

describe('the list of opportunities', () => {
  it('is filtered by kind, host school and network', async () => {
    const [school, network] = [test.people.add(central.trustId), test.people.add(central.trustId)];
    await test.published(central, { title: 'a', kind: 'VISIT', hostSchoolId: school });
    await test.published(central, { title: 'b', kind: 'SWAP', networkId: network });
    await test.published(central, { title: 'c', kind: 'VISIT', networkId: network });

    expect(await titles({ kinds: ['VISIT'] })).toEqual(['a', 'c']);
    expect(await titles({ kinds: ['SWAP', 'VISIT'], networkId: network })).toEqual(['b', 'c']);
    expect(await titles({ hostSchoolId: school })).toEqual(['a']);
    expect(await titles({ hostSchoolId: 'not an id' })).toEqual([]);
    expect(await titles({ kinds: [] })).toEqual([]);
  });

  it('is filtered by the state that each shows, closed by the day or not', async () => {
    await test.create(central, { title: 'draft' });
    await test.published(central, { title: 'open' });
    await test.published(central, { title: 'over', closesOn: '2026-05-12' });
    test.clock.set('2026-05-13T09:00:00Z');

    expect(await titles({ states: ['PUBLISHED'] })).toEqual(['open']);
    expect(await titles({ states: ['CLOSED'] })).toEqual(['over']);
    expect(await titles({ states: ['DRAFT'] })).toEqual([]);
    expect(await titles({ states: ['DRAFT', 'CLOSED'] }, central)).toEqual(['draft', 'over']);
  });

  it('is filtered by the day on which one can apply, both ends included', async () => {
    await test.create(central, { title: 'draft' });
    await test.published(central, { title: 'may', opensOn: '2026-05-01', closesOn: '2026-05-31' });
    await test.published(central, { title: 'june', opensOn: '2026-06-01', closesOn: '2026-06-30' });
    test.clock.set('2026-06-10T09:00:00Z');

    expect(await titles({ openOn: '2026-04-30' }, central)).toEqual([]);
    expect(await titles({ openOn: '2026-05-01' }, central)).toEqual(['may']);
    expect(await titles({ openOn: '2026-05-31' })).toEqual(['may']);
    expect(await titles({ openOn: '2026-06-01' })).toEqual(['june']);
    expect(await titles({ openOn: '2026-07-01' })).toEqual([]);
  });

  it('is filtered by whether one can apply now', async () => {
    await test.create(central, { title: 'draft' });
    await test.published(central, { title: 'now', closesOn: '2026-05-12' });
    await test.published(central, { title: 'later', opensOn: '2026-05-13' });

    expect(await titles({ isOpen: true }, central)).toEqual(['now']);
    expect(await titles({ isOpen: false }, central)).toEqual(['draft', 'later']);
    test.clock.set('2026-05-12T23:00:00Z'); // midnight in summer
    expect(await titles({ isOpen: true })).toEqual(['later']);
  });

  it('shows what was open on a day that is over, whatever came of it, unless it was withdrawn', async () => {
    const past = [OpportunityState.FILLED, OpportunityState.WITHDRAWN].map((state) => ({
      ...{ id: newId(), kind: OpportunityKind.POST, title: state, summary: 'A post.', state },
      ...{ hostSchoolId: null, networkId: null, audienceRoleCodes: [], createdById: newId() },
      ...{ opensOn: '2026-05-01', closesOn: '2026-05-31' },
    }));
    await test.within(central, (db) => new HistoryService(db).bringInOpportunities(central, past));

    expect(await titles({ openOn: '2026-05-11' })).toEqual(['FILLED']);
    expect(await titles({ openOn: '2026-05-12' })).toEqual([]); // today: it takes no more
  });

  it('is filtered by text in title or summary, with wildcards taken as they are written', async () => {
    await test.published(central, { title: 'Early READING lead', summary: 'Phonics.' });
    await test.published(central, { title: '100% attendance', summary: 'Reading the figures.' });
    await test.published(central, { title: '1000 metres', summary: 'Sport.' });

    expect(await titles({ text: 'reading' })).toEqual(['100% attendance', 'Early READING lead']);
    expect(await titles({ text: '100%' })).toEqual(['100% attendance']);
  });

  it('comes with the latest opening first, or the earliest closing', async () => {
    await test.published(central, { title: 'a', opensOn: '2026-05-01', closesOn: '2026-07-01' });
    await test.published(central, { title: 'b', opensOn: '2026-05-03', closesOn: '2026-06-01' });
    await test.published(central, { title: 'c', opensOn: '2026-05-02', closesOn: '2026-08-01' });
    const order = async (orderBy: string) =>
      (await list({ orderBy })).edges.map(({ node }) => node.title).join('');

    expect(await order('LATEST_OPENING')).toBe('bca');
    expect(await order('EARLIEST_CLOSING')).toBe('bac');
  });

  it('is paged forward and back without missing or repeating one, drafts without days among them', async () => {
    for (const title of ['a', 'b', 'c', 'd']) await test.published(central, { title });
    await test.create(central, { title: 'e', opensOn: null, closesOn: null });
    for (const orderBy of ['LATEST_OPENING', 'EARLIEST_CLOSING']) {
      const whole = await list({ orderBy }, central);
      const first = await list({ orderBy, first: 3 }, central);
      const { endCursor } = first.pageInfo;
      const second = await list({ orderBy, first: 3, after: endCursor }, central);
      const back = await list({ orderBy, last: 2, before: second.edges[0]?.cursor }, central);

      expect([...first.edges, ...second.edges]).toEqual(whole.edges);
      expect([first, second].map(({ pageInfo }) => pageInfo.hasNextPage)).toEqual([true, false]);
      expect(back.edges).toEqual(whole.edges.slice(1, 3));
      expect(first.totalCount).toBe(5);
    }
  });

  it('refuses a cursor of another filter, order or trust, and a page of none or too many', async () => {
    await test.published(central);
    const after = (await list()).pageInfo.endCursor;
    const ofAnother = aMemberOfStaff(newId());

    await expect(list({ after, filter: { kinds: ['VISIT'] } })).rejects.toThrow('BAD_CURSOR');
    await expect(list({ after, orderBy: 'EARLIEST_CLOSING' })).rejects.toThrow('BAD_CURSOR');
    await expect(list({ after }, ofAnother)).rejects.toThrow('BAD_CURSOR');
    await expect(list({ first: 0 })).rejects.toThrow('BAD_USER_INPUT');
    await expect(list({ first: 101 })).rejects.toThrow('BAD_USER_INPUT');
    await expect(list({ filter: { text: '' } })).rejects.toThrow('BAD_USER_INPUT');
  });

  it('is for those who may read opportunities', async () => {
    await expect(list({}, { ...teacher, scopes: new Set() })).rejects.toThrow('FORBIDDEN');
  });
});

describe('opportunities of schools and networks', () => {
  const references = `query ($references: [_Any!]!) { _entities(representations: $references) {
    ... on School { id opportunities(filter: { openOn: "2026-05-12" }, first: 2) { edges { node { title } } totalCount } }
    ... on Network { id opportunities { edges { node { title } } } }
  } }`;
  const ask = async (type: string, ids: readonly string[], viewer = teacher) => {
    const variables = { references: ids.map((id) => ({ __typename: type, id })) };
    return (await test.served.ask(viewer, references, variables)).data['_entities'];
  };

  it('are those of each that the viewer may see', async () => {
    const [school, network] = [test.people.add(central.trustId), test.people.add(central.trustId)];
    await test.create(central, { title: 'draft', hostSchoolId: school, networkId: network });
    await test.published(central, { title: 'open', hostSchoolId: school, networkId: network });
    await test.published(central, { title: 'later', hostSchoolId: school, opensOn: '2026-05-13' });
    const open = { edges: [{ node: { title: 'open' } }] };

    expect(await ask('School', [school, newId(), 'not an id'])).toMatchObject([
      { id: school, opportunities: { ...open, totalCount: 1 } },
      { opportunities: { edges: [], totalCount: 0 } },
      { opportunities: { edges: [], totalCount: 0 } },
    ]);
    expect(await ask('Network', [network])).toEqual([{ id: network, opportunities: open }]);
  });

  it('take as many statements for fifty as for five', async () => {
    const schools = Array.from({ length: 50 }, () => test.people.add(central.trustId));
    await inTurn(schools, (hostSchoolId) => test.published(central, { hostSchoolId }));
    const statements = (type: string, parents: number) =>
      test.served.statementsDuring(() => ask(type, schools.slice(0, parents)));

    expect([await statements('School', 5), await statements('School', 50)]).toEqual([2, 2]); // rows, totals
    expect([await statements('Network', 5), await statements('Network', 50)]).toEqual([1, 1]);
  });
});
