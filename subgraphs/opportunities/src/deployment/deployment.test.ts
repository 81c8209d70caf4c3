import { beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { atOnce } from '@trellis/subgraph-kit/testing/at-once';
import { aMemberOfStaff, TestOpportunities, thePeopleTeam } from '../testing.ts';
import { schoolDays, TestLending } from '../deployments.testing.ts';

const test = new TestOpportunities();
let lending: TestLending;

beforeEach(async () => {
  test.clock.set('2026-05-12T09:00:00Z');
  lending = new TestLending(test);
  await lending.specialist();
  await lending.trust.clear();
});

const asOwner = (sql: string, ...values: readonly unknown[]) =>
  test.asOwner(lending.central, (db) => db.rows(sql, values));
const trustId = () => lending.trust.trustId;

describe('a maths specialist', () => {
  it('is lent for ten days, and the money lands', async () => {
    const days = schoolDays(0, 10);
    const need = await lending.need();
    const offerId = await lending.offered();
    const proposed = await lending.propose(need.id, offerId, days);
    expect(proposed).toMatchObject({
      ...{ result: 'Deployment', ratePence: 210_00, minutesADay: 389 },
      placement: { state: 'PREPARING', startsOn: '2026-06-01', endsOn: '2026-06-13' },
    });
    const id = String(proposed.id);
    expect(await lending.settle(id)).toMatchObject({ state: 'SCHEDULED' });

    test.clock.set('2026-06-05T16:00:00Z');
    const confirm = (some: readonly string[], viewer = lending.head(lending.host)) =>
      lending.change(viewer, 'confirmLentDays', { deploymentId: id, days: some });
    expect(await confirm(days.slice(0, 5))).toMatchObject({
      ...{ result: 'Recharge', days: 5, amountPence: 1_050_00 },
      ...{ debitSchool: { id: lending.host }, creditSchool: { id: lending.home } },
    });
    test.clock.set('2026-06-20T09:00:00Z');
    await confirm(days.slice(5));

    expect(await lending.position(lending.home)).toMatchObject({
      ...{ lentDays: 10, borrowedDays: 0, netDays: 10, owedPence: 2_100_00, netPence: 2_100_00 },
      recharges: { totalCount: 2 },
    });
    expect(await lending.position(lending.host)).toMatchObject({
      ...{ lentDays: 0, borrowedDays: 10, netDays: -10, owingPence: 2_100_00, netPence: -2_100_00 },
    });
    expect(await lending.trust.seen(id)).toMatchObject({ state: 'COMPLETED' });
  });
});

describe('what a school needs and a specialist offers', () => {
  it('meet by subject, phase, school and days left', async () => {
    const phase = { phase: 'Secondary' };
    const need = await lending.need(phase);
    await lending.offered({ days: 12 });
    const others = [
      { subjectCodes: ['ART'] },
      { phases: ['Primary'] },
      { schoolIds: [lending.home] },
      { academicYear: 2026 },
    ];
    for (const more of others) await lending.offered(more);
    await lending.change(lending.trust.person, 'offerDays', {
      ...{ academicYear: 2025, subjectCodes: ['MAT'], days: 5 }, // that nobody has approved
    });
    const query = `{ specialistNeeds { edges { node { id matches {
      daysLeft hoursLeft isEnough offer { days person { id } } } } } } }`;
    const found = async (viewer = lending.central) => {
      const { data } = await test.served.ask<{
        specialistNeeds: { edges: { node: { id: string; matches: unknown[] } }[] };
      }>(viewer, query);
      return data.specialistNeeds.edges.map(({ node }) => node);
    };

    expect(await found()).toEqual([
      {
        id: need.id,
        matches: [
          {
            ...{ daysLeft: 12, hoursLeft: 1_265, isEnough: true },
            offer: { days: 12, person: { id: lending.trust.personId } },
          },
        ],
      },
    ]);
    expect(await found(thePeopleTeam(newId()))).toEqual([]);
    const { id, version } = need;
    await lending.change(lending.head(lending.host), 'withdrawSpecialistNeed', { id, version });
    expect(await found()).toEqual([]);
  });

  it('take as many statements to match for ten as for two', async () => {
    await lending.offered();
    for (let place = 0; place < 10; place += 1) await lending.need();
    const query = `query ($first: Int) { specialistNeeds(first: $first) { edges { node {
      school { id } matches { daysLeft offer { days } } } } } }`;
    const statements = (first: number) =>
      test.served.statementsDuring(() => test.served.ask(lending.central, query, { first }));

    expect([await statements(2), await statements(10)]).toEqual([3, 3]);
  });

  it('are for heads, of their own schools, and for specialists themselves', async () => {
    const stranger = lending.head(test.people.add(trustId()));
    const forbidden = { result: 'FORBIDDEN' };
    const need = await lending.need();
    const made = await lending.change(lending.trust.person, 'offerDays', {
      ...{ academicYear: 2025, subjectCodes: ['MAT'], days: 5 },
    });
    const approve = { id: made.id, version: made.version, ratePence: 1 };
    const withdraw = { id: need.id, version: need.version };

    expect(await lending.need({}, stranger)).toMatchObject(forbidden);
    expect(await lending.need({ schoolId: newId() })).toMatchObject({ result: 'NOT_FOUND' });
    expect(await lending.need({ endsOn: '2026-06-01' })).toMatchObject({
      result: 'LendingDaysUnclear',
    });
    expect(await lending.change(stranger, 'approveLendingOffer', approve)).toMatchObject(forbidden);
    expect(await lending.change(stranger, 'withdrawSpecialistNeed', withdraw)).toMatchObject(
      forbidden,
    );
    expect(
      await lending.change(aMemberOfStaff(trustId()), 'withdrawLendingOffer', withdrawn(made)),
    ).toMatchObject(forbidden);
    expect(
      await lending.change(thePeopleTeam(newId()), 'approveLendingOffer', approve),
    ).toMatchObject({ result: 'NOT_FOUND' });
    expect(
      await lending.change(aMemberOfStaff(trustId()), 'offerDays', {
        ...{ academicYear: 2025, subjectCodes: ['MAT'], days: 5 },
      }),
    ).toMatchObject({ result: 'NoPostToLendFrom' });
  });
});

const withdrawn = ({ id, version }: { id?: string; version?: number }) => ({ id, version });

describe('days are lent', () => {
  it('no more than the contract has, said by the service and held by the database', async () => {
    await lending.specialist(0.1); // 19 days and 126 hours
    const offerId = await lending.offered({ days: 60 });
    const need = await lending.need();
    expect(await lending.propose(need.id, offerId, schoolDays(0, 20))).toMatchObject({
      ...{ result: 'BeyondContract', daysLeft: 19, hoursLeft: 126 },
    });
    const { id } = await lending.propose(need.id, offerId, schoolDays(0, 19));

    const more = `INSERT INTO deployment_day (trust_id, deployment_id, person_id, day, state)
                  VALUES ($1, $2, $3, '2026-07-20', 'LENT')`;
    const work = asOwner(more, trustId(), id, lending.trust.personId);
    await expect(work).rejects.toThrow('no_more_days_than_contract');
  });

  it('no more hours than directed time has', async () => {
    await lending.specialist(0.1);
    const offerId = await lending.offered();
    const need = await lending.need();

    expect(
      await lending.propose(need.id, offerId, schoolDays(0, 11), { minutesADay: 720 }),
    ).toMatchObject({ result: 'BeyondContract', hoursLeft: 126 });
    expect(
      await lending.propose(need.id, offerId, schoolDays(0, 10), { minutesADay: 720 }),
    ).toMatchObject({ result: 'Deployment' });
  });

  it('by what the trust says that a full-time year has', async () => {
    const set = (viewer = lending.central) =>
      lending.change(viewer, 'setLendingPolicy', { daysAYear: 10, hoursAYear: 80 });
    expect(await set(lending.head(lending.home))).toMatchObject({ result: 'FORBIDDEN' });
    expect(await set()).toMatchObject({ daysAYear: 10 });
    const offerId = await lending.offered();
    const need = await lending.need();

    expect(await lending.propose(need.id, offerId, schoolDays(0, 11))).toMatchObject({
      ...{ result: 'BeyondContract', daysLeft: 10 },
    });
    expect(await lending.propose(need.id, offerId, schoolDays(0, 10))).toMatchObject({
      minutesADay: 480,
    });
  });

  it('no more than were offered', async () => {
    const offerId = await lending.offered({ days: 3 });
    const need = await lending.need();

    expect(await lending.propose(need.id, offerId, schoolDays(0, 4))).toMatchObject({
      ...{ result: 'BeyondContract', daysLeft: 3 },
    });
    const { id } = await lending.propose(need.id, offerId, schoolDays(0, 3));
    const more = `INSERT INTO deployment_day (trust_id, deployment_id, person_id, day, state)
                  VALUES ($1, $2, $3, '2026-07-20', 'LENT')`;
    const work = asOwner(more, trustId(), id, lending.trust.personId);
    await expect(work).rejects.toThrow('no_more_than_offered');
  });

  it('once each, of two schools that want the last of them at once', async () => {
    await lending.specialist(0.06); // 11 days
    const offers = [await lending.offered(), await lending.offered()];
    const need = await lending.need();

    const outcomes = await atOnce(
      test.served.database.name,
      'deployment_day',
      offers.map(
        (offerId, place) => () => lending.propose(need.id, offerId, schoolDays(place * 10, 10)),
      ),
    );
    expect(outcomes.map(({ result }) => result).sort()).toEqual(['BeyondContract', 'Deployment']);
  });

  it('to one school each day', async () => {
    const offerId = await lending.offered();
    const need = await lending.need();
    await lending.propose(need.id, offerId, schoolDays(0, 3));

    expect(await lending.propose(need.id, offerId, schoolDays(2, 3))).toMatchObject({
      ...{ result: 'LentAlready', taken: ['2026-06-03'] },
    });
  });

  it('within what is needed, of an offer that stands and is for it', async () => {
    const offerId = await lending.offered();
    const need = await lending.need();
    const art = await lending.need({ subjectCode: 'ART' });
    const days = schoolDays(0, 2);

    expect(await lending.propose(need.id, offerId, ['2026-08-31'])).toMatchObject({
      result: 'LendingDaysUnclear',
    });
    expect(await lending.propose(art.id, offerId, days)).toMatchObject({ result: 'NotToBeHad' });
    expect(await lending.propose(newId(), offerId, days)).toMatchObject({ result: 'NOT_FOUND' });
    await lending.change(lending.trust.person, 'withdrawLendingOffer', { id: offerId, version: 2 });
    expect(await lending.propose(need.id, offerId, days)).toMatchObject({ result: 'NotToBeHad' });
  });

  it('and are free again when the placement is given up, or ends early', async () => {
    const offerId = await lending.offered({ days: 10 });
    const need = await lending.need();
    const first = await lending.propose(need.id, offerId, schoolDays(0, 10));
    const giveUp = { reason: 'We found somebody here' };
    await lending.trust.on(lending.central, 'cancelPlacement', String(first.id), giveUp);
    const second = await lending.propose(need.id, offerId, schoolDays(0, 10));
    const id = String(second.id);
    await lending.settle(id);
    test.clock.set('2026-06-03T09:00:00Z');
    await lending.trust.on(lending.central, 'proposePlacementEnding', id, {
      ...{ endsOn: '2026-06-04', reason: 'She is needed at home' },
    });
    const [ending] = (await lending.trust.seen(id)).endings;
    for (const schoolId of [lending.home, lending.host]) {
      await lending.trust.change(lending.central, 'agreePlacementEnding', {
        ...{ endingId: ending?.id, schoolId },
      });
    }

    expect(await lending.propose(need.id, offerId, schoolDays(3, 7))).toMatchObject({
      result: 'Deployment',
    });
    expect(await lending.propose(need.id, offerId, schoolDays(11, 1))).toMatchObject({
      ...{ result: 'BeyondContract', daysLeft: 0 },
    });
  });
});
