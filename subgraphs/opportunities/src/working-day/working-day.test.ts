import { beforeEach, describe, expect, it } from '@jest/globals';
import { factsAt } from '@trellis/staff-roster/testing/roster-promises';
import { newId } from '@trellis/subgraph-kit/ids';
import { TestPlacement } from '../placement/testing.ts';
import { aHead, aMemberOfStaff, TestOpportunities, thePeopleTeam } from '../testing.ts';

const test = new TestOpportunities();
let trust: TestPlacement;

beforeEach(async () => {
  test.clock.set('2026-05-12T09:00:00Z');
  trust = new TestPlacement(test);
  await trust.employ();
});

const asOwner = (sql: string, id: string, ...more: readonly unknown[]) =>
  test.asOwner(trust.central, (db) => db.rows(sql, [trust.trustId, id, ...more]));

describe('days of work', () => {
  const week = (viewer = trust.person, ...weekdays: number[]) =>
    trust.change(viewer, 'setWorkingWeek', {
      personId: trust.personId,
      days: weekdays.map((weekday) => ({ weekday, schoolId: trust.home })),
    });

  beforeEach(async () => {
    await trust.employ(trust.personId, factsAt(trust.home)); // half-time
    await trust.clear();
  });

  it('must be known of whoever is part-time, and are not taken where they do not work', async () => {
    const id = await trust.whole({ endsOn: '2026-07-01', weekdays: [2, 5] });
    expect(await trust.schedule(id)).toMatchObject({ lacks: ['WORKING_DAYS'] });

    expect(await week(trust.homeHead, 1, 2, 3)).toMatchObject({ result: 'WorkingWeek' });
    expect(await trust.schedule(id)).toMatchObject({ lacks: ['WORKING_DAYS'] }); // not on Fridays

    await week(trust.person, 2, 5);
    expect(await trust.schedule(id)).toMatchObject({ state: 'SCHEDULED' });
  });

  it('are not taken by a single day on which they do not work', async () => {
    const id = await trust.whole({ startsOn: '2026-06-04', endsOn: '2026-06-05' }); // a Thursday
    await week(trust.person, 1, 2);
    expect(await trust.schedule(id)).toMatchObject({ lacks: ['WORKING_DAYS'] });
    await week(trust.person, 4);
    expect(await trust.schedule(id)).toMatchObject({ state: 'SCHEDULED' });
  });

  it('are at one school each, in the service and in the database', async () => {
    const second = newId();
    await trust.employ(trust.personId, factsAt(trust.home, second));
    const days = [trust.home, second].map((schoolId) => ({ weekday: 1, schoolId }));
    const { personId } = trust;

    expect(await trust.change(trust.person, 'setWorkingWeek', { personId, days })).toMatchObject({
      ...{ result: 'WorkingDaysClash', weekdays: [1] },
    });
    const both = `INSERT INTO working_day (trust_id, person_id, weekday, school_id)
                  VALUES ($1, $2, 1, $3), ($1, $2, 1, $4)`;
    await expect(asOwner(both, personId, trust.home, second)).rejects.toThrow('working_day_pkey');
  });

  it('are said by the person or their head, of schools where they have a post', async () => {
    const { personId } = trust;
    const days = [{ weekday: 1, schoolId: newId() }];

    expect(await week(aMemberOfStaff(trust.trustId), 1)).toMatchObject({ result: 'FORBIDDEN' });
    expect(await week(aHead(trust.trustId, newId()), 1)).toMatchObject({ result: 'FORBIDDEN' });
    expect(await week(thePeopleTeam(newId()), 1)).toMatchObject({ result: 'NOT_FOUND' });
    expect(await trust.change(trust.person, 'setWorkingWeek', { personId, days })).toMatchObject({
      result: 'NoPostThere',
    });
  });
});
