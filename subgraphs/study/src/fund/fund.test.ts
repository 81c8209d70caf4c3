import { describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { FundService } from './fund.service.ts';
import { aHead, aMemberOfStaff, codesOf, finance, testStudy } from '../testing.ts';

const study = testStudy();

const oneFund =
  'query ($id: ID!) { fund(id: $id) { name academicYear amountPence remainingPence } }';
const years =
  'query ($filter: FundFilter) { funds(filter: $filter) { totalCount edges { node { academicYear } } } }';

describe('a fund', () => {
  it('says what was set aside and what is left of it', async () => {
    const viewer = finance();
    const id = await study.aFund(viewer, 250_00);
    await study.award(viewer, { fundId: id, amountPence: 99_99 });

    const { data } = await study.served.ask(viewer, oneFund, { id });

    expect(data['fund']).toEqual({
      name: 'Study fund',
      academicYear: 2026,
      amountPence: 250_00,
      remainingPence: 150_01,
    });
  });

  it('is found by nobody when it is unknown, malformed or another trust’s', async () => {
    const id = await study.aFund(finance(), 1);

    for (const wanted of [id, newId(), 'no id', '']) {
      const answer = await study.served.ask(finance(), oneFund, { id: wanted });
      expect(codesOf(answer)).toEqual(['NOT_FOUND']);
    }
  });

  it('is for those who may see what is spent', async () => {
    const viewer = finance();
    const id = await study.aFund(viewer, 1);

    expect((await study.served.ask(aHead(viewer.trustId), oneFund, { id })).errors).toBeUndefined();
    const answer = await study.served.ask(aMemberOfStaff(viewer.trustId), oneFund, { id });
    expect(codesOf(answer)).toEqual(['FORBIDDEN']);
    const of = [{ __typename: 'Fund', id }];
    const entity =
      'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Fund { name } } }';
    const { data } = await study.served.ask(aMemberOfStaff(viewer.trustId), entity, { of });
    expect(data['_entities']).toEqual([null]);
  });

  it('that was set aside before is left as it is', async () => {
    const viewer = finance();
    const id = await study.aFund(viewer, 250_00);
    const db = study.db();
    const again = { id, name: 'Another name', academicYear: 2026, amountPence: 1 };

    await db.as(viewer, () => new FundService(db, study.clock.now).setAside(viewer, [again]));

    expect(await study.remainingPence(viewer, id)).toBe(250_00);
  });
});

describe('the trust’s funds', () => {
  it('come newest academic year first, or of one year', async () => {
    const viewer = finance();
    for (const year of [2025, 2026, 2024]) await study.aFund(viewer, 1, year);
    await study.aFund(finance(), 1, 2027);
    const list = async (filter?: object) => {
      const { data } = await study.served.ask<{
        funds: { totalCount: number; edges: { node: { academicYear: number } }[] };
      }>(viewer, years, { filter });
      const found = data.funds.edges.map(({ node }) => node.academicYear);
      expect(data.funds.totalCount).toBe(found.length);
      return found;
    };

    expect(await list()).toEqual([2026, 2025, 2024]);
    expect(await list({ academicYear: 2025 })).toEqual([2025]);
    expect(await list({ academicYear: 2027 })).toEqual([]);
  });

  it('of one year come by name from its end, whatever the case, page after page', async () => {
    const viewer = finance();
    const names = ['bursaries', 'Apprentices', 'Study', 'study leave', 'Studying'];
    const db = study.db();
    const funds = names.map((name) => ({ name, academicYear: 2026, amountPence: 1 }));
    await db.as(viewer, () => new FundService(db, study.clock.now).setAside(viewer, funds));
    const query = `query ($after: String) { funds(first: 2, after: $after) {
      pageInfo { endCursor } edges { node { name } } } }`;
    const found: string[] = [];
    for (let after: string | undefined; found.length < names.length;) {
      const { data } = await study.served.ask<{
        funds: { pageInfo: { endCursor: string }; edges: { node: { name: string } }[] };
      }>(viewer, query, { after });
      found.push(...data.funds.edges.map(({ node }) => node.name));
      after = data.funds.pageInfo.endCursor;
    }

    expect(found).toEqual(['Studying', 'study leave', 'Study', 'bursaries', 'Apprentices']);
  });

  it('are of a year from 2000 to 2100, and for those who may see what is spent', async () => {
    const wrong = await study.served.ask(finance(), years, { filter: { academicYear: 1999 } });
    const staff = await study.served.ask(aMemberOfStaff(), years);

    expect(codesOf(wrong)).toEqual(['BAD_USER_INPUT']);
    expect(codesOf(staff)).toEqual(['FORBIDDEN']);
  });
});
