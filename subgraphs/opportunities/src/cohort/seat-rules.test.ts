import { beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { atOnce } from '@trellis/subgraph-kit/testing/at-once';
import type { SeenCohort } from '../cohort-answers.testing.ts';
import { type Somebody, TestCohorts } from '../cohorts.testing.ts';
import { TestOpportunities } from '../testing.ts';

const test = new TestOpportunities();
let team: TestCohorts;

beforeEach(() => {
  team = new TestCohorts(test);
});

/** A team that has run for years, of one year's terms and one seat unless told otherwise. */
const running = (input: object = {}) =>
  team.plan({
    ...{ startsOn: '2020-09-01', termYears: 1, isStaggered: false, seats: [{ count: 1 }] },
    ...input,
  });

const record = (cohort: SeenCohort, who: Somebody, startsOn: string, more: object = {}) =>
  team.change(team.central, 'recordSeatTerm', {
    ...{ seatId: cohort.seats[0]?.id, personId: who.personId, startsOn, ...more },
  });

/** What is said to somebody of an opportunity. */
const told = async (who: Somebody, id: string) => {
  const query = `query ($people: [_Any!]!, $id: ID!) { _entities(representations: $people) {
    ... on Person { eligibility(opportunityId: $id) { met reasons } } } }`;
  const people = [{ __typename: 'Person', id: who.personId }];
  const { data } = await test.served.ask<{
    _entities: { eligibility: { met: boolean; reasons: string[] } }[];
  }>(who, query, { people, id });
  return data._entities[0]?.eligibility;
};

describe('who has sat for as long as the limit', () => {
  it('is told so in words with the day, and cannot be offered, or wait for, the next term', async () => {
    const cohort = await running();
    const [sat, fresh] = await team.several(2);
    if (!sat || !fresh) throw new Error('nobody is there');
    await record(cohort, sat, '2023-09-01');
    const [opportunity = ''] = await team.announce(cohort);
    const reason =
      'You would sit there for longer than one term without a break of 12 months. You can have a seat there again from 2025-09-01 on.';

    expect(await told(sat, opportunity)).toEqual({
      met: false,
      reasons: ['It is for all staff of the trust.', reason],
    });
    expect(await told(fresh, opportunity)).toMatchObject({ met: true });
    await team.ranked(opportunity, [sat, fresh]);
    expect(await team.offerSeat(sat, opportunity)).toMatchObject({
      ...{ result: 'SeatNotForThem', reasons: [reason] },
    });
    expect(await team.waitlist(sat, opportunity)).toMatchObject({ result: 'SeatNotForThem' });
    await team.offerSeat(fresh, opportunity);
    expect(await team.acceptSeat(fresh, opportunity)).toMatchObject({ state: 'ACCEPTED' });
  });

  it('may sit again once the cooling-off is over, and not a day before', async () => {
    const cohort = await running({ coolingOffMonths: 12 });
    const sat = await team.somebody();
    await record(cohort, sat, '2021-09-01'); // until 1 September 2022
    const bars = (day: string) =>
      team.sql(
        `SELECT bar FROM cohort_seat s, seat_bars(s, $2, $3, $3::date + 365) WHERE cohort_id = $1`,
        [...[cohort.id, sat.personId, day]],
      );

    expect(await bars('2023-08-31')).toEqual([{ bar: 'SAT_TO_THE_LIMIT' }]);
    expect(await bars('2023-09-01')).toEqual([]);
  });

  it('may sit as many terms one after the other as the policy says', async () => {
    const cohort = await running({ mostTerms: 2 });
    const sat = await team.somebody();
    await record(cohort, sat, '2021-09-01');
    expect(await record(cohort, sat, '2022-09-01')).toMatchObject({ result: 'SeatTerm' });

    expect(await record(cohort, sat, '2023-09-01')).toMatchObject({ result: 'SeatNotForThem' });
  });
});

describe('the remainder of a term', () => {
  it.each([
    ['2023-03-01', 'SeatTerm'],
    ['2023-02-28', 'SeatNotForThem'],
  ])('from %s of a year until 1 September, and then a whole year, is %s', async (from, result) => {
    const cohort = await running();
    const sat = await team.somebody();
    await record(cohort, sat, from);

    expect(await record(cohort, sat, '2023-09-01')).toMatchObject({ result });
  });

  it('counts all the same: nobody goes on by remainders alone', async () => {
    const cohort = await running();
    const sat = await team.somebody();
    for (const year of ['2021', '2022']) {
      expect(await record(cohort, sat, `${year}-03-01`)).toMatchObject({ result: 'SeatTerm' });
    }

    expect(await record(cohort, sat, '2023-03-01')).toMatchObject({ result: 'SeatNotForThem' });
  });
});

describe('a kept seat', () => {
  const kept = { count: 1, staffGroups: ['TECHNICIAN'], reason: 'They are few.' };

  it('is offered to nobody for whom it is not kept, whoever applies', async () => {
    const cohort = await team.plan({ isStaggered: false, seats: [kept] });
    const technician = await team.somebody({ staffGroups: ['TECHNICIAN'] });
    const teacher = await team.somebody();
    const [opportunity = ''] = await team.announce(cohort);
    await team.ranked(opportunity, [teacher, technician]);

    expect(await team.offerSeat(teacher, opportunity)).toMatchObject({
      result: 'SeatNotForThem',
      reasons: [
        'You have no post for which the seat is kept on 2024-09-01. Why it is kept: They are few.',
      ],
    });
    await team.offerSeat(technician, opportunity);
    await team.somebody({}, technician); // who becomes a teacher before they answer
    expect(await team.acceptSeat(technician, opportunity)).toMatchObject({
      result: 'SeatNotForThem',
    });
    await team.somebody({ staffGroups: ['TECHNICIAN', 'TEACHER'] }, technician);
    expect(await team.acceptSeat(technician, opportunity)).toMatchObject({ state: 'ACCEPTED' });
    test.clock.set('2024-10-01T09:00:00Z');
    await team.somebody({}, technician);
    expect(await team.termsOf(technician)).toMatchObject([{ state: 'SITTING' }]); // who got on keeps it
  });

  it('of a phase is for those at schools of it', async () => {
    const secondary = test.people.addSchoolWith(team.trustId, { phase: { code: '4' } });
    const there = await team.somebody({ schoolId: secondary });
    const here = await team.somebody();
    const seats = [{ count: 1, phases: ['4'], reason: 'One of us is of a secondary.' }];
    const cohort = await team.plan({ isStaggered: false, seats });
    const [opportunity = ''] = await team.announce(cohort);

    expect(await told(here, opportunity)).toMatchObject({ met: false });
    expect(await told(there, opportunity)).toMatchObject({ met: true });
    await team.ranked(opportunity, [here, there]);
    expect(await team.offerSeat(here, opportunity)).toMatchObject({ result: 'SeatNotForThem' });
    expect(await team.offerSeat(there, opportunity)).toMatchObject({ state: 'OFFERED' });
  });
});

describe('an offer of a seat', () => {
  it('is for the seat’s days', async () => {
    const one = await team.somebody();
    const cohort = await team.plan({ isStaggered: false });
    const [opportunity = ''] = await team.announce(cohort);
    await team.ranked(opportunity, [one]);
    const days = { result: 'SeatDaysOtherwise', startsOn: '2024-09-01', endsOn: '2026-09-01' };

    expect(await team.offerSeat(one, opportunity, { startsOn: '2024-08-31' })).toMatchObject(days);
    expect(await team.offerSeat(one, opportunity, { endsOn: '2026-09-02' })).toMatchObject(days);
    expect(await team.offerSeat(one, opportunity, { endsOn: null })).toMatchObject(days);
    expect(await team.offerSeat(one, opportunity, { startsOn: '2024-10-01' })).toMatchObject({
      state: 'OFFERED',
    });
  });
});

describe('what somebody had before the cohort was planned here', () => {
  it('is on record, and holds as anything else does', async () => {
    const cohort = await running({ seats: [{ count: 2 }] });
    const [one, two] = await team.several(2);
    if (!one || !two) throw new Error('nobody is there');
    expect(await record(cohort, one, '2023-10-01')).toMatchObject({
      ...{ startsOn: '2023-10-01', endsOn: '2024-09-01', cameBy: 'RECORDED', state: 'SITTING' },
    });

    expect(await record(cohort, two, '2023-12-01')).toMatchObject({ result: 'SeatTaken' });
    const seatId = cohort.seats[1]?.id;
    expect(await record(cohort, one, '2023-12-01', { seatId })).toMatchObject({
      result: 'SeatNotForThem',
      reasons: [
        'You have a seat there until 2024-09-01; nobody has two at once.',
        expect.stringContaining('longer than one term'),
      ],
    });
    expect(await record(cohort, two, '2024-05-14', { seatId })).toMatchObject({
      result: 'SeatDaysOtherwise',
    });
    expect(await record(cohort, two, '2023-10-01', { seatId, endsOn: '2024-09-02' })).toMatchObject(
      {
        result: 'SeatDaysOtherwise',
      },
    );
    expect(await record(cohort, two, '2023-12-01', { seatId: newId() })).toMatchObject({
      result: 'NOT_FOUND',
    });
  });

  it('is one person’s, where two are recorded at once', async () => {
    const cohort = await running();
    const people = await team.several(2);

    const answers = await atOnce(
      test.served.database.name,
      'seat_term',
      people.map((one) => () => record(cohort, one, '2023-10-01')),
    );

    expect(answers.map(({ result }) => result).sort()).toEqual(['SeatTaken', 'SeatTerm']);
  });
});

describe('the database', () => {
  const write = (cohort: SeenCohort, who: Somebody, more: object = {}) => {
    const row = {
      ...{
        trust_id: team.trustId,
        id: newId(),
        cohort_id: cohort.id,
        seat_id: cohort.seats[0]?.id,
      },
      ...{ person_id: who.personId, starts_on: '2023-09-01', ends_on: '2024-09-01' },
      ...{ came_by: 'RECORDED', taken_at: '2024-05-13T09:00:00Z', ...more },
    };
    const columns = Object.keys(row);
    return test.within(team.central, (db) =>
      db.rows(
        `INSERT INTO seat_term (${columns.join(', ')})
         VALUES (${columns.map((_, at) => `$${String(at + 1)}`).join(', ')})`,
        Object.values(row),
      ),
    );
  };

  it('lets no path give two people a seat on one day, or one person two seats', async () => {
    const cohort = await running({ seats: [{ count: 2 }] });
    const [one, two] = await team.several(2);
    if (!one || !two) throw new Error('nobody is there');
    await write(cohort, one);

    await expect(write(cohort, two, { starts_on: '2024-08-31' })).rejects.toThrow(
      'one_person_a_seat',
    );
    const other = { seat_id: cohort.seats[1]?.id };
    await expect(write(cohort, one, { ...other, starts_on: '2024-08-31' })).rejects.toThrow(
      'one_seat_a_person',
    );
    await write(cohort, two, other);
  });

  it('lets no path give a kept seat to somebody else', async () => {
    const seats = [{ count: 1, staffGroups: ['TECHNICIAN'], reason: 'They are few.' }];
    const cohort = await running({ seats });

    await expect(write(cohort, await team.somebody())).rejects.toThrow('kept seat');
    await write(cohort, await team.somebody({ staffGroups: ['TECHNICIAN'] }));
  });

  it('lets no path keep somebody beyond the limit, or in a seat beyond its period', async () => {
    const cohort = await running();
    const one = await team.somebody();
    await write(cohort, one);
    const before = { starts_on: '2022-09-01', ends_on: '2023-09-01' };

    await expect(write(cohort, one, before)).rejects.toThrow('without a break');
    await expect(
      write(cohort, await team.somebody(), { starts_on: '2022-01-01', ends_on: '2022-09-02' }),
    ).rejects.toThrow('period');
    const longer = test.within(team.central, (db) =>
      db.rows(`UPDATE seat_term SET ends_on = '2024-09-02' WHERE person_id = $1`, [one.personId]),
    );
    await expect(longer).rejects.toThrow('period');
  });

  it('lets nobody sit who was not chosen', async () => {
    const cohort = await running();
    const one = await team.somebody();
    const days = { starts_on: '2024-09-01', ends_on: '2025-09-01' };

    await expect(write(cohort, one, days)).rejects.toThrow('chosen');
    await expect(write(cohort, one, { ...days, came_by: 'RESERVE' })).rejects.toThrow('chosen');
    const [opportunity = ''] = await team.announce(cohort);
    await team.panels.applies(one, opportunity);
    const [application] = await team.sql<{ id: string }>(
      'SELECT id FROM application WHERE opportunity_id = $1',
      [opportunity],
    );
    await expect(
      write(cohort, one, { ...days, came_by: 'PANEL', application_id: application?.id }),
    ).rejects.toThrow('chosen');
  });
});
