import { beforeEach, describe, expect, it } from '@jest/globals';
import { factsAt } from '@trellis/staff-roster/testing/roster-promises';
import { schoolDays, TestLending } from '../deployments.testing.ts';
import { aMemberOfStaff, TestOpportunities } from '../testing.ts';

const test = new TestOpportunities();
let lending: TestLending;

beforeEach(async () => {
  test.clock.set('2026-05-12T09:00:00Z');
  lending = new TestLending(test);
  await lending.specialist();
  await lending.trust.clear();
});

const trustId = () => lending.trust.trustId;

/** Who could come for the first need, and how far. */
async function matches(): Promise<unknown> {
  const query = '{ specialistNeeds { edges { node { matches { miles offer { days } } } } } }';
  const { data } = await test.served.ask<{
    specialistNeeds: { edges: { node: { matches: unknown[] } }[] };
  }>(lending.central, query);
  return data.specialistNeeds.edges[0]?.node.matches;
}

describe('how far somebody would go', () => {
  it('is from their school to the one that needs them, the nearest first', async () => {
    await lending.need({ days: 5 });
    await lending.offered({ days: 5, withinMiles: 9 });
    await lending.offered({ days: 6, withinMiles: 10 });
    const near = aMemberOfStaff(trustId());
    const school = { position: { easting: 416_093, northing: 298_391 } };
    lending.home = test.people.addSchoolWith(trustId(), school);
    await lending.specialist(1, near);
    await lending.offered({ days: 5 }, near);

    expect(await matches()).toEqual([
      { miles: 1, offer: { days: 5 } },
      { miles: 10, offer: { days: 6 } },
    ]);
  });

  it('is not known, and so too far for whoever said how far, where a school is nowhere', async () => {
    lending.host = test.people.add(trustId());
    await lending.need();
    await lending.offered({ withinMiles: 500 });
    await lending.offered({ days: 7 });

    expect(await matches()).toEqual([{ miles: null, offer: { days: 7 } }]);
  });
});

describe('days are lent', () => {
  it('none beyond the end of the contract', async () => {
    const facts = factsAt(lending.home);
    const assignments = facts.assignments.map((post) => ({
      ...{ ...post, fte: 1, endsOn: '2026-06-03' },
    }));
    await test.tellOf(trustId(), { ...facts, assignments }, lending.trust.personId);
    const offerId = await lending.offered();
    const need = await lending.need();

    expect(await lending.propose(need.id, offerId, schoolDays(1, 3))).toMatchObject({
      ...{ result: 'BeyondContract', daysLeft: 0, hoursLeft: 0 },
    });
    expect(await lending.propose(need.id, offerId, schoolDays(0, 2))).toMatchObject({
      result: 'Deployment',
    });
  });

  it('only such as a part-timer works, and at no two schools on one', async () => {
    await lending.specialist(0.4);
    const { trust, home, host } = lending;
    const offerId = await lending.offered();
    const need = await lending.need();
    const propose = async (from: number) =>
      String((await lending.propose(need.id, offerId, schoolDays(from, 2))).id);
    const monday = await propose(0); // and Tuesday
    expect(await lending.settle(monday)).toMatchObject({ lacks: ['WORKING_DAYS'] });
    await trust.change(lending.central, 'setWorkingWeek', {
      personId: trust.personId,
      days: [1, 2].map((weekday) => ({ weekday, schoolId: home })),
    });
    expect(await lending.settle(monday)).toMatchObject({ state: 'SCHEDULED' });

    const thursday = await propose(3); // and Friday, on which they do not work
    expect(await lending.settle(thursday)).toMatchObject({ lacks: ['WORKING_DAYS'] });
    const [visit = ''] = await trust.make({
      ...{ homeSchoolId: home, hostSchoolId: host, startsOn: '2026-06-01', endsOn: '2026-06-02' },
    });
    expect((await trust.seen(visit)).missing).toContain('DAYS_FREE');
  });
});
