import { describe, expect, it } from '@jest/globals';
import { atOnce } from '@trellis/subgraph-kit/testing/at-once';
import { AwardSteps } from '../testing/award-steps.ts';
import { codesOf, finance, testStudy } from '../testing.ts';
import { anAnalyst, ReportSteps } from './testing.ts';

const study = testStudy();
const steps = new ReportSteps(study);
const { act } = new AwardSteps(study);
const { employ, fund, hire, ofSchool, report } = steps;

describe('a study report', () => {
  it('tells spend by school, for each head and each full-time equivalent', async () => {
    const { viewer, fundId, analyst, aSchool } = await steps.trust();
    const [small, large] = [aSchool(), aSchool()];
    const half = (schoolId: string) => ({ posts: [{ schoolId, fte: 0.5 }] });
    const some = await hire(viewer, 10, small, half(small));
    const many = await hire(viewer, 30, large);
    await fund(viewer, fundId, { personIds: some.slice(0, 6), schoolId: small });
    await fund(viewer, fundId, { personIds: many.slice(0, 8), schoolId: large, pence: 250_00 });

    const found = await report(analyst);

    expect(found.whole).toMatchObject({
      ...{ heldBack: [], headcount: 40, fte: 35, funded: 15, spendPence: 2_600_00 },
      ...{ spendPerHeadPence: 65_00, spendPerFtePence: 74_00 },
    });
    expect(ofSchool(found, small)).toMatchObject({
      ...{ headcount: 10, fte: 5, funded: 5, spendPence: 600_00 },
      ...{ spendPerHeadPence: 60_00, spendPerFtePence: 120_00 },
    });
    expect(found.byWorkingPattern).toMatchObject([
      { workingPattern: 'FULL_TIME', figures: { spendPence: 2_000_00, spendPerFtePence: 67_00 } },
      { workingPattern: 'PART_TIME', figures: { spendPence: 600_00, spendPerFtePence: 120_00 } },
    ]);
  });

  it('tells support staff’s share of the money beside their share of staff', async () => {
    const { viewer, fundId, analyst, aSchool } = await steps.trust();
    const schoolId = aSchool();
    const teachers = await hire(viewer, 20, schoolId);
    const part = { posts: [{ schoolId, fte: 0.5 }] };
    const assistants = await hire(viewer, 15, schoolId, {
      staffGroup: 'TEACHING_ASSISTANT',
      ...part,
    });
    const site = await hire(viewer, 5, schoolId, { staffGroup: 'AUXILIARY', ...part });
    await fund(viewer, fundId, { personIds: teachers.slice(0, 9), schoolId, pence: 300_00 });
    await fund(viewer, fundId, { personIds: assistants.slice(0, 6), schoolId });
    await fund(viewer, fundId, { personIds: site.slice(0, 3), schoolId });

    const { supportStaff, byStaffGroup } = await report(analyst);

    expect(supportStaff).toMatchObject({
      ...{ spendPercent: 25, headcountPercent: 50, ftePercent: 33.3 },
      figures: { funded: 10, spendPence: 900_00 },
    });
    // Three of site staff: neither theirs nor that of the only group beside them among support staff.
    expect(byStaffGroup).toMatchObject([
      { staffGroup: 'AUXILIARY', figures: { heldBack: ['SPEND'], spendPence: null } },
      { staffGroup: 'TEACHER', figures: { heldBack: [], spendPence: 2_700_00 } },
      { staffGroup: 'TEACHING_ASSISTANT', figures: { heldBack: ['SPEND'], funded: null } },
    ]);
  });

  it('holds back a small school so that neither the trust less the others nor a head’s own figures show it', async () => {
    const { viewer, fundId, analyst, aSchool } = await steps.trust();
    const sizes = [2, 7, 12, 20];
    const schools = sizes.map(aSchool);
    for (const [index, schoolId] of schools.entries()) {
      const personIds = await hire(viewer, 20, schoolId);
      await fund(viewer, fundId, { personIds: personIds.slice(0, sizes[index]), schoolId });
    }

    const found = await report(analyst);

    expect(found.whole).toMatchObject({ funded: 40, spendPence: 4_100_00 });
    const told = schools.map((id) => ofSchool(found, id)['spendPence']);
    // With two and seven alone held back, the head of the seven would know of the two.
    expect(told).toEqual([null, null, null, 2_000_00]);
  });

  it('holds back the money where one person has nearly all of it', async () => {
    const { viewer, fundId, analyst, aSchool } = await steps.trust();
    const [rich, second, third] = [aSchool(), aSchool(), aSchool()];
    for (const schoolId of [rich, second, third]) {
      const personIds = await hire(viewer, 9, schoolId);
      await fund(viewer, fundId, { personIds: personIds.slice(0, 8), schoolId, pence: 10_00 });
      const [one] = personIds.slice(8);
      const pence = schoolId === rich ? 710_00 : 10_00;
      await fund(viewer, fundId, { personIds: one ? [one] : [], schoolId, pence });
    }

    const found = await report(analyst);

    expect(ofSchool(found, rich)).toMatchObject({ heldBack: ['SPEND'], spendPence: null });
    expect(found.whole).toMatchObject({ heldBack: [], funded: 25, spendPence: 1_000_00 });
  });

  it('counts somebody at two schools once in the trust and in each school, and agency staff nowhere', async () => {
    const { viewer, analyst, aSchool } = await steps.trust();
    const [first, second] = [aSchool(), aSchool()];
    await hire(viewer, 5, first);
    const posts = [
      { schoolId: first, fte: 0.6 },
      { schoolId: second, fte: 0.4 },
    ];
    await hire(viewer, 5, first, { posts });
    await hire(viewer, 20, second, { contractType: 'SAG' });

    const found = await report(analyst);

    expect(found.whole).toMatchObject({ headcount: 10, fte: 10 });
    expect(ofSchool(found, first)).toMatchObject({ headcount: 10, fte: 8 });
    expect(ofSchool(found, second)).toMatchObject({ headcount: 5, fte: 2 });
    expect(found.byWorkingPattern).toMatchObject([
      { workingPattern: 'FULL_TIME', figures: { headcount: 10 } },
      { workingPattern: 'PART_TIME', figures: { headcount: 0 } },
    ]);
  });

  it('tells of nobody in a group of fewer than five', async () => {
    const { viewer, analyst, aSchool } = await steps.trust();
    const [tiny, large] = [aSchool(), aSchool()];
    await hire(viewer, 4, tiny);
    await hire(viewer, 20, large);

    const found = await report(analyst);

    expect(ofSchool(found, tiny)).toMatchObject({ headcount: null, fte: null, spendPence: 0 });
    expect(ofSchool(found, large)).toMatchObject({ headcount: 20, spendPence: 0 });
  });

  it('tells what came of study: completed, put off, given up, released, and what it cost', async () => {
    const { viewer, fundId, analyst, aSchool } = await steps.trust();
    const schoolId = aSchool();
    const personIds = await hire(viewer, 30, schoolId);
    const awards = await fund(viewer, fundId, { personIds: personIds.slice(0, 19), schoolId });
    const inputOf = ({ id, version }: (typeof awards)[number]) => ({ id, version });
    for (const award of awards.slice(0, 9)) {
      const done = { completedOn: '2026-02-02', evidence: 'Certificate' };
      await act(viewer, 'completeAward', { ...inputOf(award), ...done });
    }
    for (const award of awards.slice(9, 14)) await study.withdraw(viewer, award);
    for (const award of awards.slice(14)) {
      const put = await act(viewer, 'deferAward', { ...inputOf(award), reasonCode: 'other' });
      await act(viewer, 'resumeAward', inputOf(put));
      const plan = {
        awardId: award.id,
        day: '2026-03-03',
        isHalf: false,
        plannedCoverPence: 110_00,
      };
      await act(viewer, 'planReleaseDay', plan);
    }

    expect((await report(analyst)).whole).toMatchObject({
      ...{ completed: 10, withdrawn: 5, deferred: 5, completionPercent: 64.3 },
      ...{ costPerCompletionPence: 100_00, released: 5, releaseDays: 5, coverPence: 600_00 },
    });
  });

  it('tells how many have a new role within 24 months of completing, of those whose 24 months are over', async () => {
    const { viewer, analyst, aSchool } = await steps.trust();
    const schoolId = aSchool();
    const until = { schoolId, role: 'TASS', startsOn: '2022-01-01', endsOn: '2025-06-01' };
    const since = (role: string, startsOn = '2025-06-01') => [
      { ...until, endsOn: startsOn },
      { schoolId, role, startsOn },
    ];
    const later = Array.from({ length: 6 }, () => ({ posts: since('HLTA') }));
    const same = Array.from({ length: 4 }, () => ({ posts: since('TASS') }));
    const late = Array.from({ length: 2 }, () => ({ posts: since('HLTA', '2026-02-03') }));
    const personIds = await employ(viewer, [...later, ...same, ...late]);
    study.clock.set('2024-02-02T09:00:00Z');
    const fundId = await study.aFund(viewer, 10_000_00, 2023);
    for (const { id, version } of await fund(viewer, fundId, { personIds, schoolId })) {
      const done = { completedOn: '2024-02-02', evidence: 'Certificate' };
      await act(viewer, 'completeAward', { id, version, ...done });
    }

    expect((await report(analyst)).whole).toMatchObject({
      ...{ completedTwoYearsBefore: 10, changedRole: 5, changedRolePercent: 50, completed: 0 },
    });
  });

  it('stays as it was first told, whatever comes after, and is told alike to two who ask at once', async () => {
    const { viewer, fundId, analyst, aSchool } = await steps.trust();
    const schoolId = aSchool();
    const personIds = await hire(viewer, 20, schoolId);
    await fund(viewer, fundId, { personIds: personIds.slice(0, 9), schoolId });
    study.clock.set('2026-11-23T09:00:00Z');
    const publish = () => steps.publishAnswer(analyst, 2025);

    const [first, second] = await atOnce(study.served.database.name, 'study_report', [
      ...[publish, publish],
    ]);
    await hire(viewer, 20, schoolId);
    const statements = await study.served.statementsDuring(() => steps.answer(analyst));

    expect(first?.data.outcome).toEqual({
      ...{ kind: 'StudyReport', academicYear: 2025, toldOn: '2026-11-23' },
      whole: { funded: 10, spendPence: 900_00 },
    });
    expect(second?.data).toEqual(first?.data);
    expect((await publish()).data).toEqual(first?.data);
    expect(await report(analyst)).toMatchObject({ whole: { headcount: 20, funded: 10 } });
    expect(statements).toBe(1);
  });

  it('is made of a year that is over in England, and the newest is read unless another is asked for', async () => {
    const { analyst } = await steps.trust();
    study.clock.set('2026-08-31T22:59:59Z');
    expect((await steps.publishAnswer(analyst, 2025)).data.outcome).toEqual({
      ...{ kind: 'YearNotOver', overOn: '2026-09-01' },
    });
    expect(codesOf(await steps.answer(analyst))).toEqual(['NOT_FOUND']);
    study.clock.set('2026-08-31T23:00:00Z');
    for (const year of [2025, 2024]) await steps.publishAnswer(analyst, year);
    expect((await steps.answer(analyst)).data.studyReport).toMatchObject({ academicYear: 2025 });
    expect((await steps.answer(analyst, 2024)).data.studyReport).toMatchObject({
      ...{ academicYear: 2024, whole: { headcount: 0 } },
    });
    expect(codesOf(await steps.publishAnswer(analyst, 1999))).toEqual(['BAD_USER_INPUT']);
  });

  it('waits until people has told of everybody who studied, and knows who turned out to be one', async () => {
    const { viewer, fundId, analyst, aSchool } = await steps.trust();
    const schoolId = aSchool();
    const [other = '', ...personIds] = await hire(viewer, 6, schoolId);
    const twice = study.people.add('Person', viewer);
    await fund(viewer, fundId, { personIds: [other, twice, ...personIds], schoolId });
    study.clock.set('2026-11-23T09:00:00Z');

    expect((await steps.publishAnswer(analyst, 2025)).data.outcome).toEqual({
      ...{ kind: 'StaffNotKnown', people: 1 },
    });
    await steps.merge(viewer, twice, other);
    expect((await report(analyst)).whole).toMatchObject({ headcount: 5, funded: 5 });
  });

  it('holds nothing of another trust, and is for those who may read reports', async () => {
    const { viewer, fundId, analyst, aSchool } = await steps.trust();
    const schoolId = aSchool();
    const personIds = await hire(viewer, 20, schoolId);
    await fund(viewer, fundId, { personIds, schoolId });

    const theirs = await report(anAnalyst(finance().trustId));

    expect(theirs).toMatchObject({ whole: { headcount: 0, spendPence: 0 }, bySchool: [] });
    expect(codesOf(await steps.answer(viewer, 2025))).toEqual(['FORBIDDEN']);
    expect(codesOf(await steps.answer(analyst))).toEqual(['NOT_FOUND']);
  });
});
