import { beforeEach, describe, expect, it } from '@jest/globals';
import { TestOpportunities } from '../testing.ts';
import { TestSwaps } from '../swaps.testing.ts';

const test = new TestOpportunities();
let swaps: TestSwaps;

beforeEach(() => {
  test.clock.set('2026-05-12T09:00:00Z');
  swaps = new TestSwaps(test);
});

const reason = 'I am needed at home';

describe('a swap of three', () => {
  it('goes on only as fast as the last of its legs', async () => {
    const { people, swapId } = await swaps.ring(3);
    const state = async () => (await swaps.seen(swapId)).state;
    const but = people.slice(0, 2);
    const last = people.slice(2);

    await swaps.peopleAgree(swapId, but);
    expect(await state()).toBe('PROPOSED');
    await swaps.peopleAgree(swapId, last);
    expect(await state()).toBe('PEOPLE_AGREED');
    await swaps.headsAgree(swapId, people);
    expect(await state()).toBe('HEADS_AGREED');
    await swaps.cover(swapId, but);
    expect(await state()).toBe('HEADS_AGREED');
    await swaps.cover(swapId, last);
    expect(await state()).toBe('COVER_PLANNED');
    await swaps.clear(but);
    expect(await state()).toBe('COVER_PLANNED');
    await swaps.clear(last);
    expect(await state()).toBe('CLEARED');
  });

  it('is never scheduled in part, whatever is missing of one leg', async () => {
    const { people, swapId } = await swaps.ring(3);
    await swaps.peopleAgree(swapId, people);
    await swaps.headsAgree(swapId, people);
    await swaps.cover(swapId, people.slice(0, 2));
    await swaps.clear(people);
    const { legs } = await swaps.seen(swapId);

    for (const { placement } of legs) {
      expect(await swaps.placements.schedule(String(placement?.id))).toMatchObject({
        result: 'PlacementIncomplete',
        lacks: ['COVER'],
      });
    }
  });

  it('runs with all its legs on its first day, and is over with all of them', async () => {
    const { swapId } = await swaps.scheduled(3);
    const on = async (day: string) => {
      test.clock.set(`${day}T09:00:00Z`);
      const { state, legs } = await swaps.seen(swapId);
      return [state, ...legs.map(({ placement }) => placement?.state)];
    };

    expect(await on('2026-05-31')).toEqual(Array(4).fill('SCHEDULED'));
    expect(await on('2026-06-01')).toEqual(Array(4).fill('ACTIVE'));
    expect(await on('2026-07-31')).toEqual(Array(4).fill('ACTIVE'));
    expect(await on('2026-08-01')).toEqual(Array(4).fill('COMPLETED'));
  });

  it('is given up by all when one withdraws, and their wishes are matched again', async () => {
    const { people, swapId } = await swaps.scheduled(3);
    const [, second] = people;
    if (!second) throw new Error('there are three');
    const placementId = swaps.placementOf(await swaps.seen(swapId), second);
    await swaps.placements.on(second.viewer, 'cancelPlacement', placementId, { reason });
    const { state, legs } = await swaps.seen(swapId);

    expect([state, ...legs.map(({ placement }) => placement?.state)]).toEqual(
      Array(4).fill('CANCELLED'),
    );
    expect(await swaps.match()).toMatchObject([{ state: 'FOUND' }]);
  });

  it('is given up when somebody leaves the day before it begins', async () => {
    const { people, swapId } = await swaps.scheduled(3);
    test.clock.set('2026-05-31T09:00:00Z');
    await swaps.placements.leave(people[2]?.personId);

    expect(await swaps.seen(swapId)).toMatchObject({ state: 'CANCELLED' });
  });

  it('is broken by the fourth who says no, and stays open to be given up', async () => {
    const { people, swapId } = await swaps.ring(3);
    await swaps.peopleAgree(swapId, people);
    await swaps.headsAgree(swapId, people);
    const [first] = people;
    if (!first) throw new Error('there are three');
    const placementId = swaps.placementOf(await swaps.seen(swapId), first);
    await swaps.placements.on(first.head, 'answerPlacement', placementId, {
      ...{ schoolId: first.schoolId, agrees: false, reason: 'We have an inspection' },
    });

    expect(await swaps.seen(swapId)).toMatchObject({ state: 'PEOPLE_AGREED' });
  });

  it('stands still with all its legs while a check of one does not hold', async () => {
    const { people, swapId } = await swaps.scheduled(3);
    const [first] = people;
    await swaps.placements.record('DBS', { personId: first?.personId, validTo: '2026-06-30' });
    const on = async (day: string) => {
      test.clock.set(`${day}T09:00:00Z`);
      const { state, legs } = await swaps.seen(swapId);
      return [state, ...legs.map(({ placement }) => placement?.state)];
    };

    expect(await on('2026-06-30')).toEqual(Array(4).fill('ACTIVE'));
    expect(await on('2026-07-01')).toEqual(Array(4).fill('SUSPENDED'));
    await swaps.placements.record('DBS', { personId: first?.personId, validTo: null });
    expect(await on('2026-07-02')).toEqual(Array(4).fill('ACTIVE'));
  });
});
