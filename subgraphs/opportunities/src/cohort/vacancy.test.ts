import { beforeEach, describe, expect, it } from '@jest/globals';
import { atOnce } from '@trellis/subgraph-kit/testing/at-once';
import { newId } from '@trellis/subgraph-kit/ids';
import type { SeenCohort } from '../cohort-answers.testing.ts';
import { type Somebody, TestCohorts } from '../cohorts.testing.ts';
import { TestOpportunities, thePeopleTeam } from '../testing.ts';

const test = new TestOpportunities();
let team: TestCohorts;

beforeEach(() => {
  team = new TestCohorts(test);
});

interface Chosen {
  readonly cohort: SeenCohort;
  readonly people: readonly Somebody[];
  readonly seated: readonly Somebody[];
  readonly reserves: readonly Somebody[];
}

/** A team whose panel has filled so many seats and kept so many in reserve; it has begun. */
async function chosen(seats: number, reserves: number, input: object = {}): Promise<Chosen> {
  const people = await team.several(seats + reserves);
  const cohort = await team.plan({ isStaggered: false, seats: [{ count: seats }], ...input });
  const [opportunity = ''] = await team.announce(cohort);
  await team.seat(opportunity, people, seats);
  await team.dayBegins('2024-09-01');
  return { cohort, people, seated: people.slice(0, seats), reserves: people.slice(seats) };
}

const at = <T>(all: readonly T[], place: number): T => {
  const one = all[place];
  if (one === undefined) throw new Error('there is none');
  return one;
};

describe('a seat that falls free in mid-term', () => {
  it('is offered to the next of the reserve list, in the panel’s order, for the remainder', async () => {
    const { seated, reserves } = await chosen(1, 2);
    test.clock.set('2025-01-15T09:00:00Z');
    expect(await team.onTerm(at(seated, 0), 'giveUpSeat', { from: '2025-02-01' })).toMatchObject({
      ...{ result: 'SeatTerm', endsOn: '2025-02-01', endReason: 'GAVE_UP' },
    });

    expect(await team.offersOf(at(reserves, 0))).toMatchObject([
      { startsOn: '2025-02-01', endsOn: '2026-09-01', answerBy: '2025-01-29', state: 'OFFERED' },
    ]);
    expect(await team.offersOf(at(reserves, 1))).toEqual([]);
    await team.answer(at(reserves, 0), false);
    expect(await team.answer(at(reserves, 1), true)).toMatchObject({ state: 'ACCEPTED' });
    expect(await team.termsOf(at(reserves, 1))).toMatchObject([
      { startsOn: '2025-02-01', endsOn: '2026-09-01', cameBy: 'RESERVE', standsIn: false },
    ]);
    expect(await team.answer(at(reserves, 0), true)).toMatchObject({ over: 'DECLINED' });
  });

  it('goes on to the next where nobody answers in time', async () => {
    const { cohort, seated, reserves } = await chosen(1, 2);
    await team.onTerm(at(seated, 0), 'giveUpSeat', { from: '2024-10-01' });
    await team.dayBegins('2024-09-15');
    expect(await team.offersOf(at(reserves, 1))).toEqual([]);
    expect(await team.announced(cohort)).toEqual([]); // not while somebody is asked

    await team.dayBegins('2024-09-16');

    expect(await team.offersOf(at(reserves, 0))).toMatchObject([{ state: 'LAPSED' }]);
    expect(await team.offersOf(at(reserves, 1))).toMatchObject([{ state: 'OFFERED' }]);
  });

  it('passes over whoever left the list, and their offer goes to the next', async () => {
    const { cohort, seated, reserves } = await chosen(1, 2);
    await team.onTerm(at(seated, 0), 'giveUpSeat', { from: '2024-10-01' });
    const [place] = await team.sql<{ id: string }>(
      'SELECT id FROM cohort_reserve WHERE cohort_id = $1 AND person_id = $2',
      [cohort.id, at(reserves, 0).personId],
    );
    const leave = (who: Somebody) => team.change(who, 'leaveReserveList', { id: place?.id });

    expect(await leave(at(reserves, 1))).toMatchObject({ result: 'NOT_FOUND' });
    expect(await leave(at(reserves, 0))).toMatchObject({ state: 'GIVEN_UP' });
    expect(await team.offersOf(at(reserves, 0))).toMatchObject([{ state: 'WITHDRAWN' }]);
    expect(await team.offersOf(at(reserves, 1))).toMatchObject([{ state: 'OFFERED' }]);
  });

  it('is given up by whoever has it or somebody who runs the cohort, and by nobody else', async () => {
    const { seated, reserves } = await chosen(2, 1);
    const give = (as: Parameters<TestCohorts['onTerm']>[3]) =>
      team.onTerm(at(seated, 0), 'giveUpSeat', { from: '2024-09-10' }, as);

    expect(await give(at(seated, 1))).toMatchObject({ result: 'FORBIDDEN' });
    expect(await give(thePeopleTeam(newId()))).toMatchObject({ result: 'NOT_FOUND' });
    expect(await give(team.central)).toMatchObject({ result: 'SeatTerm' });
    expect(await team.onTerm(at(seated, 1), 'giveUpSeat', { from: '2024-08-31' })).toMatchObject({
      ...{ result: 'SeatTermDaysUnclear', earliestOn: '2024-09-01', before: '2026-09-01' },
    });
    const [offer] = await team.offersOf(at(reserves, 0));
    const answer = { id: offer?.id, version: offer?.version, takesIt: true };
    expect(await team.change(at(seated, 1), 'answerSeatOffer', answer)).toMatchObject({
      result: 'NOT_FOUND', // whom else it was offered is nobody's business
    });
    expect(await team.change(team.central, 'answerSeatOffer', answer)).toMatchObject({
      result: 'FORBIDDEN',
    });
  });
});

describe('reserve list exhausted', () => {
  it('says so, and the seat is announced to everybody for the remainder', async () => {
    const { cohort, seated, reserves } = await chosen(1, 1);
    await team.onTerm(at(seated, 0), 'giveUpSeat', { from: '2024-10-01' });
    await team.answer(at(reserves, 0), false);
    const [seat] = cohort.seats;

    expect(await team.change(team.central, 'offerVacantSeat', { seatId: seat?.id })).toMatchObject({
      result: 'ReserveListExhausted',
      message: 'Nobody on the reserve list can have this seat. Announce it to everybody instead.',
    });
    await team.dayBegins('2024-10-02');
    const [told] = await team.announced(cohort);
    expect(told).toMatchObject({ title: 'A seat in Shadow leadership team' });
    const fresh = await team.somebody();
    await team.seat(String(told?.id), [fresh], 1);
    expect(await team.termsOf(fresh)).toMatchObject([
      { startsOn: '2024-10-01', endsOn: '2026-09-01' },
    ]);
    expect(await team.change(team.central, 'offerVacantSeat', { seatId: seat?.id })).toMatchObject({
      result: 'SeatNotVacant',
    });
  });
});

describe('a leaver the day before the term begins', () => {
  it('has no term, and the next on the reserve list is offered the whole of it', async () => {
    const people = await team.several(2);
    const cohort = await team.plan({ isStaggered: false, seats: [{ count: 1 }] });
    const [opportunity = ''] = await team.announce(cohort);
    await team.seat(opportunity, people, 1);
    test.clock.set('2024-08-31T12:00:00Z');
    await team.leave(at(people, 0));

    expect(await team.termsOf(at(people, 0))).toEqual([]);
    expect(await team.offersOf(at(people, 1))).toMatchObject([
      { startsOn: '2024-09-01', endsOn: '2026-09-01', state: 'OFFERED' },
    ]);
  });
});

describe('a cohort year across a school’s departure from the trust', () => {
  it('ends the terms of those who leave with it that day, and theirs alone', async () => {
    const leaving = test.people.add(team.trustId);
    const goes = await team.somebody({ schoolId: leaving });
    const both = await team.somebody({ schoolId: leaving });
    const [stays, reserve] = await team.several(2);
    if (!stays || !reserve) throw new Error('nobody is there');
    const cohort = await team.plan({ isStaggered: false, seats: [{ count: 3 }] });
    const [opportunity = ''] = await team.announce(cohort);
    await team.seat(opportunity, [goes, stays, both, reserve], 3);
    await team.dayBegins('2024-09-01');
    // The school leaves on 1 January: people tells beforehand that its posts end.
    await team.somebody({ schoolId: leaving, endsOn: '2025-01-01' }, goes);
    await team.somebody({ schoolId: leaving, endsOn: '2025-01-01' }, both);
    await team.dayBegins('2024-12-31');
    expect(await team.termsOf(goes)).toMatchObject([{ state: 'SITTING', endsOn: '2026-09-01' }]);
    await team.somebody({}, both); // who has found a post at a school that stays

    await team.dayBegins('2025-01-01');

    expect(await team.termsOf(goes)).toMatchObject([
      { state: 'OVER', endsOn: '2025-01-01', endReason: 'LEFT_TRUST' },
    ]);
    expect(await team.termsOf(stays)).toMatchObject([{ state: 'SITTING' }]);
    expect(await team.termsOf(both)).toMatchObject([{ state: 'SITTING', endsOn: '2026-09-01' }]);
    expect(await team.offersOf(reserve)).toMatchObject([{ startsOn: '2025-01-01' }]);
  });

  it('frees a seat that was kept for the school, which is then for anybody', async () => {
    const leaving = test.people.add(team.trustId);
    const goes = await team.somebody({ schoolId: leaving });
    const stays = await team.somebody();
    const kept = { count: 1, schoolIds: [leaving], reason: 'It joined last.' };
    const cohort = await team.plan({ isStaggered: false, seats: [kept] });
    const [opportunity = ''] = await team.announce(cohort);
    await team.seat(opportunity, [goes], 1);
    await team.dayBegins('2024-09-01');
    await team.somebody({ schoolId: leaving, endsOn: '2025-01-01' }, goes);
    await team.dayBegins('2025-01-01');

    const [told] = await team.announced(cohort);
    expect(told).toMatchObject({ title: 'A seat in Shadow leadership team' });
    await team.seat(String(told?.id), [stays], 1);
    expect(await team.termsOf(stays)).toMatchObject([{ endsOn: '2026-09-01' }]);
  });
});

describe('a member who moves to another school', () => {
  it.each([
    [true, 'SITTING'],
    [false, 'OVER'],
  ])('keeps the seat by policy: %p', async (keepsSeatOnMove, state) => {
    const { seated, reserves } = await chosen(1, 1, { keepsSeatOnMove });
    test.clock.set('2025-04-22T09:00:00Z');
    await team.somebody({ schoolId: newId() }, at(seated, 0));

    expect(await team.termsOf(at(seated, 0))).toMatchObject([{ state }]);
    expect(await team.offersOf(at(reserves, 0))).toHaveLength(keepsSeatOnMove ? 0 : 1);
  });
});

describe('somebody on the reserve list', () => {
  it('is offered one seat, not two that fall free at once', async () => {
    const { cohort, seated, reserves } = await chosen(2, 1);
    const terms = [await team.termsOf(at(seated, 0)), await team.termsOf(at(seated, 1))];
    const give = (place: number) => () =>
      team.change(at(seated, place), 'giveUpSeat', {
        ...{ id: terms[place]?.[0]?.id, version: terms[place]?.[0]?.version, from: '2024-10-01' },
      });

    await atOnce(test.served.database.name, 'seat_term', [give(0), give(1)]);

    expect(await team.offersOf(at(reserves, 0))).toHaveLength(1);
    const offers = await team.sql('SELECT 1 FROM seat_offer WHERE cohort_id = $1', [cohort.id]);
    expect(offers).toHaveLength(1);
  });

  it('takes a seat once, who answers twice at once', async () => {
    const { seated, reserves } = await chosen(1, 1);
    await team.onTerm(at(seated, 0), 'giveUpSeat', { from: '2024-10-01' });
    const [offer] = await team.offersOf(at(reserves, 0));
    const take = () =>
      team.change(at(reserves, 0), 'answerSeatOffer', {
        ...{ id: offer?.id, version: offer?.version, takesIt: true },
      });

    const answers = await atOnce(test.served.database.name, 'seat_offer', [take, take]);

    expect(answers.map(({ result }) => result).sort()).toEqual(['CONFLICT', 'SeatOffer']);
    expect(await team.termsOf(at(reserves, 0))).toHaveLength(1);
  });
});

describe('the last seat', () => {
  it('goes to one of two who are offered it at once', async () => {
    const people = await team.several(2);
    const cohort = await team.plan({ isStaggered: false, seats: [{ count: 1 }] });
    const [opportunity = ''] = await team.announce(cohort);
    await team.ranked(opportunity, people);

    const answers = await atOnce(
      test.served.database.name,
      'application',
      people.map((one) => () => team.offerSeat(one, opportunity)),
    );

    expect(answers.map(({ result }) => result).sort()).toEqual(['Application', 'NoPlaceFree']);
  });
});
