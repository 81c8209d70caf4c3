import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isDominated, partsHeldBack, type Tally, toFives } from './small-sums.ts';

interface Named extends Tally {
  readonly name: string;
}

/** A part in which each of so many people has the same share. */
const part = (name: string, people: number, pence = 100): Named => ({
  ...{ name, counts: [people] },
  shares: new Map(Array.from({ length: people }, (_, one) => [`${name} ${String(one)}`, pence])),
});
const wholeOf = (parts: readonly Tally[]): Tally => ({
  counts: [parts.reduce((sum, { counts }) => sum + (counts[0] ?? 0), 0)],
  shares: new Map(parts.flatMap(({ shares }) => [...shares])),
});
const heldOf = (parts: readonly Named[], hasInsiders = false) => {
  const held = partsHeldBack(wholeOf(parts), { parts, hasInsiders });
  return (
    held &&
    [...held]
      .map(({ name }) => name)
      .sort()
      .join('')
  );
};

describe('parts of a sum', () => {
  it('are all told where each is of five people or of none', () => {
    expect(heldOf([part('a', 5), part('b', 0), part('c', 40)])).toBe('');
  });

  it('are held back with the smallest of the others, so that the whole less the rest tells nothing', () => {
    expect(heldOf([part('a', 3), part('b', 9), part('c', 40)])).toBe('ab');
    expect(heldOf([part('a', 2), part('b', 2), part('c', 9), part('d', 40)])).toBe('abc');
    expect(heldOf([part('a', 3), part('b', 2), part('c', 40)])).toBe('ab');
  });

  it('are hidden from whoever knows all of one of them', () => {
    const parts = [part('a', 3), part('b', 9), part('c', 40), part('d', 50)];

    expect(heldOf(parts, true)).toBe('abc');
  });

  it('are none of them told, nor the whole, where nothing hides the small one', () => {
    expect(heldOf([part('a', 3)])).toBeNull();
    expect(heldOf([part('a', 3), part('b', 9)], true)).toBeNull();
  });

  it('are held back where one or two people have nearly all of the money', () => {
    const { shares } = part('a', 9, 1_00);
    const rich: Named = { ...part('a', 9), shares: new Map([...shares, ['rich', 90_00]]) };

    expect(heldOf([rich, part('b', 9), part('c', 40)])).toBe('ab');
    expect(
      isDominated(
        new Map([
          ['one', 100],
          ['two', 50],
          ['three', 10],
        ]),
      ),
    ).toBe(false);
    expect(
      isDominated(
        new Map([
          ['one', 100],
          ['two', 50],
          ['three', 9],
        ]),
      ),
    ).toBe(true);
    expect(isDominated(new Map([['one', 0]]))).toBe(false);
  });

  it('never let a small number follow, from what is told, the whole, or an own part', () => {
    const counts = fc.array(fc.tuple(fc.nat(30), fc.nat(9)), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(counts, fc.boolean(), (sizes, hasInsiders) => {
        const parts = sizes.map(([people, few], index) => ({
          ...part(String(index), people),
          counts: [people, few],
        }));
        const counted = [0, 1].map((at) =>
          parts.reduce((sum, one) => sum + (one.counts[at] ?? 0), 0),
        );
        const whole = { ...wholeOf(parts), counts: counted };
        const held = partsHeldBack(whole, { parts, hasInsiders });
        if (held === null) return;
        const told = parts.filter((one) => !held.has(one));
        for (const at of [0, 1]) {
          const left = told.reduce((rest, one) => rest - (one.counts[at] ?? 0), counted[at] ?? 0);
          const own = hasInsiders ? [...held].map((one) => left - (one.counts[at] ?? 0)) : [];
          const seen = [...told.map((one) => one.counts[at] ?? 0), left, ...own];
          expect(seen.filter((count) => count > 0 && count < 5)).toEqual([]);
          // All that an outsider knows of a held part is that it lies between nothing and what is left.
          if (held.size > 0 && left > 0) expect(left).toBeGreaterThanOrEqual(5);
        }
        expect(held.size).not.toBe(1);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a count to the nearest five', () => {
  it('is rounded halves up, and nothing stays nothing', () => {
    expect([0, 5, 7, 8, 12, 13, 102].map(toFives)).toEqual([0, 5, 5, 10, 10, 15, 100]);
    expect(toFives(7.5)).toBe(10);
  });
});
