import { describe, expect, it } from '@jest/globals';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { aHead, aMemberOfStaff, codesOf, finance, testStudy } from '../testing.ts';

const study = testStudy();

const spendQuery = `query ($of: [_Any!]!, $year: Int) {
  _entities(representations: $of) { ... on School {
    studySpend(academicYear: $year) { academicYear amountPence awardCount }
  } }
}`;

const askSpend = (viewer: Viewer, year: number | null, ...schoolIds: string[]) =>
  study.served.ask<{ _entities: { studySpend: unknown }[] }>(viewer, spendQuery, {
    of: schoolIds.map((id) => ({ __typename: 'School', id })),
    year,
  });
const spend = async (viewer: Viewer, year: number | null, ...schoolIds: string[]) =>
  (await askSpend(viewer, year, ...schoolIds)).data._entities.map(({ studySpend }) => studySpend);

describe('what a school spends on study', () => {
  it('is the sum of the awards that stand, by academic year', async () => {
    const viewer = finance();
    const [school, other] = [
      study.people.add('School', viewer),
      study.people.add('School', viewer),
    ];
    const thisYear = await study.aFund(viewer, 500_00);
    const nextYear = await study.aFund(viewer, 500_00, 2027);
    const award = (fundId: string, schoolId: string, amountPence: number) =>
      study.award(viewer, { fundId, schoolId, amountPence });
    await award(thisYear, school, 100_00);
    await award(thisYear, school, 23_45);
    await award(nextYear, school, 1_00);
    await study.withdraw(viewer, await award(thisYear, school, 50_00));

    expect(await spend(viewer, 2026, school, other)).toEqual([
      { academicYear: 2026, amountPence: 123_45, awardCount: 2 },
      { academicYear: 2026, amountPence: 0, awardCount: 0 },
    ]);
    expect(await spend(viewer, 2027, school)).toEqual([
      { academicYear: 2027, amountPence: 1_00, awardCount: 1 },
    ]);
  });

  it('is that of the running academic year when none is named, from 1 September in England', async () => {
    const viewer = finance();
    const school = study.people.add('School', viewer);
    const year = async () => {
      const [spent] = await spend(viewer, null, school);
      return spent;
    };

    study.clock.set('2026-08-31T22:59:59Z'); // still 31 August in summer time
    expect(await year()).toMatchObject({ academicYear: 2025 });
    study.clock.set('2026-08-31T23:00:00Z');
    expect(await year()).toMatchObject({ academicYear: 2026 });
  });

  it('may be more than an Int holds', async () => {
    const viewer = finance();
    const schoolId = study.people.add('School', viewer);
    const most = 2_147_483_647;
    for (const fundId of [await study.aFund(viewer, most), await study.aFund(viewer, most)]) {
      await study.award(viewer, { fundId, schoolId, amountPence: most });
    }

    expect(await spend(viewer, 2026, schoolId)).toEqual([
      { academicYear: 2026, amountPence: 2 * most, awardCount: 2 },
    ]);
  });

  it('is known to a head for the head’s schools alone', async () => {
    const viewer = finance();
    const [here, there] = [study.people.add('School', viewer), study.people.add('School', viewer)];
    const nothing = { academicYear: 2026, amountPence: 0, awardCount: 0 };

    expect(await spend(aHead(viewer.trustId, here), 2026, here, there)).toEqual([nothing, null]);
  });

  it('needs the permission to see what is spent', async () => {
    const answer = await askSpend(aMemberOfStaff(), 2026, study.people.add('School', finance()));

    expect(codesOf(answer)).toEqual(['FORBIDDEN']);
  });

  it('is of an academic year from 2000 to 2100', async () => {
    const viewer = finance();

    for (const year of [1999, 2101]) {
      const answer = await askSpend(viewer, year, study.people.add('School', viewer));
      expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
    }
  });

  it('holds nothing of another trust', async () => {
    const viewer = finance();
    const schoolId = study.people.add('School', viewer);
    const fundId = await study.aFund(viewer, 100_00);
    await study.award(viewer, { fundId, schoolId, amountPence: 100_00 });

    expect(await spend(finance(), 2026, schoolId)).toEqual([
      { academicYear: 2026, amountPence: 0, awardCount: 0 },
    ]);
  });
});
