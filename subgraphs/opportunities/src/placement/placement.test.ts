import { beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { HistoryService } from '../history/history.service.ts';
import { OpportunityKind } from '../opportunity/opportunity-kind.types.ts';
import { aMemberOfStaff, TestOpportunities, thePeopleTeam } from '../testing.ts';

const test = new TestOpportunities();
let central: Viewer;
let teacher: Viewer;

beforeEach(() => {
  const trustId = newId();
  central = thePeopleTeam(trustId);
  teacher = aMemberOfStaff(trustId);
});

const aPlacement = (opportunityId: string, personId: string, startsOn: string, endsOn: string) => ({
  ...{ id: newId(), opportunityId, personId, kind: OpportunityKind.SECONDMENT, startsOn, endsOn },
  ...{ homeSchoolId: newId(), hostSchoolId: newId() },
});

const bringIn = (placements: readonly ReturnType<typeof aPlacement>[]) =>
  test.within(central, (db) => new HistoryService(db).bringInPlacements(central, placements));

const placements = async (viewer: Viewer, personIds: readonly string[], activeOn?: string) => {
  const query = `query ($references: [_Any!]!, $activeOn: Date) { _entities(representations: $references) {
    ... on Person { placements(activeOn: $activeOn) { edges { node {
      id kind startsOn endsOn person { id } opportunity { id } homeSchool { id } hostSchool { id }
    } } } } } }`;
  const references = personIds.map((id) => ({ __typename: 'Person', id }));
  const { data } = await test.served.ask<{
    _entities: { placements: { edges: { node: { id: string } }[] } }[];
  }>(viewer, query, { references, activeOn });
  return data._entities.map(({ placements: { edges } }) => edges.map(({ node }) => node));
};

describe('a placement', () => {
  it('shows what it is, whose, from where to where, and what it came from', async () => {
    const opportunityId = await test.published(central);
    const given = aPlacement(opportunityId, newId(), '2026-01-05', '2026-04-01');
    await bringIn([given]);

    expect(await placements(central, [given.personId])).toEqual([
      [
        {
          id: given.id,
          kind: 'SECONDMENT',
          startsOn: '2026-01-05',
          endsOn: '2026-04-01',
          person: { id: given.personId },
          opportunity: { id: opportunityId },
          homeSchool: { id: given.homeSchoolId },
          hostSchool: { id: given.hostSchoolId },
        },
      ],
    ]);
  });

  it('is found by its id, by another subgraph too, and not by another trust', async () => {
    const opportunityId = await test.published(central);
    const given = aPlacement(opportunityId, newId(), '2026-01-05', '2026-04-01');
    await bringIn([given]);
    const query = `query ($references: [_Any!]!) { _entities(representations: $references) {
      ... on Placement { startsOn } } }`;
    const references = [{ __typename: 'Placement', id: given.id }];
    const found = async (viewer: Viewer) =>
      (await test.served.ask<{ _entities: unknown[] }>(viewer, query, { references })).data
        ._entities;

    expect(await found(central)).toEqual([{ startsOn: '2026-01-05' }]);
    expect(await found(thePeopleTeam(newId()))).toEqual([null]);
  });

  it('runs from its first day to the day before its end, and the latest comes first', async () => {
    const opportunityId = await test.published(central);
    const personId = newId();
    const first = aPlacement(opportunityId, personId, '2026-01-05', '2026-04-01');
    const second = aPlacement(opportunityId, personId, '2026-04-01', '2026-07-01');
    await bringIn([first, second]);
    const on = async (day?: string) =>
      (await placements(central, [personId], day)).flat().map(({ id }) => id);

    expect(await on()).toEqual([second.id, first.id]);
    expect(await on('2026-01-04')).toEqual([]);
    expect(await on('2026-01-05')).toEqual([first.id]);
    expect(await on('2026-03-31')).toEqual([first.id]);
    expect(await on('2026-04-01')).toEqual([second.id]);
    expect(await on('2026-07-01')).toEqual([]);
  });

  it('does not show a draft that it came from to those who may not see drafts', async () => {
    const id = await test.published(central);
    const given = aPlacement(id, String(teacher.personId), '2026-01-05', '2026-04-01');
    await bringIn([given]);
    const hide = `UPDATE opportunity SET published_at = NULL, state = 'DRAFT'
                   WHERE trust_id = $1 AND id = $2`;
    await test.within(central, (db) => db.rows(hide, [central.trustId, id]));

    expect(await placements(teacher, [given.personId])).toMatchObject([[{ opportunity: null }]]);
    expect(await placements(central, [given.personId])).toMatchObject([[{ opportunity: { id } }]]);
  });

  it('takes as many statements for fifty people as for five', async () => {
    const opportunityId = await test.published(central);
    const all = Array.from({ length: 50 }, () =>
      aPlacement(opportunityId, newId(), '2026-01-05', '2026-04-01'),
    );
    await bringIn(all);
    const ids = all.map(({ personId }) => personId);
    const statements = (parents: number) =>
      test.served.statementsDuring(() => placements(central, ids.slice(0, parents)));

    expect([await statements(5), await statements(50)]).toEqual([2, 2]); // pages, opportunities
  });
});
