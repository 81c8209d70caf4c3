import { describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { aViewer } from '@trellis/subgraph-kit/testing/test-viewer';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { AwardSteps } from '../testing/award-steps.ts';
import { aMemberOfStaff, codesOf, finance, testStudy } from '../testing.ts';

const study = testStudy();
const steps = new AwardSteps(study);

/** A teaching assistant, whom the roster knows. */
async function anAssistant(trustId = newId()) {
  const viewer = aViewer({ trustId, scopes: ['study:read'] });
  const { personId } = viewer;
  if (personId === null) throw new Error('an assistant is a person');
  study.people.add('Person', viewer, personId);
  await steps.tellRoster(viewer, personId, {});
  return viewer;
}

const programmeId = async (code: string) => {
  const { data } = await study.served.ask<{ programme: { id: string } }>(
    aMemberOfStaff(),
    'query ($code: String!) { programme(code: $code) { id } }',
    { code },
  );
  return data.programme.id;
};

interface Funding {
  readonly source: string;
  readonly answer: string;
  readonly ruleVersion: string;
}

const ask = async (viewer: Viewer, code: string, asked: object = {}) =>
  study.served.ask<{ eligibleFunding: Funding[] }>(
    viewer,
    `query ($personId: ID!, $programmeId: ID!, $startsOn: Date!, $age: AgeAtStart) {
      eligibleFunding(personId: $personId, programmeId: $programmeId, startsOn: $startsOn, age: $age) {
        source answer amountPence conditions reasons ruleVersion } }`,
    {
      ...{ personId: viewer.personId, programmeId: await programmeId(code) },
      ...{ startsOn: '2027-01-04', ...asked },
    },
  );

const aLevyFund = async (trustId: string) => {
  const db = study.db();
  const sql = `INSERT INTO fund (trust_id, id, name, academic_year, source)
    VALUES ($1, $2, 'Levy', 2026, 'LEVY')`;
  await db.as(finance(trustId), () => db.rows(sql, [trustId, newId()]));
};

describe('asking what pays for a programme', () => {
  it('shows an assistant that the levy pays her way to qualified teacher status', async () => {
    const assistant = await anAssistant();
    await aLevyFund(assistant.trustId);

    const { data } = await ask(assistant, 'TEACHER_DEGREE_APPRENTICESHIP');

    expect(data.eligibleFunding).toMatchObject([
      { source: 'LEVY', answer: 'PAYS', ruleVersion: 'LEVY@2017-05-01' },
      { source: 'OTHER', answer: 'DOES_NOT_PAY', ruleVersion: 'CO_INVESTMENT@2024-04-01' },
    ]);
  });

  it('explains last year’s answer by the rule of that day, and this year’s by another', async () => {
    const assistant = await anAssistant();
    await aLevyFund(assistant.trustId);
    const age = 'TWENTY_TWO_OR_OVER';
    const code = 'SENIOR_LEADER_L7_APPRENTICESHIP';
    const versionOn = async (startsOn: string) => {
      const { data } = await ask(assistant, code, { startsOn, age });
      return data.eligibleFunding.map(({ ruleVersion }) => ruleVersion);
    };

    expect(await versionOn('2025-12-31')).toEqual(['LEVY_LEVEL_7@2017-05-01']);
    expect(await versionOn('2026-01-01')).toEqual(['LEVY_LEVEL_7@2026-01-01']);
  });

  it('remembers that a scholarship paid before, unless the provider cancelled', async () => {
    const assistant = await anAssistant();
    const viewer = finance(assistant.trustId);
    const lines = [{ source: 'DFE_SCHOLARSHIP', academicYear: 2026, amountPence: 1_000_00 }];
    const { personId } = assistant;
    if (personId === null) throw new Error('an assistant is a person');
    const award = await steps.offer(viewer, { personId, lines });
    await steps.act(assistant, 'acceptAward', { id: award.id, version: award.version });

    const { data } = await ask(assistant, 'NPQSL');

    expect(data.eligibleFunding).toMatchObject([{ answer: 'DOES_NOT_PAY' }]);
  });

  it('is asked once for a whole list of programmes', async () => {
    const assistant = await anAssistant();
    await aLevyFund(assistant.trustId);
    const query = (first: number) =>
      `{ programmes(first: ${first}, filter: { kind: APPRENTICESHIP }) { edges { node { code fundingForMe(startsOn: "2027-01-04") { source answer } } } } }`;
    const statements = (first: number) =>
      study.served.statementsDuring(async () => {
        const { errors } = await study.served.ask(assistant, query(first));
        expect(errors).toBeUndefined();
      });

    const few = await statements(1);

    expect(await statements(10)).toBe(few);
    const { data } = await study.served.ask<{
      programmes: { edges: { node: { code: string; fundingForMe: Funding[] } }[] };
    }>(assistant, query(20));
    const ways = new Map(data.programmes.edges.map(({ node }) => [node.code, node.fundingForMe]));
    expect(ways.get('TEACHER_DEGREE_APPRENTICESHIP')).toMatchObject([
      { source: 'LEVY', answer: 'PAYS' },
      { source: 'OTHER', answer: 'DOES_NOT_PAY' },
    ]);
    expect(ways.get('SENIOR_LEADER_L7_APPRENTICESHIP')).toMatchObject([{ answer: 'DEPENDS' }]);
  });

  it('says no for a day on which nobody can start', async () => {
    const { data } = await ask(await anAssistant(), 'ASO', { startsOn: '2023-09-01' });

    expect(data.eligibleFunding).toMatchObject([
      { answer: 'DOES_NOT_PAY', reasons: ['Nobody can start this programme on that day.'] },
    ]);
  });

  it('tells colleagues and other trusts nothing of a person, and the people who award all', async () => {
    const assistant = await anAssistant();
    const { personId } = assistant;

    expect(codesOf(await ask(finance(assistant.trustId), 'NPQSL', { personId }))).toEqual([]);
    for (const viewer of [await anAssistant(assistant.trustId), finance()]) {
      expect(codesOf(await ask(viewer, 'NPQSL', { personId }))).toEqual(['NOT_FOUND']);
    }
    const unknown = { programmeId: newId() };
    expect(codesOf(await ask(assistant, 'NPQSL', unknown))).toEqual(['NOT_FOUND']);
  });
});
