import { beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { aHead, TestOpportunities, thePeopleTeam } from '../testing.ts';

const test = new TestOpportunities();
let central: Viewer;

beforeEach(() => {
  central = thePeopleTeam(newId());
});

const stretch = (firstDay: string, lastDay: string) => ({ firstDay, lastDay });

/** Easter Sunday of 2024 was 31 March; one authority broke up before it, the other after. */
const early = {
  academicYear: 2023,
  terms: [stretch('2024-01-08', '2024-03-22'), stretch('2024-04-08', '2024-07-19')],
};
const late = {
  academicYear: 2023,
  terms: [stretch('2024-01-08', '2024-03-28'), stretch('2024-04-15', '2024-07-23')],
};

const after = async (schoolId: string, day: string, days: number) => {
  const [row] = await test.within(central, (db) =>
    db.rows<{ day: string }>('SELECT school_day_after($1, $2, $3::date, $4) AS day', [
      ...[central.trustId, schoolId, day, days],
    ]),
  );
  return row?.day;
};

describe('importing calendars of schools by URN', () => {
  it('counts over the Easter holidays of each of two authorities, the clocks and the summer', async () => {
    const alder = test.people.addSchool(central.trustId, '100001');
    const birch = test.people.addSchool(central.trustId, '100002');
    const next = { academicYear: 2024, terms: [stretch('2024-09-03', '2024-12-20')] };
    const calendars = [
      { urn: '100001', ...early },
      { urn: '100002', ...late },
      { urn: '100001', ...next, insetDays: ['2024-09-03'] },
    ];

    expect(await test.importCalendars(central, { calendars })).toEqual({
      ...{ result: 'SchoolCalendarImport', setCount: 3, refused: [] },
    });
    expect(await after(alder, '2024-03-20', 5)).toBe('2024-04-10');
    expect(await after(birch, '2024-03-20', 5)).toBe('2024-03-27');
    expect(await after(birch, '2024-03-20', 7)).toBe('2024-04-15'); // the clocks went on in between
    expect(await after(alder, '2024-07-18', 2)).toBe('2024-09-04'); // summer, then an INSET day
  });

  it('replaces what a school had for the year, and tells of each that cannot be set why', async () => {
    const school = test.people.addSchool(central.trustId, '100001');
    test.people.addSchool(newId(), '100009');
    await test.importCalendars(central, { calendars: [{ urn: '100001', ...early }] });
    const calendars = [
      { urn: '100001', ...late },
      { urn: '100009', ...early },
      { urn: '100001', academicYear: 2030, terms: early.terms },
      { urn: '100001', academicYear: 2023, terms: [stretch('2024-06-08', '2024-06-09')] },
    ];

    expect(await test.importCalendars(central, { calendars })).toEqual({
      ...{ result: 'SchoolCalendarImport', setCount: 1 },
      refused: [
        { urn: '100009', academicYear: 2023, reason: 'The trust has no school with this URN.' },
        {
          ...{ urn: '100001', academicYear: 2030 },
          reason:
            'Term 1: A term lies outside its year, ends before it starts, or starts before the last one ends.',
        },
        { urn: '100001', academicYear: 2023, reason: 'The calendar has no school day.' },
      ],
    });
    expect(await after(school, '2024-03-25', 1)).toBe('2024-03-26');
  });

  it('is for the schools that one answers for, and changes nothing where none can be set', async () => {
    const school = test.people.addSchool(central.trustId, '100001');
    const calendars = [{ urn: '100001', ...early }];
    const wrong = [{ urn: '1', ...early }];

    expect(
      await test.importCalendars(aHead(central.trustId, newId()), { calendars }),
    ).toMatchObject({ result: 'NoCalendarSet' });
    expect(await test.importCalendars(aHead(central.trustId, school), { calendars })).toMatchObject(
      {
        setCount: 1,
      },
    );
    expect(await test.importCalendars(central, { calendars: wrong })).toMatchObject({
      result: 'BAD_USER_INPUT',
    });
  });

  it('takes as many statements for 200 as for one', async () => {
    const urns = Array.from({ length: 200 }, (_, index) => String(200_000 + index));
    for (const urn of urns) test.people.addSchool(central.trustId, urn);
    const importing = (some: readonly string[]) =>
      test.served.statementsDuring(() =>
        test.importCalendars(central, { calendars: some.map((urn) => ({ urn, ...early })) }),
      );

    expect(await importing(urns)).toBe(await importing(urns.slice(0, 1)));
  });
});
