import { beforeAll, describe, expect, it } from '@jest/globals';
import { Cursors } from '@trellis/subgraph-kit/cursor';
import { newId } from '@trellis/subgraph-kit/ids';
import { Pages } from '@trellis/subgraph-kit/page';
import { leakingTables } from '@trellis/subgraph-kit/testing/row-security-check';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { applicationLoaders } from './application/application.loaders.ts';
import { HistoryService } from './history/history.service.ts';
import { OpportunityKind } from './opportunity/opportunity-kind.types.ts';
import { OpportunityOrder } from './opportunity/opportunity-list.types.ts';
import { opportunityLoaders } from './opportunity/opportunity.loaders.ts';
import { placementLoaders } from './placement/placement.loaders.ts';
import { TestOpportunities, thePeopleTeam } from './testing.ts';

const test = new TestOpportunities();
const ours = thePeopleTeam(newId());
const theirs = thePeopleTeam(newId());
const personId = String(ours.personId);
const [school, network] = [ours, ours].map(({ trustId }) => test.people.add(trustId));
let opportunity: string;
let application: string;

beforeAll(async () => {
  const where = { hostSchoolId: school, networkId: network };
  opportunity = await test.published(ours, { ...where, idempotencyKey: 'ours' });
  application = String((await test.apply(ours, opportunity, { idempotencyKey: 'own' })).id);
  const placement = {
    ...{ id: newId(), opportunityId: opportunity, personId, kind: OpportunityKind.VISIT },
    ...{
      homeSchoolId: newId(),
      hostSchoolId: newId(),
      startsOn: '2026-01-05',
      endsOn: '2026-01-06',
    },
  };
  await test.within(ours, (db) => new HistoryService(db).bringInPlacements(ours, [placement]));
});

const everything = `query ($references: [_Any!]!) {
  opportunities { totalCount edges { node { id } } }
  _entities(representations: $references) {
    ... on Person { applications { totalCount } placements { totalCount } }
    ... on School { opportunities { totalCount } }
    ... on Network { opportunities { totalCount } }
    ... on Opportunity { id }
    ... on Application { id }
  }
}`;

const seen = async (viewer: Viewer) => {
  const references = [
    { __typename: 'Person', id: personId },
    { __typename: 'School', id: school },
    { __typename: 'Network', id: network },
    { __typename: 'Opportunity', id: opportunity },
    { __typename: 'Application', id: application },
  ];
  return (await test.served.ask(viewer, everything, { references })).data;
};

const count = (totalCount: number) => ({ totalCount });

describe('another trust', () => {
  it('sees nothing of ours by any way in', async () => {
    expect(await seen(ours)).toMatchObject({
      opportunities: count(1),
      _entities: [
        { applications: count(1), placements: count(1) },
        { opportunities: count(1) },
        { opportunities: count(1) },
        { id: opportunity },
        { id: application },
      ],
    });
    expect(await seen(theirs)).toEqual({
      opportunities: { ...count(0), edges: [] },
      _entities: [
        { applications: count(0), placements: count(0) },
        { opportunities: count(0) },
        { opportunities: count(0) },
        null,
        null,
      ],
    });
  });

  it('finds nothing of ours to change', async () => {
    const missing = { result: 'NOT_FOUND' };

    expect(await test.apply(theirs, opportunity)).toMatchObject(missing);
    expect(await test.edit(theirs, { id: opportunity, version: 2 })).toMatchObject(missing);
    expect(await test.publish(theirs, { id: opportunity, version: 2 })).toMatchObject(missing);
    expect(await test.withdraw(theirs, { id: application, version: 1 })).toMatchObject(missing);
  });
});

describe('row security alone', () => {
  it('shows no row of another trust, table by table', async () => {
    expect(await leakingTables(test.served.database.appUrl, theirs.trustId)).toEqual([]);
  });

  it('holds when our own filter asks for the other trust’s rows', async () => {
    const reading = (asker: Viewer) =>
      test.within(asker, async (db) => {
        const pages = new Pages(db, new Cursors(Buffer.alloc(32)));
        const { opportunities, opportunity: byId } = opportunityLoaders(
          db,
          pages,
          test.clock.now,
          ours,
        );
        const { application: applicationById } = applicationLoaders(db, pages, ours);
        const { placementsByPerson } = placementLoaders(db, pages, test.clock.now, ours);
        return [
          (await opportunities({ orderBy: OpportunityOrder.LATEST_OPENING })).edges.length,
          (await placementsByPerson.load(personId, {})).edges.length,
          (await byId.load(opportunity)) ? 1 : 0,
          (await applicationById.load(application)) ? 1 : 0,
        ];
      });

    expect(await reading(ours)).toEqual([1, 1, 1, 1]);
    expect(await reading(theirs)).toEqual([0, 0, 0, 0]);
  });

  it('lets nobody write a row into another trust', async () => {
    const placement = {
      ...{ id: newId(), opportunityId: opportunity, personId, kind: OpportunityKind.VISIT },
      ...{
        homeSchoolId: newId(),
        hostSchoolId: newId(),
        startsOn: '2026-01-05',
        endsOn: '2026-01-06',
      },
    };
    const write = test.within(theirs, (db) =>
      new HistoryService(db).bringInPlacements(ours, [placement]),
    );

    await expect(write).rejects.toThrow('row-level security');
  });
});
