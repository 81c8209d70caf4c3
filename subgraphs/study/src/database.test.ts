import { describe, expect, it } from '@jest/globals';
import { entityDrift, undoAndRedo } from '@trellis/subgraph-kit/testing/migration-check';
import { leakingTables } from '@trellis/subgraph-kit/testing/row-security-check';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { awardsById } from './award/award.queries.ts';
import { fundsById, lockFunds } from './fund/fund.queries.ts';
import { studySpendOf } from './spend/study-spend.queries.ts';
import { studyDatabase } from './subgraph.ts';
import { finance, testStudy } from './testing.ts';

const study = testStudy();

/** A trust with a fund and an award. */
async function aTrust() {
  const viewer = finance();
  const fundId = await study.aFund(viewer, 100_00);
  const schoolId = study.people.add('School', viewer);
  const idempotencyKey = 'k';
  const { id = '' } = await study.award(viewer, {
    fundId,
    schoolId,
    amountPence: 1,
    idempotencyKey,
  });
  return { viewer, fundId, schoolId, awardId: id };
}

/** People with awards, each from a fund of their own, and their schools. */
async function representations(viewer: Viewer, count: number) {
  const people: object[] = [];
  const schools: object[] = [];
  for (let index = 0; index < count; index++) {
    const fundId = await study.aFund(viewer, 100_00);
    const personId = study.people.add('Person', viewer);
    const schoolId = study.people.add('School', viewer);
    await study.award(viewer, { fundId, personId, schoolId, amountPence: 1 });
    people.push({ __typename: 'Person', id: personId });
    schools.push({ __typename: 'School', id: schoolId });
  }
  return { people, schools };
}

describe('the database of study', () => {
  it('shows no row of one trust to another', async () => {
    const [one, other] = [await aTrust(), await aTrust()];

    for (const { viewer } of [one, other]) {
      expect(await leakingTables(study.served.database.appUrl, viewer.trustId)).toEqual([]);
    }
  });

  it('holds two trusts apart even where the services ask for the wrong one', async () => {
    const { viewer, fundId, schoolId, awardId } = await aTrust();
    const { viewer: other } = await aTrust();
    const db = study.db();
    const reads = () =>
      Promise.all([
        fundsById(db, viewer, [fundId]),
        awardsById(db, viewer, [awardId]),
        studySpendOf(db, viewer, [{ schoolId, academicYear: 2026 }]),
        db.transaction(async (tx) => [...(await lockFunds(tx, viewer, [fundId])).values()]),
      ]);

    expect((await db.as(viewer, reads)).map(({ length }) => length)).toEqual([1, 1, 1, 1]);
    expect((await db.as(other, reads)).map(({ length }) => length)).toEqual([0, 0, 0, 0]);
  });

  it('takes no row for another trust', async () => {
    const { viewer, fundId } = await aTrust();
    const { viewer: other } = await aTrust();
    const db = study.db();
    const copy = `INSERT INTO fund (trust_id, id, name, academic_year)
      VALUES ($1, gen_random_uuid(), 'Study fund', 2026)`;

    await expect(db.as(other, () => db.rows(copy, [viewer.trustId]))).rejects.toThrow(
      'row-level security',
    );
    await expect(
      db.as(other, () => db.rows('UPDATE fund SET amount_pence = 1 WHERE id = $1', [fundId])),
    ).rejects.toThrow('permission denied');
  });

  it('is asked as often for fifty people and schools as for five', async () => {
    const viewer = finance();
    const query = `query ($people: [_Any!]!, $schools: [_Any!]!) {
      people: _entities(representations: $people) { ... on Person {
        awards { totalCount edges { node { amountPence programme { name } fund { name } } } }
      } }
      schools: _entities(representations: $schools) { ... on School {
        studySpend(academicYear: 2026) { amountPence }
      } }
    }`;
    const statements = async (count: number) => {
      const parents = await representations(viewer, count);
      return study.served.statementsDuring(async () => {
        const answer = await study.served.ask(viewer, query, parents);
        expect(answer.errors).toBeUndefined();
      });
    };

    const few = await statements(5);

    expect(few).toBe(5); // awards, their count, programmes, funds, spend
    expect(await statements(50)).toBe(few);
  });

  it('is asked as often for a list of fifty funds with their awards as for one of five', async () => {
    const viewer = finance();
    const query = (first: number) =>
      `{ funds(first: ${first}) { edges { node { remainingPence awards { edges { node { id programme { code } } } } } } } }`;
    await representations(viewer, 50);
    const statements = (first: number) =>
      study.served.statementsDuring(() => study.served.ask(viewer, query(first)));

    expect(await statements(5)).toBe(3);
    expect(await statements(50)).toBe(3);
  });

  it('has every column that an entity wants', async () => {
    expect(await entityDrift(study.served.database.ownerUrl, studyDatabase)).toEqual([]);
  });

  it('can take its newest migration back and make it again', async () => {
    await undoAndRedo(study.served.database.ownerUrl, studyDatabase);

    expect(await entityDrift(study.served.database.ownerUrl, studyDatabase)).toEqual([]);
  });
});
