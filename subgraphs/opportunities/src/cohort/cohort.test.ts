import { beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { TestCohorts } from '../cohorts.testing.ts';
import { aHead, aMemberOfStaff, TestOpportunities, thePeopleTeam } from '../testing.ts';

const test = new TestOpportunities();
let team: TestCohorts;

beforeEach(() => {
  team = new TestCohorts(test);
});

const support = {
  ...{ count: 2, staffGroups: ['TEACHING_ASSISTANT', 'ADMINISTRATIVE'] },
  reason: 'Half of us are not teachers.',
};

describe('a cohort', () => {
  it('has numbered seats, some kept with a reason, of which every second rotates half-way', async () => {
    const { seats } = await team.plan({ seats: [support, { count: 4 }] });

    expect(
      seats.map(({ number, rotatesOn, keptReason }) => [number, rotatesOn, keptReason]),
    ).toEqual([
      [1, '2026-09-01', 'Half of us are not teachers.'],
      [2, '2025-09-01', 'Half of us are not teachers.'],
      [3, '2026-09-01', null],
      [4, '2025-09-01', null],
      [5, '2026-09-01', null],
      [6, '2025-09-01', null],
    ]);
  });

  it('is planned with reasons for kept seats, and none for others', async () => {
    const plan = (seats: object[], more: object = {}) =>
      team.change(team.central, 'planCohort', {
        ...{ name: 'Team', purpose: 'To lead.', startsOn: '2024-09-01', termYears: 1, seats },
        ...more,
      });

    expect(await plan([{ count: 1, staffGroups: ['TECHNICIAN'] }])).toMatchObject({
      message: 'Whoever keeps seats says for whom and why; of seats for anybody neither is said.',
    });
    expect(await plan([{ count: 1, reason: 'For nobody' }])).toMatchObject({
      result: 'CohortUnclear',
    });
    expect(await plan([{ count: 60 }, { count: 1 }])).toMatchObject({ result: 'CohortUnclear' });
    expect(await plan([{ count: 1 }], { endsOn: '2024-09-01' })).toMatchObject({
      result: 'CohortUnclear',
    });
    expect(await plan([{ count: 1 }], { termYears: 3 })).toMatchObject({
      result: 'BAD_USER_INPUT',
    });
  });

  it('is run by the head of its school, or by the people team, and seen by everybody', async () => {
    const ours = await team.plan({ hostSchoolId: team.school });
    const trusts = await team.plan({ name: 'Board of juniors' });
    const head = aHead(team.trustId, team.school);
    const rename = (viewer: typeof head, { id, version }: typeof ours) =>
      team.change(viewer, 'changeCohort', { id, version, name: 'Our team', leastAttendance: 60 });

    expect(await rename(head, ours)).toMatchObject({ name: 'Our team', leastAttendance: 60 });
    expect(await rename(head, ours)).toMatchObject({ result: 'CONFLICT', currentVersion: 2 });
    expect(await rename(head, trusts)).toMatchObject({ result: 'FORBIDDEN' });
    expect(await rename(aMemberOfStaff(team.trustId), trusts)).toMatchObject({
      result: 'FORBIDDEN',
    });
    expect(await rename(thePeopleTeam(newId()), ours)).toMatchObject({ result: 'NOT_FOUND' });
    expect(
      await team.change(head, 'planCohort', {
        ...{
          name: 'Trust',
          purpose: 'All',
          startsOn: '2024-09-01',
          termYears: 1,
          seats: [{ count: 1 }],
        },
      }),
    ).toMatchObject({ result: 'FORBIDDEN' });

    const names = async (viewer: typeof head, filter: object | null = null) => {
      const query = `query ($filter: CohortFilter) { cohorts(filter: $filter) { edges { node { name hostSchool { id } } } } }`;
      const { data } = await test.served.ask<{
        cohorts: { edges: { node: { name: string } }[] };
      }>(viewer, query, { filter });
      return data.cohorts.edges.map(({ node }) => node.name);
    };
    const staff = aMemberOfStaff(team.trustId);
    expect(await names(staff)).toEqual(['Board of juniors', 'Our team']);
    expect(await names(staff, { hostSchoolId: team.school })).toEqual(['Our team']);
    expect(await names(staff, { runningOn: '2024-08-31' })).toEqual([]);
    expect(await names(thePeopleTeam(newId()))).toEqual([]);
  });

  it('of 29 February rotates by the calendar, and on the 29th again four years later', async () => {
    test.clock.set('2024-01-10T09:00:00Z');
    const { id } = await team.plan({ startsOn: '2024-02-29', termYears: 1, isStaggered: false });
    const rotates = async (day: string) => {
      test.clock.set(`${day}T09:00:00Z`);
      const [one] = await team.sql<{ period: string }>(
        `SELECT seat_period(s, $2)::text AS period FROM cohort_seat s WHERE cohort_id = $1 LIMIT 1`,
        [id, day],
      );
      return one?.period;
    };

    expect(await rotates('2024-02-29')).toBe('[2024-02-29,2025-02-28)');
    expect(await rotates('2025-02-28')).toBe('[2025-02-28,2026-02-28)');
    expect(await rotates('2028-02-28')).toBe('[2027-02-28,2028-02-29)');
    expect(await rotates('2028-02-29')).toBe('[2028-02-29,2029-02-28)');
  });
});

describe('the seats of a new cohort', () => {
  it('are announced to all whom they are for, and who takes one has a term', async () => {
    const [first, second, third] = await team.several(3);
    const assistant = await team.somebody({ staffGroups: ['TEACHING_ASSISTANT'] });
    if (!first || !second || !third) throw new Error('nobody is there');
    const cohort = await team.plan({
      ...{ isStaggered: false, seats: [{ ...support, count: 1 }, { count: 2 }] },
    });
    await team.announce(cohort);
    const opportunities = await team.announced(cohort);
    expect(opportunities).toMatchObject([
      { title: '2 seats in Shadow leadership team', seats: 2 },
      { title: 'A seat in Shadow leadership team, kept for some', seats: 1 },
    ]);
    const [open, kept] = opportunities.map(({ id }) => id);
    await team.seat(String(open), [first, second, third], 2);
    await team.seat(String(kept), [assistant], 1);

    expect(await team.termsOf(first)).toMatchObject([
      {
        startsOn: '2024-09-01',
        endsOn: '2026-09-01',
        cameBy: 'PANEL',
        state: 'TO_COME',
        seat: { number: 2 },
      },
    ]);
    expect(await team.termsOf(second)).toMatchObject([{ seat: { number: 3 } }]);
    expect(await team.termsOf(third)).toEqual([]);
    expect(await team.termsOf(assistant)).toMatchObject([{ seat: { number: 1 } }]);
    test.clock.set('2024-09-01T09:00:00Z');
    expect(await team.termsOf(assistant)).toMatchObject([{ state: 'SITTING' }]);
    test.clock.set('2026-09-01T09:00:00Z');
    expect(await team.termsOf(assistant)).toMatchObject([{ state: 'OVER' }]);
  });
});
