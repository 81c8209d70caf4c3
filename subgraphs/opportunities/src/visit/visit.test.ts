import { beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@trellis/subgraph-kit/ids';
import { atOnce } from '@trellis/subgraph-kit/testing/at-once';
import { z } from 'zod';
import { aHead, TestOpportunities, thePeopleTeam } from '../testing.ts';
import { TestVisits } from './testing.ts';

const test = new TestOpportunities();
let visits: TestVisits;

beforeEach(() => {
  test.clock.set('2026-05-12T09:00:00Z');
  visits = new TestVisits(test, newId());
});

describe('a visit', () => {
  it('is offered by the head of the school, and booked once everybody has seen it', async () => {
    const visitor = await visits.visitor();
    const slot = await visits.offer();
    expect(slot).toMatchObject({ result: 'VisitSlot', bookableOn: '2026-05-15', taken: 0 });

    expect(await visits.book(visitor, String(slot.id))).toMatchObject({
      ...{ result: 'VisitNotBookable', from: '2026-05-15' },
    });
    test.clock.set('2026-05-15T09:00:00Z');
    expect(await visits.book(visitor, String(slot.id))).toMatchObject({
      ...{ result: 'VisitBooking', state: 'BOOKED', placement: { state: 'PREPARING' } },
    });
  });

  it('is at a school of the trust, by its head, after today and not for months', async () => {
    const stranger = aHead(visits.trustId, visits.school());

    expect(await visits.offer({}, stranger)).toMatchObject({ result: 'FORBIDDEN' });
    expect(await visits.offer({}, thePeopleTeam(newId()))).toMatchObject({ result: 'NOT_FOUND' });
    for (const days of [
      { startsOn: '2026-05-12', endsOn: '2026-05-13' },
      { startsOn: '2026-06-10', endsOn: '2026-06-10' },
      { startsOn: '2026-06-10', endsOn: '2026-07-12' },
    ]) {
      expect(await visits.offer(days)).toMatchObject({ result: 'VisitDaysUnclear' });
    }
    expect(await visits.offer({ capacity: 0 })).toMatchObject({ result: 'BAD_USER_INPUT' });
  });

  it('is shown to all while it has room, by school, days and theme', async () => {
    const visitor = await visits.visitor();
    const maths = await visits.offered({ theme: 'Fractions in Year 4', startsOn: '2026-06-09' });
    test.clock.set('2026-05-12T09:00:00Z');
    const office = await visits.offered();
    const found = async (more: object = {}, viewer = visitor) => {
      const { data } = await test.served.ask<{
        visitsAvailable: { edges: { node: { id: string } }[] };
      }>(
        viewer,
        `query ($school: ID, $from: Date!, $to: Date!, $theme: String) {
           visitsAvailable(school: $school, from: $from, to: $to, theme: $theme) {
             edges { node { id school { id } } } } }`,
        { from: '2026-06-01', to: '2026-06-30', ...more },
      );
      return data.visitsAvailable.edges.map(({ node }) => node.id);
    };

    expect(await found()).toEqual([maths, office]);
    expect(await found({ theme: 'fraction' })).toEqual([maths]);
    expect(await found({ from: '2026-06-10' })).toEqual([office]);
    expect(await found({ to: '2026-06-09' })).toEqual([maths]);
    expect(await found({ school: visits.school() })).toEqual([]);
    expect(await found({}, thePeopleTeam(newId()))).toEqual([]);
    await visits.book(visitor, maths);
    expect(await found()).toEqual([office]);
    test.clock.set('2026-06-10T09:00:00Z');
    expect(await found()).toEqual([]);
  });

  it('takes as many statements to show for twenty as for two', async () => {
    for (let place = 0; place < 20; place += 1) await visits.offer();
    const statements = (first: number) =>
      test.served.statementsDuring(() =>
        test.served.ask(
          visits.central,
          `query ($first: Int) { visitsAvailable(from: "2026-06-01", to: "2026-07-01", first: $first) {
             edges { node { theme bookings(first: 5) { edges { node { state } } } } } } }`,
          { first },
        ),
      );

    expect([await statements(2), await statements(20)]).toEqual([2, 2]);
  });
});

describe('booking', () => {
  it('gives the last place to one of two who book it at once, and the other waits', async () => {
    const slot = await visits.offered();
    const both = [await visits.visitor(), await visits.visitor()];

    const outcomes = await atOnce(
      test.served.database.name,
      'visit_booking',
      both.map((viewer) => () => visits.book(viewer, slot)),
    );

    expect(outcomes.map(({ state }) => state).sort()).toEqual(['BOOKED', 'WAITING']);
    expect(outcomes.find(({ state }) => state === 'WAITING')).toMatchObject({ placement: null });
  });

  it('never gives more places than there are, in the database too', async () => {
    const slot = await visits.offered();
    const [one, two] = [await visits.visitor(), await visits.visitor()];
    await visits.book(one, slot);
    await visits.book(two, slot);
    const force = "UPDATE visit_booking SET state = 'BOOKED' WHERE trust_id = $1 AND slot_id = $2";
    const work = test.asOwner(visits.central, (db) => db.rows(force, [visits.trustId, slot]));
    await expect(work).rejects.toThrow('no_more_than_room');
  });

  it('is once for each visit', async () => {
    const slot = await visits.offered();
    const visitor = await visits.visitor();
    const first = await visits.book(visitor, slot);

    expect(await visits.book(visitor, slot)).toMatchObject({
      ...{ result: 'AlreadyBooked', booking: { id: first.id } },
    });
  });

  it('is not of one’s own school, nor while one is to be elsewhere', async () => {
    const slot = await visits.offered({ capacity: 5 });
    const same = await visits.offer({ capacity: 5 });
    test.clock.set('2026-05-28T09:00:00Z');
    const visitor = await visits.visitor();

    expect(await visits.book(await visits.visitor(visits.host), slot)).toMatchObject({
      result: 'OwnSchool',
    });
    await visits.book(visitor, slot);
    expect(await visits.book(visitor, String(same.id))).toMatchObject({ result: 'ElsewhereThen' });
  });

  it('leaves something for others: no more a year than the policy says', async () => {
    const set = (viewer = visits.central) =>
      visits.change(viewer, 'setVisitPolicy', { headStartDays: 0, mostAYear: 1 });
    expect(await set(visits.head)).toMatchObject({ result: 'FORBIDDEN' });
    expect(await set()).toMatchObject({ mostAYear: 1 });
    const [june, july, autumn] = [
      await visits.offer(),
      await visits.offer({ startsOn: '2026-07-01', endsOn: '2026-07-02' }),
      await visits.offer({ startsOn: '2026-10-01', endsOn: '2026-10-02' }),
    ];
    const visitor = await visits.visitor();

    expect(await visits.book(visitor, String(june.id))).toMatchObject({ state: 'BOOKED' });
    expect(await visits.book(visitor, String(july.id))).toMatchObject({
      ...{ result: 'TooManyVisits', mostAYear: 1 },
    });
    expect(await visits.book(visitor, String(autumn.id))).toMatchObject({ state: 'BOOKED' });
    await visits.cancel(String(june.id), visitor);
    expect(await visits.book(visitor, String(july.id))).toMatchObject({ state: 'BOOKED' });
  });

  it('is of a visit of one’s own trust that was not taken back', async () => {
    const slot = await visits.offered();
    const visitor = await visits.visitor();
    await visits.change(visits.head, 'withdrawVisit', { id: slot, version: 1 });

    expect(await visits.book(visitor, slot)).toMatchObject({
      result: 'VisitNotBookable',
      from: null,
    });
    expect(await visits.book(thePeopleTeam(newId()), slot)).toMatchObject({ result: 'NOT_FOUND' });
  });
});

/** What people was asked to tell somebody. */
describe('giving a visit up', () => {
  it('frees the place for whoever has had the fewest, and then has waited longest', async () => {
    const slot = await visits.offered();
    const other = await visits.offer({ startsOn: '2026-07-01', endsOn: '2026-07-02' });
    test.clock.set('2026-05-28T09:00:00Z');
    const [going, often, first, second] = [
      await visits.visitor(),
      await visits.visitor(),
      await visits.visitor(),
      await visits.visitor(),
    ];
    await visits.book(often, String(other.id));
    for (const one of [going, often, first, second]) await visits.book(one, slot);
    expect(await visits.cancel(slot, going)).toMatchObject({ state: 'CANCELLED' });

    const states = [often, first, second].map((one) => visits.stateOf(slot, one));
    expect(await Promise.all(states)).toEqual(['WAITING', 'BOOKED', 'WAITING']);
    expect(await visits.noticesTo(first)).toMatchObject([
      { kind: 'VISIT_PLACE_FREE', title: 'A place became free for you: How we run the office' },
    ]);
  });

  it('frees it too when the placement is given up, or the visitor leaves the trust', async () => {
    const slot = await visits.offered();
    const [one, two, three] = [
      await visits.visitor(),
      await visits.visitor(),
      await visits.visitor(),
    ];
    const { placement } = await visits.book(one, slot);
    await visits.book(two, slot);
    await visits.book(three, slot);
    const { id } = z.object({ id: z.string() }).parse(placement);
    await test.served.ask(
      one,
      `mutation ($input: CancelPlacementInput!) { cancelPlacement(input: $input) {
         ... on Placement { state } } }`,
      { input: { id, version: 1, reason: 'Ill' } },
    );
    expect(await visits.stateOf(slot, two)).toBe('BOOKED');

    const gone = { status: 'LEFT' as const, hasWorkMailbox: true, contracts: [], assignments: [] };
    const facts = { ...gone, managers: [], leave: [] };
    await test.tellOfAll(visits.trustId, [{ id: String(two.personId), facts }], 'person.left');
    expect(await visits.stateOf(slot, two)).toBe('CANCELLED');
    expect(await visits.stateOf(slot, three)).toBe('BOOKED');
  });

  it('is for whoever booked it, and the school that expects them', async () => {
    const slot = await visits.offered();
    const [visitor, other] = [await visits.visitor(), await visits.visitor()];
    await visits.book(visitor, slot);

    expect(await visits.cancel(slot, visitor, other)).toMatchObject({ result: 'FORBIDDEN' });
    expect(await visits.cancel(slot, visitor, visits.head)).toMatchObject({ state: 'CANCELLED' });
  });

  it('ends with all bookings when the school takes the visit back', async () => {
    const slot = await visits.offered();
    const [one, two] = [await visits.visitor(), await visits.visitor()];
    await visits.book(one, slot);
    await visits.book(two, slot);
    const withdraw = (viewer = visits.head) =>
      visits.change(viewer, 'withdrawVisit', { id: slot, version: 1 });

    expect(await withdraw(aHead(visits.trustId, visits.school()))).toMatchObject({
      result: 'FORBIDDEN',
    });
    expect(await withdraw()).toMatchObject({ result: 'VisitSlot', taken: 0, waiting: 0 });
    expect(await visits.stateOf(slot, one)).toBe('CANCELLED');
    expect(await visits.stateOf(slot, two)).toBe('CANCELLED');
    expect(await withdraw()).toMatchObject({ result: 'CONFLICT', currentVersion: 2 });
  });
});
