import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { pack } from './cycle-packing.ts';
import { matchSwaps } from './match-swaps.ts';
import { type Leg, type SwapCycle, SwapGraph } from './swap-cycles.ts';
import { loadSolver } from './solver.ts';
import { periodsOf } from './swap-periods.ts';
import { pointsOf, type MatchableWish } from './matchable-wish.ts';

const highs = await loadSolver();
const always = () => 60_000;

const nothing = { roleCodes: [], subjectCodes: [], phases: [], schoolIds: [], withinMiles: null };

function aWish(
  id: string,
  schoolId: string,
  wants: Partial<MatchableWish['wants']> = {},
): MatchableWish {
  return {
    id,
    has: { schoolId, roleCodes: ['TCHR'], subjectCodes: ['MAT'], phase: 'Primary' },
    wants: { ...nothing, ...wants },
    ...{ months: 3, fromOn: '2027-01-01', untilOn: '2027-08-31' },
  };
}

const unknown = () => null;
const match = (wishes: readonly MatchableWish[], seed = 'a seed') =>
  matchSwaps(highs, wishes, unknown, seed, always);

/** Which wishes meet in each swap, turned so that the first by name comes first. */
const whoMeets = (wishes: readonly MatchableWish[], seed?: string) =>
  match(wishes, seed)
    .swaps.map(({ wishIds }) => {
      const first = wishIds.indexOf(wishIds.toSorted()[0] ?? '');
      return [...wishIds.slice(first), ...wishIds.slice(0, first)].join(' > ');
    })
    .sort();

describe('a matching of swaps', () => {
  it('finds two who want each other’s school', () => {
    expect(whoMeets([aWish('ann', 'A', { schoolIds: ['B'] }), aWish('bob', 'B')])).toEqual([
      'ann > bob',
    ]);
  });

  it('finds three and four in a ring, none of whom could swap with one alone', () => {
    const ring = (...schools: string[]) =>
      schools.map((school, at) =>
        aWish(school, school, { schoolIds: [schools[(at + 1) % schools.length] ?? ''] }),
      );

    expect(whoMeets(ring('A', 'B', 'C'))).toEqual(['A > B > C']);
    expect(whoMeets(ring('A', 'B', 'C', 'D'))).toEqual(['A > B > C > D']);
    expect(whoMeets(ring('A', 'B', 'C', 'D', 'E'))).toEqual([]);
  });

  it('moves as many people as can be, before it asks what suits best', () => {
    const wishes = [
      aWish('ann', 'A', { schoolIds: ['B', 'C'] }),
      aWish('bob', 'B', { schoolIds: ['A'] }),
      aWish('cat', 'C', { schoolIds: ['D'] }),
      aWish('dan', 'D', { schoolIds: ['A'] }),
    ];

    expect(whoMeets(wishes)).toEqual(['ann > cat > dan']);
  });

  it('chooses what suits best among swaps that move as many', () => {
    const wishes = [
      aWish('ann', 'A', { schoolIds: ['B', 'C'] }),
      aWish('bob', 'B', { schoolIds: ['A'] }),
      aWish('cat', 'C', { schoolIds: ['A'] }),
    ];

    expect(whoMeets(wishes)).toEqual(['ann > bob']);
  });

  it('draws lots between those whom it suits alike, the same again with the same seed', () => {
    const wishes = [
      aWish('ann', 'A', { schoolIds: ['B'] }),
      ...['bea', 'ben', 'bob', 'bud'].map((id) => aWish(id, 'B', { schoolIds: ['A'] })),
    ];
    const drawn = Array.from({ length: 40 }, (_, seed) => whoMeets(wishes, `${seed}`).join());

    expect(new Set(drawn).size).toBe(4);
    expect(Array.from({ length: 40 }, (_, seed) => whoMeets(wishes, `${seed}`).join())).toEqual(
      drawn,
    );
    expect(whoMeets(wishes.toReversed(), '7').join()).toBe(drawn[7]);
  });

  it('lets a swap begin only when all of it can, and last as long as all want', () => {
    const early = { ...aWish('ann', 'A'), fromOn: '2027-01-01', untilOn: '2027-04-01' };
    const late = { ...aWish('bob', 'B'), fromOn: '2027-01-02', untilOn: '2027-07-01' };
    const longer = { ...aWish('cat', 'C'), months: 6 };

    expect(match([early, late]).swaps).toEqual([]);
    expect(match([{ ...early, untilOn: '2027-04-02' }, late]).swaps).toMatchObject([
      { startsOn: '2027-01-02', endsOn: '2027-04-02' },
    ]);
    expect(match([early, longer]).swaps).toEqual([]);
  });

  it('ends after months of different lengths on a day that there is', () => {
    const wish = { ...aWish('ann', 'A'), months: 1, fromOn: '2027-01-31' };

    expect(periodsOf([wish])).toMatchObject([{ startsOn: '2027-01-31', endsOn: '2027-02-28' }]);
  });

  it('never answers less than what searching all choices finds, on thousands of small cases', () => {
    const leg = fc.record({
      from: fc.nat(6),
      to: fc.nat(6),
      points: fc.integer({ min: 1, max: 100 }),
    });
    fc.assert(
      fc.property(fc.array(leg, { maxLength: 22 }), (some) => {
        const legs = [...new Map(some.map((one) => [`${one.from} ${one.to}`, one])).values()];
        const cycles = new SwapGraph(7, legs).cycles(4);
        expect(cycles.map(keyOf).sort()).toEqual(everyCycle(7, legs).map(keyOf).sort());
        fc.pre(cycles.length > 0);
        const { people, points, mostPeople, isBest } = pack(highs, cycles, 7, always);
        expect({ people, points, mostPeople, isBest }).toEqual({
          ...bestOf(cycles),
          isBest: true,
        });
      }),
      { numRuns: 2_000 },
    );
  }, 120_000);

  it('says how far from the best it may be when it has no time', () => {
    const wishes = Array.from({ length: 40 }, (_, at) =>
      aWish(`w${at}`, `s${at % 9}`, {
        schoolIds: [`s${(at * 5 + 1) % 9}`, `s${(at * 7 + 2) % 9}`],
      }),
    );
    const best = match(wishes);
    const hurried = matchSwaps(highs, wishes, unknown, 'a seed', () => 0);

    expect(best.isBest).toBe(true);
    expect(hurried.people).toBeLessThanOrEqual(best.people);
    expect(hurried.mostPeople).toBeGreaterThanOrEqual(best.people);
    expect(hurried.isBest).toBe(hurried.people === best.people && hurried.points === best.points);
  });
});

describe('a place', () => {
  const from = aWish('ann', 'A', { schoolIds: ['B', 'C'] });
  const place = (more: Partial<MatchableWish['has']>) => ({ ...from.has, schoolId: 'B', ...more });

  it('suits less with each step down the list', () => {
    expect(pointsOf(from, place({}), unknown)).toBe(100);
    expect(pointsOf(from, place({ schoolId: 'C' }), unknown)).toBe(95);
    expect(pointsOf(from, place({ schoolId: 'D' }), unknown)).toBeNull();
  });

  it('is never in the school where somebody is', () => {
    expect(pointsOf(aWish('ann', 'A'), place({ schoolId: 'A' }), unknown)).toBeNull();
  });

  it('is of the role that somebody has, unless they ask for another', () => {
    const cook = place({ roleCodes: ['COOK'] });
    const wants = { roleCodes: ['TCHR', 'COOK'] };

    expect(pointsOf(from, cook, unknown)).toBeNull();
    expect(pointsOf(aWish('ann', 'A', wants), cook, unknown)).toBe(95);
  });

  it('has the subject and the phase that are asked for', () => {
    const asks = (wants: Partial<MatchableWish['wants']>) =>
      pointsOf(aWish('a', 'A', wants), place({}), unknown);

    expect(asks({ subjectCodes: ['MAT'], phases: ['Primary'] })).toBe(100);
    expect(asks({ subjectCodes: ['PHY'] })).toBeNull();
    expect(asks({ phases: ['Secondary'] })).toBeNull();
  });

  it('suits less the farther it is, and not at all where the way is not known', () => {
    const wish = aWish('ann', 'A', { withinMiles: 10 });
    const at = (miles: number | null) => pointsOf(wish, place({}), () => miles);

    expect([at(0), at(5), at(10), at(10.1), at(null)]).toEqual([100, 75, 50, null, null]);
  });
});

const keyOf = ({ wishes, points }: SwapCycle) => `${wishes.join()} ${points}`;

/** By trying every order of every two to four wishes. */
function everyCycle(wishes: number, legs: readonly Leg[]): SwapCycle[] {
  const pointsOfLeg = new Map(legs.map(({ from, to, points }) => [`${from} ${to}`, points]));
  const orders = (length: number): number[][] =>
    length === 0
      ? [[]]
      : orders(length - 1).flatMap((some) =>
          [...Array(wishes).keys()]
            .filter((one) => !some.includes(one))
            .map((one) => [...some, one]),
        );
  return [2, 3, 4].flatMap(orders).flatMap((order) => {
    if (order[0] !== Math.min(...order)) return [];
    const points = order.map((from, at) =>
      pointsOfLeg.get(`${from} ${order[(at + 1) % order.length]}`),
    );
    const sum = points.reduce<number>((total, one) => total + (one ?? NaN), 0);
    return Number.isNaN(sum) ? [] : [{ wishes: order, points: sum }];
  });
}

/** By trying every set of swaps that have no wish in common. */
function bestOf(cycles: readonly SwapCycle[]) {
  let best = { people: 0, points: 0 };
  const search = (next: number, taken: ReadonlySet<number>, people: number, points: number) => {
    if (people > best.people || (people === best.people && points > best.points)) {
      best = { people, points };
    }
    for (let at = next; at < cycles.length; at += 1) {
      const { wishes = [], points: more = 0 } = cycles[at] ?? {};
      if (wishes.some((wish) => taken.has(wish))) continue;
      search(at + 1, new Set([...taken, ...wishes]), people + wishes.length, points + more);
    }
  };
  search(0, new Set(), 0, 0);
  return { ...best, mostPeople: best.people };
}
