import { beforeEach, describe, expect, it } from '@jest/globals';
import type { SeenCohort } from '../cohort-answers.testing.ts';
import { type Somebody, TestCohorts } from '../cohorts.testing.ts';
import { aMemberOfStaff, TestOpportunities } from '../testing.ts';

const test = new TestOpportunities();
let team: TestCohorts;
let cohort: SeenCohort;
let member: Somebody;
let reserve: Somebody;

beforeEach(async () => {
  team = new TestCohorts(test);
  const people = await team.several(2);
  cohort = await team.plan({ isStaggered: false, termYears: 1, seats: [{ count: 1 }] });
  const [opportunity = ''] = await team.announce(cohort);
  await team.seat(opportunity, people, 1);
  const [first, second] = people;
  if (!first || !second) throw new Error('nobody is there');
  [member, reserve] = [first, second];
  await team.dayBegins('2024-09-01');
});

/** From January for ten weeks, unless told otherwise. */
const rest = (more: object = {}) =>
  team.onTerm(member, 'restSeatTerm', { from: '2025-01-06', until: '2025-03-17', ...more });

const sitting = async (day: string) => {
  const rows = await team.sql<{ id: string }>(
    `SELECT person_id AS id FROM seat_term WHERE cohort_id = $1 AND state = 'STANDS' AND days @> $2::date`,
    [cohort.id, day],
  );
  return rows.map(({ id }) => id);
};

describe('leave that pauses', () => {
  it('makes the term longer by as many days, and somebody stands in meanwhile', async () => {
    expect(await rest()).toMatchObject({
      ...{ result: 'SeatTerm', startsOn: '2024-09-01', endsOn: '2025-11-10' },
      pauses: [{ fromOn: '2025-01-06', untilOn: '2025-03-17', givenBack: 70 }],
    });
    expect(await team.answer(reserve, true)).toMatchObject({
      ...{ startsOn: '2025-01-06', endsOn: '2025-03-17', standsIn: true },
    });

    for (const [day, who] of [
      ['2025-01-05', member],
      ['2025-01-06', reserve],
      ['2025-03-16', reserve],
      ['2025-03-17', member],
      ['2025-11-09', member],
    ] as const) {
      expect(await sitting(day)).toEqual([who.personId]);
    }
    expect(await sitting('2025-11-10')).toEqual([]);
  });

  it('leaves the seat’s calendar: who comes next has it for the rest of the period', async () => {
    await rest();
    await team.dayBegins('2025-09-01');
    const [told] = await team.sql(
      `SELECT starts_on::text AS "startsOn", ends_on::text AS "endsOn" FROM seat_announcement
        WHERE cohort_id = $1 ORDER BY starts_on DESC LIMIT 1`,
      [cohort.id],
    );

    expect(told).toEqual({ startsOn: '2025-11-10', endsOn: '2026-09-01' });
  });

  it('gives back no day that was promised to others, and counts none of them', async () => {
    await team.dayBegins('2025-06-10'); // everybody is told of the seat from September
    test.clock.set('2025-06-11T09:00:00Z');

    expect(await rest({ from: '2025-06-16', until: '2025-08-25' })).toMatchObject({
      ...{ endsOn: '2025-09-01', pauses: [{ givenBack: 0 }] },
    });
  });

  it('is nobody’s business: others see that they have the seat, and no rest', async () => {
    await rest();
    test.clock.set('2025-02-01T09:00:00Z');
    const colleague = aMemberOfStaff(team.trustId);
    const seen = async (viewer: typeof colleague) => {
      const [latest] = await team.termsOf(member, viewer);
      return latest?.state;
    };

    expect([await seen(member), await seen(team.central), await seen(colleague)]).toEqual([
      ...['RESTING', 'RESTING', 'SITTING'],
    ]);
    const pauses = await test.within(colleague, (db) => db.rows('SELECT 1 FROM seat_pause'));
    expect(pauses).toEqual([]);
  });

  it('ends earlier, and whoever has not said that they stand in is asked no more', async () => {
    await rest();
    test.clock.set('2025-02-03T09:00:00Z');
    expect(await team.onTerm(member, 'resumeSeatTerm', { on: '2025-02-24' })).toMatchObject({
      result: 'SeatTerm',
      endsOn: '2025-10-20',
    });
    expect(await team.offersOf(reserve)).toMatchObject([{ state: 'WITHDRAWN' }]);
    expect(await sitting('2025-02-23')).toEqual([]);
    expect(await sitting('2025-02-24')).toEqual([member.personId]);
  });

  it('ends not before who stands in has had their days', async () => {
    await rest();
    await team.answer(reserve, true);
    test.clock.set('2025-02-03T09:00:00Z');

    expect(await team.onTerm(member, 'resumeSeatTerm', { on: '2025-02-24' })).toMatchObject({
      ...{ result: 'SeatLentMeanwhile', until: '2025-03-17' },
    });
    expect(await sitting('2025-02-24')).toEqual([reserve.personId]);
  });

  it('is within the term and to come, and one at a time', async () => {
    const unclear = { result: 'SeatTermDaysUnclear' };

    expect(await rest({ from: '2024-08-31' })).toMatchObject(unclear);
    expect(await rest({ from: '2025-09-01', until: '2025-10-01' })).toMatchObject(unclear);
    expect(await rest({ until: '2025-01-06' })).toMatchObject(unclear);
    await rest();
    expect(await rest({ from: '2025-03-10', until: '2025-04-10' })).toMatchObject({
      ...unclear,
      earliestOn: '2025-03-17',
    });
    expect(await rest({ from: '2025-03-17', until: '2025-04-10' })).toMatchObject({
      endsOn: '2025-12-04',
    });
  });
});
