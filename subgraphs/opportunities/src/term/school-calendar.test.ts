import { beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import fc from 'fast-check';
import { aHead, TestOpportunities, thePeopleTeam } from '../testing.ts';
import { bankHolidays } from './bank-holiday.codes.ts';
import { nextDay, schoolDaysOf } from './school-days.ts';

const test = new TestOpportunities();
let trustId: string;
let central: Viewer;
let school: string;

beforeEach(() => {
  trustId = newId();
  central = thePeopleTeam(trustId);
  school = test.people.add(trustId);
});

const spring = {
  academicYear: 2025,
  terms: [{ firstDay: '2026-01-05', lastDay: '2026-03-27' }],
  holidays: [{ firstDay: '2026-02-16', lastDay: '2026-02-20' }],
  insetDays: ['2026-01-05'],
};
const summer = { firstDay: '2026-04-13', lastDay: '2026-07-21' };

const inSql = async (schoolId: string, after: string, days: number) => {
  const [row] = await test.within(central, (db) =>
    db.rows<{ day: string }>('SELECT school_day_after($1, $2, $3::date, $4) AS day', [
      ...[trustId, schoolId, after, days],
    ]),
  );
  return row?.day;
};

describe('the calendar of a school', () => {
  it('has the weekdays of terms but for holidays, INSET days and bank holidays', async () => {
    const set = await test.setCalendar(central, { schoolId: school, ...spring });

    expect(set).toMatchObject({ result: 'SchoolCalendar', academicYear: 2025 });
    expect(set).toMatchObject({ firstDay: '2026-01-06', lastDay: '2026-03-27' });
    expect(set['schoolDayCount']).toBe(12 * 5 - 5 - 1);
    expect(schoolDaysOf({ ...spring, terms: [summer] })).not.toContain('2026-05-04');
  });

  it('is replaced as a whole when it is set again, and is shown with its school', async () => {
    await test.setCalendar(central, { schoolId: school, ...spring });
    const terms = [...spring.terms, summer];
    const again = await test.setCalendar(central, { schoolId: school, ...spring, terms });
    const query = `query ($schools: [_Any!]!) { _entities(representations: $schools) {
      ... on School { calendars { id academicYear lastDay } } } }`;
    const schools = [{ __typename: 'School', id: school }];
    const { data } = await test.served.ask(central, query, { schools });

    expect(data['_entities']).toEqual([
      { calendars: [{ id: again.id, academicYear: 2025, lastDay: '2026-07-21' }] },
    ]);
  });

  it('is refused where its terms cannot be those of the year', async () => {
    const set = (...terms: object[]) =>
      test.setCalendar(central, { schoolId: school, academicYear: 2025, terms });
    const [first] = spring.terms;

    expect(await set(summer, first ?? {})).toMatchObject({ result: 'TermsOutOfOrder', term: 2 });
    expect(await set({ firstDay: '2025-08-31', lastDay: '2025-12-19' })).toMatchObject({ term: 1 });
    expect(await set({ firstDay: '2026-06-01', lastDay: '2026-09-01' })).toMatchObject({ term: 1 });
    expect(await set({ firstDay: '2026-06-02', lastDay: '2026-06-01' })).toMatchObject({ term: 1 });
    expect(await set({ firstDay: '2026-06-06', lastDay: '2026-06-07' })).toMatchObject({
      result: 'NoSchoolDays',
    });
  });

  it('is set by those who answer for the school', async () => {
    const calendar = { schoolId: school, ...spring };
    const elsewhere = { ...calendar, schoolId: test.people.add(newId()) };

    expect(await test.setCalendar(aHead(trustId, school), calendar)).toMatchObject({
      result: 'SchoolCalendar',
    });
    expect(await test.setCalendar(aHead(trustId, newId()), calendar)).toMatchObject({
      result: 'FORBIDDEN',
    });
    expect(await test.setCalendar(central, elsewhere)).toMatchObject({ result: 'NOT_FOUND' });
  });
});

describe('counting school days', () => {
  it('passes over the Easter holidays of each school, and over what no calendar covers by weekdays', async () => {
    const early = { ...spring, terms: [...spring.terms, summer] };
    const late = {
      ...spring,
      terms: [
        { firstDay: '2026-01-05', lastDay: '2026-04-02' },
        { firstDay: '2026-04-20', lastDay: '2026-07-22' },
      ],
    };
    const other = test.people.add(trustId);
    await test.setCalendar(central, { schoolId: school, ...early });
    await test.setCalendar(central, { schoolId: other, ...late });

    expect(await inSql(school, '2026-03-26', 5)).toBe('2026-04-16');
    expect(await inSql(other, '2026-03-26', 5)).toBe('2026-04-02');
    expect(await inSql(other, '2026-03-26', 6)).toBe('2026-04-20');
    expect(await inSql(newId(), '2026-03-26', 6)).toBe('2026-04-07'); // Good Friday, Easter Monday
  });

  it('agrees with a walk from day to day, over holidays, summer and changes of the clocks', async () => {
    const plan = { ...spring, terms: [...spring.terms, summer] };
    await test.setCalendar(central, { schoolId: school, ...plan });
    const day = fc.integer({ min: 0, max: 400 }).map((step) => dayAfter('2025-10-01', step));
    const cases = fc.sample(fc.tuple(day, fc.integer({ min: 1, max: 30 }), fc.boolean()), {
      ...{ numRuns: 300, seed: 8 },
    });
    const asked = cases.map(([after, days, isKnown]) => ({
      ...{ after, days, school: isKnown ? school : noCalendar },
    }));
    const rows = await test.within(central, (db) =>
      db.rows<{ day: string }>(
        `SELECT school_day_after($1, asked.school, asked.after, asked.days) AS day
           FROM json_to_recordset($2) AS asked (school uuid, after date, days integer)`,
        [trustId, JSON.stringify(asked)],
      ),
    );

    const walked = cases.map(([after, days, isKnown]) => walk(after, days, isKnown ? plan : null));
    expect(rows.map((row) => row.day)).toEqual(walked);
  });
});

const noCalendar = newId();

function dayAfter(day: string, steps: number): string {
  let reached = day;
  for (let step = 0; step < steps; step += 1) reached = nextDay(reached);
  return reached;
}

/** The last of so many school days, found by looking at one day after the other. */
function walk(after: string, days: number, plan: typeof spring | null): string {
  let day = after;
  for (let left = days; left > 0;) {
    day = nextDay(day);
    if (isOpen(day, plan)) left -= 1;
  }
  return day;
}

function isOpen(day: string, plan: typeof spring | null): boolean {
  const weekday = new Date(`${day}T12:00:00Z`).getUTCDay();
  if (weekday === 0 || weekday === 6 || bankHolidays.includes(day)) return false;
  if (plan === null || day < '2025-09-01' || day > '2026-08-31') return true;
  const within = ({ firstDay, lastDay }: { firstDay: string; lastDay: string }) =>
    firstDay <= day && day <= lastDay;
  return plan.terms.some(within) && !plan.holidays.some(within) && !plan.insetDays.includes(day);
}
