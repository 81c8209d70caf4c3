import { describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { AwardSteps } from '../testing/award-steps.ts';
import { aMemberOfStaff, codesOf, finance, testStudy } from '../testing.ts';

const study = testStudy();
const steps = new AwardSteps(study);

/** Somebody with an award. */
async function aStudent() {
  const viewer = finance();
  const student = aMemberOfStaff(viewer.trustId);
  const { personId } = student;
  if (personId === null) throw new Error('a student is a person');
  study.people.add('Person', viewer, personId);
  const fundId = await study.aFund(viewer, 1_000_00);
  const award = await study.award(viewer, { fundId, personId, amountPence: 500_00 });
  return { viewer, student, awardId: award.id ?? '' };
}

const milestones = [{ name: 'Ask the pupils', dueOn: '2027-01-31', doneOn: null }];
const done = { tried: 'Reading in pairs.', changed: 'Nine in ten read daily.', milestones };
const fields = '... on StudyProject { id version tried sharedOn schools { id } }';
const refusals: Readonly<Record<string, string>> = {
  startProject: `${fields} ... on ProjectStartedAlready { project { id } }`,
  shareProject: `${fields} ... on ProjectUnfinished { missing }`,
};
const answer = (viewer: Viewer, field: string, input: object) =>
  study.served.ask<{ outcome: { kind: string; id: string; version: number } }>(
    viewer,
    `mutation ($input: ${field.charAt(0).toUpperCase()}${field.slice(1)}Input!) { outcome: ${field}(input: $input) { kind: __typename ${refusals[field] ?? 'id version'} } }`,
    { input },
  );
const act = async (viewer: Viewer, field: string, input: object) =>
  (await answer(viewer, field, input)).data.outcome;
const shared = async (viewer: Viewer) =>
  (await study.served.ask(viewer, '{ sharedProjects { question changed } }')).data[
    'sharedProjects'
  ];

describe('a project of an award', () => {
  it('is its student’s own, one an award', async () => {
    const { viewer, student, awardId } = await aStudent();
    const input = { awardId, question: 'Do pairs help?', milestones };
    const { id } = await act(student, 'startProject', input);

    expect(await act(student, 'startProject', input)).toEqual({
      ...{ kind: 'ProjectStartedAlready', project: { id } },
    });
    expect(codesOf(await answer(viewer, 'startProject', input))).toEqual(['NOT_FOUND']);
    expect(codesOf(await answer(viewer, 'recordProject', { id, version: 1, ...done }))).toEqual([
      'NOT_FOUND',
    ]);
    const read = await steps.read(viewer, awardId, 'project { question milestones { name } }');
    expect(read.award).toEqual({
      project: { question: 'Do pairs help?', milestones: [{ name: 'Ask the pupils' }] },
    });
  });

  it('is shared once it says what changed, with the trust and nobody else', async () => {
    const { viewer, student, awardId } = await aStudent();
    const schoolId = study.people.add('School', viewer);
    const start = { awardId, question: 'Do pairs help?', milestones };
    const { id, version } = await act(student, 'startProject', start);
    const share = { id, networkIds: [], schoolIds: [schoolId] };

    expect(await act(student, 'shareProject', { ...share, version })).toEqual({
      ...{ kind: 'ProjectUnfinished', missing: ['tried', 'changed'] },
    });
    const colleague = aMemberOfStaff(viewer.trustId);
    expect(await shared(colleague)).toEqual([]);
    const recorded = await act(student, 'recordProject', { id, version, ...done });
    const unknown = { ...share, version: recorded.version, schoolIds: [newId()] };
    expect(codesOf(await answer(student, 'shareProject', unknown))).toEqual(['NOT_FOUND']);
    expect(codesOf(await answer(student, 'shareProject', { ...share, version }))).toEqual([
      'CONFLICT',
    ]);
    const known = { ...share, version: recorded.version };
    expect(await act(student, 'shareProject', known)).toMatchObject({
      ...{ sharedOn: '2026-11-23', schools: [{ id: schoolId }] },
    });
    expect(await shared(colleague)).toEqual([
      { question: 'Do pairs help?', changed: 'Nine in ten read daily.' },
    ]);
    expect(await shared(aMemberOfStaff())).toEqual([]);
  });
});
