import { describe, expect, it } from '@jest/globals';
import { isStaffRole } from '../assignment/staff-role.codes.ts';
import { StaffGroup } from '../assignment/assignment.types.ts';
import { credentialKinds } from '../credential/credential.codes.ts';
import { readReference } from '../official-code.ts';
import { roleProfile, roleProfiles } from '../role-profile/role-profile.codes.ts';
import { CareerTrack } from '../role-profile/role-profile.types.ts';
import { staffViewer, testPeople } from '../testing.ts';
import { loopOf, stepsThatWronglyAskToManage } from './pathway.check.ts';
import { shippedPathways } from './pathway.codes.ts';
import { NeedKind } from './pathway.types.ts';

const people = testPeople();

const steps = shippedPathways.flatMap((pathway) => pathway.steps);

/** Whether somebody can get from one profile to the other by steps of any pathway. */
function leads(from: string, to: string, seen = new Set<string>()): boolean {
  if (from === to) return true;
  if (seen.has(from)) return false;
  seen.add(from);
  return steps.some((step) => step.from.code === from && leads(step.to.code, to, seen));
}

describe('the pathways that the product comes with', () => {
  it('demand line management for leadership alone', () => {
    const demanding = steps.filter(({ needs }) =>
      needs.some(({ kind }) => kind === NeedKind.LINE_MANAGEMENT),
    );

    expect(demanding.length).toBeGreaterThan(0);
    expect(new Set(demanding.map(({ to }) => to.track))).toEqual(new Set([CareerTrack.LEADERSHIP]));
  });

  it('let everybody who could go on to manage people grow without', () => {
    const managing = steps.filter(({ from, to }) => to.lineManages && !from.lineManages);
    const without = new Set(steps.filter(({ to }) => !to.lineManages).map(({ from }) => from.code));

    expect(managing.map(({ from }) => from.code).filter((code) => !without.has(code))).toEqual([]);
  });

  it('have steps, each with needs, a source and somebody who pays, and no way back', () => {
    for (const pathway of shippedPathways) {
      expect([pathway.code, pathway.steps.length]).not.toEqual([pathway.code, 0]);
      expect(loopOf(pathway.steps)).toEqual([]);
    }
    expect(steps.filter(({ needs }) => needs.length === 0)).toEqual([]);
    const needRows = readReference('step-needs.csv').length;
    expect(steps.flatMap(({ needs }) => needs)).toHaveLength(needRows); // none lies beside its step
    expect(steps).toHaveLength(readReference('pathway-steps.csv').length);
  });

  it('say the same of a step in whichever pathway it is', () => {
    const saidOf = Map.groupBy(steps, ({ from, to }) => `${from.code} ${to.code}`);
    const different = [...saidOf.values()].filter(
      (said) => new Set(said.map((step) => JSON.stringify(step))).size > 1,
    );

    expect(different.flat().map(({ from, to }) => [from.code, to.code])).toEqual([]);
  });

  it('name only roles and credentials that the lists have', () => {
    const roles = [...roleProfiles, ...steps.flatMap(({ needs }) => needs)].flatMap(
      (holder) => holder.roles,
    );
    const credentials = steps.flatMap(({ needs }) => needs.flatMap((need) => need.credentials));

    expect(roles.filter(({ code }) => !isStaffRole(code))).toEqual([]);
    expect(credentials.filter(({ code }) => !credentialKinds.has(code))).toEqual([]);
  });

  it.each([
    ['MIDDAY_SUPERVISOR', 'TEACHING_ASSISTANT', 'HLTA', 'SPECIALIST_TA', 'TEACHER_APPRENTICE'],
    ['TEACHER_APPRENTICE', 'EARLY_CAREER_TEACHER', 'CLASSROOM_TEACHER', 'SUBJECT_SPECIALIST'],
    ['SUBJECT_SPECIALIST', 'TRUST_SUBJECT_LEAD'],
    ['CLASSROOM_TEACHER', 'MIDDLE_LEADER', 'ASSISTANT_HEAD', 'HEAD_TEACHER', 'EXECUTIVE_LEADER'],
    ['CARETAKER', 'PREMISES_MANAGER', 'ESTATES_SPECIALIST'],
    ['RECEPTIONIST', 'ADMINISTRATOR', 'BUSINESS_MANAGER', 'TRUST_FINANCE_SPECIALIST'],
    ['ADMINISTRATOR', 'GOVERNANCE_CLERK', 'GOVERNANCE_PROFESSIONAL'],
    ['TECHNICIAN', 'SENIOR_TECHNICIAN'],
    ['KITCHEN_ASSISTANT', 'COOK', 'CATERING_SPECIALIST'],
    ['ICT_TECHNICIAN', 'ICT_SPECIALIST'],
    ['LIBRARY_ASSISTANT', 'LIBRARIAN', 'TRUST_LIBRARY_LEAD'],
  ])('lead from %s on', (...codes) => {
    for (const [place, code] of codes.slice(1).entries()) {
      expect([code, leads(codes[place] ?? '', code)]).toEqual([code, true]);
    }
  });

  it('begin in each staff group', () => {
    const began = new Set(steps.map(({ from }) => from.staffGroup));
    const groups = Object.values(StaffGroup).filter(
      (group) => group !== StaffGroup.LEADERSHIP_NON_TEACHER,
    );

    expect(groups.filter((group) => !began.has(group))).toEqual([]);
  });
});

describe('a pathway', () => {
  const step = (from: string, to: string) => ({ from: roleProfile(from), to: roleProfile(to) });

  it('that leads back to where it began is found, however long the way', () => {
    const way = [step('CLEANER', 'CARETAKER'), step('CARETAKER', 'PREMISES_MANAGER')];

    expect(loopOf(way)).toEqual([]);
    expect(loopOf([...way, step('CLEANER', 'PREMISES_MANAGER')])).toEqual([]);
    expect(loopOf([...way, step('PREMISES_MANAGER', 'CARETAKER')])).toEqual([
      ...['CARETAKER', 'PREMISES_MANAGER', 'CARETAKER'],
    ]);
    expect(loopOf([step('COOK', 'COOK')])).toEqual(['COOK', 'COOK']);
  });

  it('that asks an expert to have managed people is found', () => {
    const text = 'A year of line management';
    const kind = NeedKind.LINE_MANAGEMENT;
    const needs = [{ kind, text, months: 12, roles: [], credentials: [] }];
    const expert = { ...step('CARETAKER', 'ESTATES_SPECIALIST'), needs };
    const leader = { ...step('MIDDLE_LEADER', 'ASSISTANT_HEAD'), needs };

    expect(stepsThatWronglyAskToManage([expert, leader])).toEqual([expert]);
  });
});

describe('the catalogue', () => {
  it('can be read by all staff, by track and by group', async () => {
    const trust = await people.trust();
    const { id } = await people.hire(trust, { posts: [{ roles: ['CTKR'] }] });
    const query = `{ roleProfiles(track: RESEARCH) { code lineManages }
      pathways(staffGroup: TECHNICIAN) { code
        steps { from { code } to { code } needs { kind months } fundingRoutes } } }`;

    const found = await people.data(staffViewer(trust, id), query);

    expect(found).toEqual({
      roleProfiles: [{ code: 'RESEARCH_LEAD', lineManages: false }],
      pathways: [
        {
          code: 'TECHNICIAN',
          steps: [
            {
              ...{ from: { code: 'TECHNICIAN' }, to: { code: 'SENIOR_TECHNICIAN' } },
              needs: [
                { kind: 'CREDENTIAL', months: null },
                { kind: 'EXPERIENCE', months: 24 },
                { kind: 'NETWORK', months: null },
              ],
              fundingRoutes: ['LEVY', 'TRUST'],
            },
          ],
        },
        expect.objectContaining({ code: 'ICT' }),
      ],
    });
  });
});
