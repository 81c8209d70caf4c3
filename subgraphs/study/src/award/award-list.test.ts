import { describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { aViewer } from '@trellis/subgraph-kit/testing/test-viewer';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { aHead, aMemberOfStaff, codesOf, finance, testStudy } from '../testing.ts';

const study = testStudy();

interface List {
  readonly totalCount: number;
  readonly edges: readonly { readonly node: { readonly id: string } }[];
}

const awardsOf = `query ($of: [_Any!]!, $first: Int, $after: String) {
  _entities(representations: $of) { ... on Person {
    awards(first: $first, after: $after) { totalCount edges { cursor node { id } } }
  } }
}`;

/** Ids of the person's awards as the viewer sees them; null where they may not know. */
async function seen(viewer: Viewer, personId: string): Promise<string[] | null> {
  const of = [{ __typename: 'Person', id: personId }];
  const answer = await study.served.ask<{ _entities: { awards: List | null }[] }>(
    viewer,
    awardsOf,
    {
      of,
    },
  );
  expect(answer.errors).toBeUndefined();
  const awards = answer.data._entities[0]?.awards;
  return awards?.edges.map(({ node }) => node.id) ?? null;
}

/** A person with an award for each of the schools. */
async function awardsAt(viewer: Viewer, ...schoolIds: string[]) {
  const personId = study.people.add('Person', viewer);
  const ids: string[] = [];
  for (const [index, schoolId] of schoolIds.entries()) {
    const fundId = await study.aFund(viewer, 100_00, 2026 + index);
    const { id = '' } = await study.award(viewer, { fundId, personId, schoolId, amountPence: 1 });
    ids.unshift(id);
  }
  return { personId, ids };
}

describe('a person’s awards', () => {
  it('are known to the person', async () => {
    const viewer = finance();
    const { personId, ids } = await awardsAt(viewer, study.people.add('School', viewer));

    expect(
      await seen(
        aViewer({ ...aMemberOfStaff(viewer.trustId), personId, scopes: ['study:read'] }),
        personId,
      ),
    ).toEqual(ids);
  });

  it('are not known to colleagues', async () => {
    const viewer = finance();
    const { personId } = await awardsAt(viewer, study.people.add('School', viewer));

    expect(await seen(aMemberOfStaff(viewer.trustId), personId)).toBeNull();
  });

  it('are known to those who may read them all, newest first', async () => {
    const viewer = finance();
    const schoolId = study.people.add('School', viewer);
    const { personId, ids } = await awardsAt(viewer, schoolId, schoolId);

    expect(await seen(viewer, personId)).toEqual(ids);
  });

  it('are known to a head as far as they are for the head’s schools', async () => {
    const viewer = finance();
    const [here, there] = [study.people.add('School', viewer), study.people.add('School', viewer)];
    const { personId, ids } = await awardsAt(viewer, here, there);

    expect(await seen(aHead(viewer.trustId, here), personId)).toEqual([ids[1]]);
    expect(await seen(aHead(viewer.trustId, newId()), personId)).toEqual([]);
  });

  it('of a head are known to that head, for whichever school they are', async () => {
    const viewer = finance();
    const { personId, ids } = await awardsAt(viewer, study.people.add('School', viewer));

    const { trustId } = viewer;
    const scopes = ['study:read', 'award:read'];
    const self = aViewer({ trustId, personId, placeIds: [newId()], scopes });

    expect(await seen(self, personId)).toEqual(ids);
  });

  it('keep those that were withdrawn, with the reason', async () => {
    const viewer = finance();
    const fundId = await study.aFund(viewer, 100_00);
    const personId = study.people.add('Person', viewer);
    const award = await study.award(viewer, { fundId, personId, amountPence: 1 });
    await study.withdraw(viewer, award);

    expect(await seen(viewer, personId)).toEqual([award.id]);
  });

  it('are paged, and a page’s cursor is good for the next', async () => {
    const viewer = finance();
    const schoolId = study.people.add('School', viewer);
    const { personId, ids } = await awardsAt(viewer, schoolId, schoolId, schoolId);
    const of = [{ __typename: 'Person', id: personId }];
    const page = (after: string | null) =>
      study.served.ask<{
        _entities: [
          { awards: { totalCount: number; edges: { cursor: string; node: { id: string } }[] } },
        ];
      }>(viewer, awardsOf, { of, first: 2, after: after ?? undefined });

    const first = (await page(null)).data._entities[0].awards;
    const second = (await page(first.edges[1]?.cursor ?? '')).data._entities[0].awards;

    expect(first.totalCount).toBe(3);
    expect([...first.edges, ...second.edges].map(({ node }) => node.id)).toEqual(ids);
  });

  it('are nothing that another trust sees, not even by the award’s id', async () => {
    const viewer = finance();
    const { personId, ids } = await awardsAt(viewer, study.people.add('School', viewer));
    const other = finance();

    expect(await seen(other, personId)).toEqual([]);
    const { data } = await study.served.ask(
      other,
      'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Award { id } } }',
      { of: [{ __typename: 'Award', id: ids[0] }] },
    );
    expect(data['_entities']).toEqual([null]);
  });

  it('need the permission to see study at all', async () => {
    const viewer = aViewer({ scopes: ['staff:read'] });
    const of = [{ __typename: 'Person', id: viewer.personId }];

    expect(codesOf(await study.served.ask(viewer, awardsOf, { of }))).toEqual(['FORBIDDEN']);
  });
});

describe('an award by its id', () => {
  it('is known to the same people as in lists', async () => {
    const viewer = finance();
    const schoolId = study.people.add('School', viewer);
    const { personId, ids } = await awardsAt(viewer, schoolId);
    const entity = async (who: Viewer) => {
      const query =
        'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Award { id } } }';
      const of = [{ __typename: 'Award', id: ids[0] }];
      return (await study.served.ask(who, query, { of })).data['_entities'];
    };
    const { trustId } = viewer;

    expect(await entity(viewer)).toEqual([{ id: ids[0] }]);
    expect(await entity(aHead(trustId, schoolId))).toEqual([{ id: ids[0] }]);
    expect(await entity(aViewer({ trustId, personId }))).toEqual([{ id: ids[0] }]);
    expect(await entity(aHead(trustId, newId()))).toEqual([null]);
    const atSchool = aViewer({ trustId, placeIds: [schoolId], scopes: ['study:read'] });
    expect(await entity(atSchool)).toEqual([null]);
    expect(await entity(aMemberOfStaff(trustId))).toEqual([null]);
  });

  it('shows its fund to those alone who may see funds', async () => {
    const viewer = finance();
    const { personId } = await awardsAt(viewer, study.people.add('School', viewer));
    const own = aViewer({ trustId: viewer.trustId, personId, scopes: ['study:read'] });
    const query =
      'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Person { awards { edges { node { fund { name } } } } } } }';
    const of = [{ __typename: 'Person', id: personId }];

    expect(codesOf(await study.served.ask(own, query, { of }))).toEqual(['FORBIDDEN']);
    expect((await study.served.ask(viewer, query, { of })).errors).toBeUndefined();
  });
});

describe('who made an award', () => {
  it('is known to those who may read awards, and not to the person whom it was made to', async () => {
    const viewer = finance();
    const { trustId } = viewer;
    const schoolId = study.people.add('School', viewer);
    const { personId, ids } = await awardsAt(viewer, schoolId);
    const awardedBy = async (who: Viewer) => {
      const query = `query ($of: [_Any!]!) { _entities(representations: $of) {
        ... on Award { person { id } awardedBy { id } } } }`;
      const of = [{ __typename: 'Award', id: ids[0] }];
      return (await study.served.ask(who, query, { of })).data['_entities'];
    };
    const named = { person: { id: personId }, awardedBy: { id: viewer.personId } };

    expect(await awardedBy(viewer)).toEqual([named]);
    expect(await awardedBy(aHead(trustId, schoolId))).toEqual([named]);
    const own = aViewer({ trustId, personId, scopes: ['study:read'] });
    expect(await awardedBy(own)).toEqual([{ ...named, awardedBy: null }]);
  });
});

describe('a fund’s awards', () => {
  const awardsFrom = 'query ($id: ID!) { fund(id: $id) { awards { edges { node { id } } } } }';

  it('are known to a head as far as they are for the head’s schools', async () => {
    const viewer = finance();
    const fundId = await study.aFund(viewer, 100_00);
    const here = study.people.add('School', viewer);
    const mine = await study.award(viewer, { fundId, schoolId: here, amountPence: 1 });
    await study.award(viewer, { fundId, amountPence: 1 });
    const head = aHead(viewer.trustId, here);

    const { data } = await study.served.ask(head, awardsFrom, { id: fundId });

    expect(data).toEqual({ fund: { awards: { edges: [{ node: { id: mine.id } }] } } });
  });

  it('need the permission to read awards', async () => {
    const viewer = finance();
    const id = await study.aFund(viewer, 100_00);
    const { trustId } = viewer;
    const spender = aViewer({ trustId, allPlaces: true, scopes: ['spend:read'] });

    const answer = await study.served.ask(spender, awardsFrom, { id });

    expect(codesOf(answer)).toEqual(['FORBIDDEN']);
    expect(answer.data).toEqual({ fund: { awards: null } });
  });
});
