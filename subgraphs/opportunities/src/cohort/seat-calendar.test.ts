import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { asSuperuser } from '@trellis/subgraph-kit/testing/test-cluster';
import { beginCohortDay } from '@trellis/worker/day/cohort-days';
import pg from 'pg';
import { z } from 'zod';
import { TestCohorts } from '../cohorts.testing.ts';
import { aMemberOfStaff, TestOpportunities } from '../testing.ts';

const test = new TestOpportunities();
let team: TestCohorts;
let pool: pg.Pool;

beforeAll(() => {
  pool = new pg.Pool({ connectionString: test.served.database.jobUrl, max: 4 });
  pool.on('error', () => undefined); // the database goes before it does
});
afterAll(() => pool.end());
beforeEach(() => {
  team = new TestCohorts(test);
});

const support = {
  ...{ count: 2, staffGroups: ['TEACHING_ASSISTANT', 'TECHNICIAN'] },
  reason: 'Half of us are not teachers.',
};

describe('a cohort of two years that rotates half its seats', () => {
  it('has the half that fall free announced in time, kept ones as kept, and the others stay', async () => {
    const [one, two, three, four, five] = await team.several(5);
    const [ta, technician] = [
      await team.somebody({ staffGroups: ['TEACHING_ASSISTANT'] }),
      await team.somebody({ staffGroups: ['TECHNICIAN'] }),
    ];
    if (!one || !two || !three || !four || !five) throw new Error('nobody is there');
    const cohort = await team.plan({ seats: [support, { count: 4 }] });
    await team.dayBegins('2024-06-10');
    const first = await team.announced(cohort);
    expect(first).toMatchObject([
      { title: '2 seats in Shadow leadership team', seats: 2 },
      { title: '2 seats in Shadow leadership team', seats: 2 },
      { title: 'A seat in Shadow leadership team, kept for some', seats: 1 },
      { title: 'A seat in Shadow leadership team, kept for some', seats: 1 },
    ]);
    const ends = await team.sql<{ id: string; ends: string }>(
      `SELECT DISTINCT opportunity_id AS id, ends_on::text AS ends FROM seat_announcement
        WHERE cohort_id = $1`,
      [cohort.id],
    );
    const shortIds = ends.filter(({ ends: on }) => on === '2025-09-01').map(({ id }) => id);
    const [open, kept] = [first.slice(0, 2), first.slice(2)].map((pair) =>
      pair.map(({ id }) => id).sort((a) => (shortIds.includes(a) ? -1 : 1)),
    );
    await team.seat(String(open?.[0]), [one, two], 2); // seats 4 and 6, for a year
    await team.seat(String(open?.[1]), [three, four], 2); // seats 3 and 5, for two
    await team.seat(String(kept?.[0]), [ta], 1);
    await team.seat(String(kept?.[1]), [technician], 1);

    await team.dayBegins('2025-06-01');
    expect(await team.announced(cohort)).toEqual([]);
    await team.dayBegins('2025-06-10');

    const second = await team.announced(cohort);
    expect(second).toMatchObject([
      { title: '2 seats in Shadow leadership team', seats: 2 },
      { title: 'A seat in Shadow leadership team, kept for some', seats: 1 },
    ]);
    const [again = '', keptAgain = ''] = second.map(({ id }) => id);
    await team.seat(again, [one, five], 2); // a year of two was not yet a term
    const other = await team.somebody({ staffGroups: ['TECHNICIAN'] });
    await team.seat(keptAgain, [other], 1);
    await team.dayBegins('2025-09-01');
    const sitting = await team.sql<{ number: number }>(
      `SELECT s.number FROM seat_term t JOIN cohort_seat s ON s.id = t.seat_id
        WHERE t.cohort_id = $1 AND t.state = 'STANDS' AND t.days @> date '2025-09-01' ORDER BY 1`,
      [cohort.id],
    );
    expect(sitting.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(await team.termsOf(technician)).toMatchObject([
      { state: 'SITTING', endsOn: '2026-09-01' },
    ]);
    expect(await team.termsOf(ta)).toMatchObject([{ state: 'OVER' }]);
  });
});

describe('the calendar of seats', () => {
  it('announces each seat once, however often a day begins', async () => {
    const cohort = await team.plan({ isStaggered: false });
    await team.several(2);
    await team.dayBegins('2024-06-10', 3);
    await team.dayBegins('2024-06-10');
    await team.dayBegins('2024-06-11');

    expect(await team.announced(cohort)).toMatchObject([{ seats: 2 }]);
    const [{ notices } = { notices: 0 }] = await team.sql<{ notices: number }>(
      `SELECT count(*)::integer AS notices FROM opportunity_notice n
         JOIN seat_announcement told ON told.opportunity_id = n.opportunity_id
        WHERE told.cohort_id = $1 AND told.seat_id = $2`,
      [cohort.id, cohort.seats[0]?.id],
    );
    expect(notices).toBe(2);
  });

  it('announces earlier where everybody’s days take longer', async () => {
    const cohort = await team.plan({ isStaggered: false });
    await team.several(1);
    await team.sql(
      `INSERT INTO school_calendar (trust_id, id, school_id, academic_year, set_at)
       VALUES ($1, gen_random_uuid(), $2, 2023, now()), ($1, gen_random_uuid(), $2, 2024, now())`,
      [team.trustId, team.school],
    );
    await team.sql(
      `INSERT INTO school_day (trust_id, school_id, day, academic_year)
       SELECT $1, $2, day::date, 2024 FROM generate_series(date '2024-09-02', date '2024-09-20', '1 day') AS day`,
      [team.trustId, team.school],
    );
    // No school day before September: those who are told in May have their ten days in September.
    await team.dayBegins('2024-05-14');

    expect(await team.announced(cohort)).toMatchObject([{ seats: 2 }]);
  });

  it('tells everybody whom the seats are for, and opens to them', async () => {
    const [one] = await team.several(1);
    const ta = await team.somebody({ staffGroups: ['TEACHING_ASSISTANT'] });
    const cohort = await team.plan({ isStaggered: false, seats: [{ ...support, count: 1 }] });
    await team.dayBegins('2024-06-10');
    const [told] = await team.announced(cohort);
    const query = `query ($people: [_Any!]!, $id: ID!) { _entities(representations: $people) {
      ... on Person { eligibility(opportunityId: $id) { met reasons } } } }`;
    const people = [one, ta].map((who) => ({ __typename: 'Person', id: who?.personId }));
    const { data } = await test.served.ask(team.central, query, { people, id: told?.id });

    expect(data['_entities']).toEqual([
      {
        eligibility: {
          met: false,
          reasons: [
            'You do not have a post in the staff group teaching assistant or technician.',
            'Whom it is for: Half of us are not teachers.',
          ],
        },
      },
      { eligibility: { met: true, reasons: expect.any(Array) } },
    ]);
    const seats = await team.entity(
      ...([
        ta,
        'Opportunity',
        String(told?.id),
        'kind announcedSeats { number keptReason cohort { name } }',
      ] as const),
      z.unknown(),
    );
    expect(seats).toEqual({
      kind: 'COHORT_SEAT',
      announcedSeats: [
        {
          number: 1,
          keptReason: 'Half of us are not teachers.',
          cohort: { name: 'Shadow leadership team' },
        },
      ],
    });
  });

  it('has a cohort’s end announce nothing beyond it', async () => {
    await team.several(1);
    const cohort = await team.plan({ endsOn: '2025-03-01', isStaggered: false });
    await team.dayBegins('2024-06-10');
    await team
      .sql(`UPDATE opportunity SET state = 'UNFILLED' WHERE id = $1`, [
        (await team.announced(cohort))[0]?.id,
      ])
      .catch(() => undefined);
    const days = await team.sql(
      `SELECT DISTINCT starts_on::text AS "startsOn", ends_on::text AS "endsOn" FROM seat_announcement
        WHERE cohort_id = $1`,
      [cohort.id],
    );

    expect(days).toEqual([{ startsOn: '2024-09-01', endsOn: '2025-03-01' }]);
    await team.dayBegins('2025-02-20');
    expect(await team.announced(cohort)).toHaveLength(1);
  });

  it('shows which seats end before a day, and what announces them', async () => {
    await team.several(1);
    const cohort = await team.plan();
    const ending = async (before: string) => {
      const query = `query ($before: Date!) { seatsEnding(before: $before) {
        freeFrom until seat { number cohort { id } } opportunity { title } } }`;
      const { data } = await test.served.ask<{
        seatsEnding: { seat: { cohort: { id: string } } }[];
      }>(...([aMemberOfStaff(team.trustId), query, { before }] as const));
      return data.seatsEnding.filter(({ seat }) => seat.cohort.id === cohort.id);
    };
    expect(await ending('2024-09-01')).toEqual([]);
    expect(await ending('2024-09-02')).toMatchObject([
      { freeFrom: '2024-09-01', until: '2026-09-01', seat: { number: 1 }, opportunity: null },
      { freeFrom: '2024-09-01', until: '2025-09-01', seat: { number: 2 }, opportunity: null },
    ]);
    await team.announce(cohort);

    expect(await ending('2024-09-02')).toMatchObject([
      { opportunity: { title: 'A seat in Shadow leadership team' } },
      { opportunity: { title: 'A seat in Shadow leadership team' } },
    ]);
  });

  it('waits for days that are not yet: seats of half a year ahead are announced by nobody', async () => {
    const cohort = await team.plan({ startsOn: '2025-09-01' });

    expect(await team.change(team.central, 'announceSeats', { cohortId: cohort.id })).toMatchObject(
      {
        ...{ result: 'NoSeatToAnnounce', earliestOn: '2025-03-02' },
      },
    );
    expect(
      await team.change(aMemberOfStaff(team.trustId), 'announceSeats', { cohortId: cohort.id }),
    ).toMatchObject({ result: 'FORBIDDEN' });
  });
});

describe('the worker', () => {
  const days = () =>
    asSuperuser(test.served.database.name, async (client) => {
      const { rows } = await client.query<{ data: object }>(
        `SELECT data FROM event WHERE type = 'cohort.day_began' AND trust_id = $1`,
        [team.trustId],
      );
      return rows.map(({ data }) => data);
    });

  it('leaves word of each day once, for trusts that have cohorts', async () => {
    const begin = (day: string) => beginCohortDay(pool, new Date(`${day}T05:30:00Z`));
    await begin('2024-05-13');
    expect(await days()).toEqual([]);
    await team.plan({ endsOn: '2025-03-01' });

    await Promise.all([begin('2024-05-14'), begin('2024-05-14'), begin('2024-05-14')]);
    await begin('2024-05-15');
    await begin('2025-03-01');

    expect(await days()).toEqual([{ day: '2024-05-14' }, { day: '2024-05-15' }]);
  });
});
