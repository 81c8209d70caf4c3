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

describe('what was shared with a network', () => {
  /** A project with these networks, shared by its student. */
  async function aSharedProject(viewer: Viewer, networkIds: readonly string[], question: string) {
    const student = aMemberOfStaff(viewer.trustId);
    const personId = study.people.add('Person', viewer, student.personId ?? '');
    const fundId = await study.aFund(viewer, 1_000_00);
    const award = await study.award(viewer, { fundId, personId, amountPence: 500_00 });
    const started = await act(student, 'startProject', { awardId: award.id, question, milestones });
    const { id, version } = started;
    const recorded = await act(student, 'recordProject', { id, version, ...done });
    const share = { id, version: recorded.version, networkIds, schoolIds: [] };
    await act(student, 'shareProject', share);
  }
  const ofNetworks = async (viewer: Viewer, ids: readonly string[]) => {
    const { data } = await study.served.ask<{ _entities: { projects: unknown }[] }>(
      viewer,
      `query ($representations: [_Any!]!) { _entities(representations: $representations) {
        ... on Network { projects { totalCount edges { node { question networks { id } } } } } } }`,
      { representations: ids.map((id) => ({ __typename: 'Network', id })) },
    );
    return data._entities.map(({ projects }) => projects);
  };

  it('is read there by everybody in the trust, once each, and by no other trust', async () => {
    const { viewer } = await aStudent();
    const [maths, sites] = [
      study.people.add('Network', viewer),
      study.people.add('Network', viewer),
    ] as const;
    await aSharedProject(viewer, [maths, maths, sites], 'Do pairs help?');
    await aSharedProject(viewer, [maths], 'Do apps help?');

    const [inMaths, atSites] = await ofNetworks(aMemberOfStaff(viewer.trustId), [maths, sites]);
    expect(inMaths).toMatchObject({
      totalCount: 2,
      edges: [{ node: { question: 'Do apps help?', networks: [{ id: maths }] } }, {}],
    });
    expect(atSites).toMatchObject({
      totalCount: 1,
      edges: [{ node: { question: 'Do pairs help?' } }],
    });
    expect(await ofNetworks(aMemberOfStaff(), [maths])).toEqual([{ totalCount: 0, edges: [] }]);
  });

  it('is read with as many statements for three networks as for one', async () => {
    const { viewer } = await aStudent();
    const ids = [1, 2, 3].map(() => study.people.add('Network', viewer));
    await aSharedProject(viewer, ids, 'Do pairs help?');
    const colleague = aMemberOfStaff(viewer.trustId);
    const statements = (some: readonly string[]) =>
      study.served.statementsDuring(() => ofNetworks(colleague, some));

    expect(await statements(ids)).toBe(await statements(ids.slice(0, 1)));
  });
});
