import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Counts, type Part, sumOf, withoutSmallNumbers } from './small-numbers.ts';

const part = (name: string, inside: number, outside: number): Part<Counts> => ({
  name,
  counts: { inside, outside },
});
const untold = { inside: null, outside: null };
const told = (...breakdowns: Part<Counts>[][]) => withoutSmallNumbers(breakdowns);

describe('small numbers', () => {
  it('are told from five people on', () => {
    expect(told([part('a', 5, 0), part('b', 20, 7)]).whole).toEqual({ inside: 25, outside: 7 });
  });

  it('are held back, with the next smallest group, so that no total gives them away', () => {
    const { whole, breakdowns } = told([part('a', 20, 10), part('b', 9, 4), part('c', 50, 50)]);

    expect(whole).toEqual({ inside: 79, outside: 64 });
    expect(breakdowns).toEqual([
      [{ name: 'a', counts: untold }, { name: 'b', counts: untold }, part('c', 50, 50)],
    ]);
  });

  it('hold everything back where no other group can hide them', () => {
    const { whole, breakdowns } = told([part('a', 20, 3)], [part('x', 10, 3), part('y', 10, 0)]);

    expect(whole).toEqual(untold);
    expect(breakdowns.flat().map(({ counts }) => counts)).toEqual([untold, untold, untold]);
  });

  it('follow neither from what is told nor from the whole less what is told', () => {
    const count = fc.integer({ min: 0, max: 30 });
    const parts = fc.array(fc.tuple(count, count), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(parts, (counts) => {
        const all = counts.map(([inside, outside], index) => part(`${index}`, inside, outside));
        const { whole, breakdowns } = withoutSmallNumbers([all]);
        const shown = (breakdowns[0] ?? []).flatMap(({ name, counts: { inside, outside } }) =>
          inside === null || outside === null ? [] : [part(name, inside, outside)],
        );
        const rest = sumOf(all);
        const seen = sumOf(shown);
        const numbers = [seen, ...shown.map((one) => one.counts)].flatMap(({ inside, outside }) => [
          inside,
          outside,
        ]);
        if (whole.inside !== null) {
          numbers.push(rest.inside - seen.inside, rest.outside - seen.outside);
        }
        expect(numbers.filter((number) => number > 0 && number < 5)).toEqual([]);
      }),
    );
  });
});
