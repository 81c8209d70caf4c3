import { describe, expect, it } from '@jest/globals';
import { placesInOrder, type ScoredCandidate } from './places-in-order.ts';

const one = (id: string, points: number, ...staffGroups: string[]): ScoredCandidate => ({
  ...{ id, points, staffGroups },
});
const idsOf = (placed: readonly { id: string }[]) => placed.map(({ id }) => id).join('');

describe('the order of a round', () => {
  it('is by points', () => {
    const order = placesInOrder([one('a', 5), one('b', 9), one('c', 7)], 2, [], 'seed');

    expect(idsOf(order)).toBe('bca');
    expect(order.map(({ isDrawn }) => isDrawn)).toEqual([false, false, false]);
  });

  it('draws lots between equal points, alike with the same seed and not with each other', () => {
    const equal = ['a', 'b', 'c', 'd'].map((id) => one(id, 5));
    const orders = Array.from({ length: 50 }, (_, seed) =>
      idsOf(placesInOrder(equal, 2, [], String(seed))),
    );

    expect(new Set(orders).size).toBeGreaterThan(5);
    expect(new Set(orders.map((order) => order.charAt(0))).size).toBe(4);
    expect(idsOf(placesInOrder(equal.toReversed(), 2, [], '7'))).toBe(orders[7]);
    expect(placesInOrder(equal, 2, [], '7').every(({ isDrawn }) => isDrawn)).toBe(true);
  });

  it('keeps a group’s places for its best, by either of two staff groups', () => {
    const all = [one('a', 9, 'TEACHER'), one('b', 8, 'TEACHER'), one('c', 3, 'AUXILIARY', 'TA')];
    const kept = [{ staffGroup: 'TA', places: 1 }];

    expect(idsOf(placesInOrder(all, 2, kept, 's'))).toBe('acb');
    expect(idsOf(placesInOrder(all, 2, [], 's'))).toBe('abc');
  });

  it('gives all the places that a group does not fill', () => {
    const all = [one('a', 9, 'TEACHER'), one('b', 8, 'TEACHER')];

    expect(idsOf(placesInOrder(all, 2, [{ staffGroup: 'TA', places: 2 }], 's'))).toBe('ab');
  });
});
