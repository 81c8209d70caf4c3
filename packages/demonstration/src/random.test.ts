import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Ids } from './ids.ts';
import { Random } from './random.ts';

const drawn = (random: Random) => Array.from({ length: 20 }, () => random.bits());

describe('chance that can be repeated', () => {
  it('draws the same for the same seed and something else for another', () => {
    expect(drawn(new Random('a'))).toEqual(drawn(new Random('a')));
    expect(drawn(new Random('a'))).not.toEqual(drawn(new Random('b')));
  });

  it('branches do not depend on what was drawn before', () => {
    const used = new Random('a');
    used.bits();
    expect(drawn(used.branch('x'))).toEqual(drawn(new Random('a').branch('x')));
  });

  it('keeps whole numbers within their bounds and reaches both', () => {
    fc.assert(
      fc.property(fc.string(), (seed) => {
        const random = new Random(seed);
        const numbers = new Set(Array.from({ length: 300 }, () => random.integer(3, 6)));
        expect([...numbers].sort()).toEqual([3, 4, 5, 6]);
      }),
      { numRuns: 30 },
    );
  });

  it('picks by weight, and never what weighs nothing', () => {
    const random = new Random('weights');
    const picks = Array.from({ length: 10_000 }, () =>
      random.weighted([
        ['never', 0],
        ['often', 3],
        ['seldom', 1],
      ]),
    );
    expect(picks).not.toContain('never');
    expect(picks.filter((pick) => pick === 'often').length / 10_000).toBeCloseTo(0.75, 1);
  });

  it('shuffles without losing anything', () => {
    const items = Array.from({ length: 50 }, (_, index) => index);
    const shuffled = new Random('s').shuffled(items);
    expect(shuffled).not.toEqual(items);
    expect(shuffled.toSorted((one, other) => one - other)).toEqual(items);
  });

  it('has nothing to pick from nothing', () => {
    expect(() => new Random('s').pick([])).toThrow('Nothing to pick from.');
  });
});

describe('ids made in advance', () => {
  it('have the shape of UUID v7, rise, and do not repeat', () => {
    const ids = new Ids(new Random('ids'), 0);
    const made = Array.from({ length: 5000 }, () => ids.next());
    for (const id of made)
      expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    expect(new Set(made).size).toBe(5000);
    expect(made.toSorted()).toEqual(made);
  });
});
