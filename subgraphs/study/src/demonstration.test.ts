import { describe, expect, it } from '@jest/globals';
import { demonstrationTrusts } from '@trellis/demonstration/demonstration';
import { aViewer } from '@trellis/subgraph-kit/testing/test-viewer';
import type { TrustRecords } from '@trellis/demonstration/records';
import { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { AwardService } from './award/award.service.ts';
import { DemonstrationLoad } from './demonstration-trust.ts';
import { FundService } from './fund/fund.service.ts';
import { anAnalyst } from './report/testing.ts';
import { finance, testStudy } from './testing.ts';

const study = testStudy();
const trusts = demonstrationTrusts({ seed: 'trellis', today: '2026-11-23' });

async function load(records: TrustRecords): Promise<void> {
  const db = study.db();
  const people = { unknownTo: () => Promise.resolve([]) };
  const awards = new AwardService(db, people, new Idempotency(db), study.clock.now);
  await new DemonstrationLoad(
    db,
    new FundService(db, study.clock.now),
    awards,
    study.clock.now,
  ).load(records);
}

/** What the trust's finance team sees of its funds. */
async function fundsOf({ trust }: TrustRecords) {
  const { data } = await study.served.ask<{
    funds: {
      edges: { node: { id: string; remainingPence: number; awards: { totalCount: number } } }[];
    };
  }>(
    finance(trust.id),
    '{ funds(first: 100) { edges { node { id amountPence remainingPence awards(first: 1) { totalCount } } } } }',
  );
  return new Map(data.funds.edges.map(({ node }) => [node.id, node]));
}

describe('loading the demonstration trusts', () => {
  it('writes each fund and award by the rules, and nothing more the second time', async () => {
    for (const records of trusts) {
      await load(records);
      const found = await fundsOf(records);
      await load(records);
      expect(await fundsOf(records)).toEqual(found);

      expect(records.awards.length).toBeGreaterThan(0);
      for (const fund of records.funds) {
        const awards = records.awards.filter(({ fundId }) => fundId === fund.id);
        const standing = awards.filter(({ withdrawnOn }) => withdrawnOn === null);
        const spentPence = standing.reduce((sum, { amountPence }) => sum + amountPence, 0);
        expect(found.get(fund.id)).toMatchObject({
          amountPence: fund.amountPence,
          remainingPence: fund.amountPence - spentPence,
          awards: { totalCount: awards.length },
        });
      }
    }
  });

  it('sets goals of the year for study to serve, once', async () => {
    const { data } = await study.served.ask<{ developmentGoals: object[] }>(
      finance(trusts[0]?.trust.id),
      '{ developmentGoals(academicYear: 2026) { title } }',
    );

    expect(data.developmentGoals).toHaveLength(3);
  });

  it('publishes a report of the year before, with all staff in it', async () => {
    const [main] = trusts;
    const { data } = await study.served.ask<{ studyReport: { whole: { headcount: number } } }>(
      anAnalyst(main?.trust.id ?? ''),
      `{ studyReport { academicYear whole { headcount funded spendPence completed }
           supportStaff { spendPercent headcountPercent } bySchool { figures { headcount } } } }`,
    );

    expect(data.studyReport).toEqual({
      academicYear: 2025,
      whole: {
        ...{ headcount: expect.any(Number), funded: expect.any(Number) },
        ...{ spendPence: expect.any(Number), completed: 10 },
      },
      supportStaff: { spendPercent: expect.any(Number), headcountPercent: expect.any(Number) },
      bySchool: expect.anything(),
    });
    expect(data.studyReport.whole.headcount).toBeGreaterThan(1_500);
  });

  it('opens a round in which some have applied, whose panel can score tomorrow', async () => {
    const [main] = trusts;
    const trustId = main?.trust.id ?? '';
    const central = aViewer({ trustId, allPlaces: true, scopes: ['study:read', 'award:read'] });
    const { data } = await study.served.ask(
      central,
      `{ studyRounds { title closesOn isDecidable state } bursaryApplications { state programmeCode } }`,
    );

    const applied = { state: 'SUBMITTED', programmeCode: 'POSTGRADUATE_ITT' };
    expect(data).toEqual({
      studyRounds: [
        {
          ...{ title: 'Routes to teaching', closesOn: '2026-11-23' },
          ...{ isDecidable: true, state: 'ANNOUNCED' },
        },
      ],
      bursaryApplications: [applied, applied],
    });
  });

  it('writes nothing of a trust of which one award breaks a rule', async () => {
    const [main] = trusts;
    if (!main) throw new Error('there is no demonstration trust');
    const { trust } = { trust: { ...main.trust, id: finance().trustId } };
    const awards = main.awards.map((award, index) =>
      index === 0 ? { ...award, amountPence: 2_147_483_647 } : award,
    );

    await expect(load({ ...main, trust, awards })).rejects.toThrow('refused');
    expect((await fundsOf({ ...main, trust })).size).toBe(0);
  });
});
