import { describe, expect, it } from '@jest/globals';
import { programmeCodes } from '@trellis/demonstration/programme-codes';
import { aViewer } from '@trellis/subgraph-kit/testing/test-viewer';
import { aMemberOfStaff, codesOf, testStudy } from '../testing.ts';

const study = testStudy();

interface Node {
  readonly code: string;
  readonly name: string;
}

const list = `query ($filter: ProgrammeFilter, $after: String) {
  programmes(first: 10, after: $after, filter: $filter) {
    totalCount pageInfo { hasNextPage endCursor } edges { node { code name } }
  }
}`;

/** All programmes that the filter leaves, page after page. */
async function programmes(filter?: object): Promise<Node[]> {
  const viewer = aMemberOfStaff();
  const found: Node[] = [];
  for (let after: string | undefined; ;) {
    const { data } = await study.served.ask<{
      programmes: {
        totalCount: number;
        pageInfo: { hasNextPage: boolean; endCursor: string };
        edges: { node: Node }[];
      };
    }>(viewer, list, { filter, after });
    const { totalCount, pageInfo, edges } = data.programmes;
    found.push(...edges.map(({ node }) => node));
    if (!pageInfo.hasNextPage) {
      expect(found).toHaveLength(totalCount);
      return found;
    }
    after = pageInfo.endCursor;
  }
}
const codes = async (filter?: object) => (await programmes(filter)).map(({ code }) => code);

const programme = (code: string) =>
  study.served.ask(
    aMemberOfStaff(),
    `query ($code: String!) { programme(code: $code) {
      code name kind staffGroups level typicalMonths description validFrom validTo source
    } }`,
    { code },
  );

describe('the programme catalogue', () => {
  it('has each programme that the demonstration awards, and can be started last year and now', async () => {
    for (const runningOn of ['2025-09-01', '2026-11-23']) {
      expect(await codes({ runningOn })).toEqual(expect.arrayContaining([...programmeCodes]));
    }
  });

  it('lists what runs today by name, and on another day what ran then', async () => {
    const now = await programmes();

    const names = now.map(({ name }) => name.toLowerCase());
    expect(names).toEqual(names.toSorted());
    expect(await codes()).toContain('EHCO');
    expect(await codes()).not.toContain('ASO');
    const then = await codes({ runningOn: '2022-08-31' });
    expect(then).toContain('ASO');
    expect(then).not.toContain('EHCO');
    expect(await codes({ runningOn: '2022-09-01' })).not.toContain('ASO');
  });

  it('says what a programme is, for whom, how long, at which level, and who says so', async () => {
    expect((await programme('NPQLT')).data['programme']).toEqual({
      code: 'NPQLT',
      name: 'Leading teaching (NPQLT)',
      kind: 'NPQ',
      staffGroups: ['TEACHER'],
      level: null,
      typicalMonths: 12,
      description: 'Lead teaching and learning for a subject, year group or phase',
      validFrom: '2021-09-01',
      validTo: null,
      source: 'DfE',
    });
    expect((await programme('SPECIALIST_TA_L5_APPRENTICESHIP')).data['programme']).toMatchObject({
      kind: 'APPRENTICESHIP',
      level: 5,
      typicalMonths: 24,
      validFrom: '2025-09-01',
    });
  });

  it('knows that the levy no longer pays for most level 7 apprentices from January 2026', async () => {
    const versions = await Promise.all(
      ['2025-12-31', '2026-01-01'].map((runningOn) =>
        study.served.ask<{ programmes: { edges: { node: object }[] } }>(
          aMemberOfStaff(),
          'query ($filter: ProgrammeFilter) { programmes(filter: $filter) { edges { node { validFrom validTo description } } } }',
          { filter: { runningOn, text: 'senior_leader_l7' } },
        ),
      ),
    );

    expect(versions.map(({ data }) => data.programmes.edges[0]?.node)).toEqual([
      { validFrom: '2020-09-01', validTo: '2026-01-01', description: null },
      {
        validFrom: '2026-01-01',
        validTo: null,
        description: expect.stringContaining('16 to 21'),
      },
    ]);
  });

  it('is filtered by kind, staff group and text, all together', async () => {
    expect(await codes({ kind: 'NPQ', text: 'LEADING literacy' })).toEqual(['NPQLL']);
    expect(await codes({ text: 'npqll' })).toEqual(['NPQLL']);
    expect(await codes({ text: '%' })).toEqual([]);
    expect(await codes({ staffGroup: 'TECHNICIAN', kind: 'APPRENTICESHIP' })).toEqual([
      'ICT_TECHNICIAN_L3_APPRENTICESHIP',
      'LAB_TECHNICIAN_L3_APPRENTICESHIP',
    ]);
    expect(await codes({ staffGroup: 'AUXILIARY', kind: 'NPQ' })).toEqual([]);
  });

  it('has something for each staff group', async () => {
    for (const staffGroup of [
      'TEACHER',
      'TEACHING_ASSISTANT',
      'ADMINISTRATIVE',
      'AUXILIARY',
      'TECHNICIAN',
      'SCHOOL_BUSINESS_PROFESSIONAL',
      'LEADERSHIP_NON_TEACHER',
      'OTHER_SCHOOL_SUPPORT',
    ]) {
      expect([staffGroup, (await codes({ staffGroup })).length > 0]).toEqual([staffGroup, true]);
    }
  });

  it('gives a programme that no longer runs as it ran last, and has no unknown one', async () => {
    expect((await programme('ASO')).data['programme']).toMatchObject({ validTo: '2022-09-01' });
    expect(codesOf(await programme('NPQML'))).toEqual(['NOT_FOUND']);
  });

  it('needs the permission to see study', async () => {
    const answer = await study.served.ask(aViewer(), '{ programmes { totalCount } }');

    expect(codesOf(answer)).toEqual(['FORBIDDEN']);
  });

  it('takes no text or staff group of great length', async () => {
    const viewer = aMemberOfStaff();
    for (const filter of [{ text: 'x'.repeat(101) }, { staffGroup: 'X'.repeat(41) }]) {
      expect(codesOf(await study.served.ask(viewer, list, { filter }))).toEqual(['BAD_USER_INPUT']);
    }
  });
});
