import { createHash } from 'node:crypto';
import type { Highs } from 'highs';
import { pack, type TimeLeft } from './cycle-packing.ts';
import { partsOf, type SwapCycle, SwapGraph } from './swap-cycles.ts';
import { periodsOf } from './swap-periods.ts';
import { type MilesBetween, pointsOf, type MatchableWish } from './matchable-wish.ts';

/** Wishes that meet each other: each takes the next one’s place, and the last the first’s. */
export interface MatchedSwap {
  readonly wishIds: readonly string[];
  readonly startsOn: string;
  /** First day on which it is over. */
  readonly endsOn: string;
  /** How well it suits all of them together, at most 100 for each. */
  readonly points: number;
}

/** What came of a matching, with all that is needed to draw it again. */
export interface SwapMatching {
  readonly swaps: readonly MatchedSwap[];
  readonly people: number;
  readonly points: number;
  /** No choice of swaps moves more people than this. */
  readonly mostPeople: number;
  /** Whether it is proven that none moves more people, nor as many with more points. */
  readonly isBest: boolean;
}

/** People in one swap, at most. */
export const longestSwap = 4;

/** More swaps than these are not looked at; then the choice is not proven to be the best. */
const mostCycles = 400_000;

interface DatedCycle extends SwapCycle {
  readonly startsOn: string;
  readonly endsOn: string;
}

/**
 * Finds swaps of two, three or four people that meet as many wishes as possible and, among those, suit
 * best. Which of equally good ones it is follows from the seed, by which the wishes are shuffled first:
 * never from who wished first.
 *
 * @param seed of the lottery; the same seed and the same wishes come out the same.
 */
export function matchSwaps(
  highs: Highs,
  wishes: readonly MatchableWish[],
  milesBetween: MilesBetween,
  seed: string,
  timeLeft: TimeLeft,
): SwapMatching {
  const drawn = inDrawnOrder(wishes, seed);
  const cycles = datedCycles(drawn, milesBetween);
  const parts = partsOf(cycles).sort((one, other) => one.length - other.length);
  const packings = parts.map((part, index) =>
    packPart(highs, part, shareOf(timeLeft, parts.length - index)),
  );
  const sum = (of: (packing: (typeof packings)[number]) => number) =>
    packings.reduce((total, packing) => total + of(packing), 0);
  const idOf = (wish: number) => drawn[wish]?.id ?? '';
  const swaps = packings.flatMap(({ chosen }) =>
    chosen.map(({ wishes: some, startsOn, endsOn, points }) => ({
      ...{ wishIds: some.map(idOf), startsOn, endsOn, points },
    })),
  );
  const isAll = cycles.length <= mostCycles;
  return {
    swaps,
    people: sum(({ people }) => people),
    points: sum(({ points }) => points),
    mostPeople: isAll ? sum(({ mostPeople }) => mostPeople) : wishes.length,
    isBest: isAll && packings.every(({ isBest }) => isBest),
  };
}

function inDrawnOrder(wishes: readonly MatchableWish[], seed: string): MatchableWish[] {
  const lotOf = ({ id }: MatchableWish) =>
    createHash('sha256').update(`${seed} ${id}`).digest('hex');
  const lots = new Map(wishes.map((wish) => [wish, lotOf(wish)]));
  const lot = (wish: MatchableWish) => lots.get(wish) ?? '';
  return wishes.toSorted((one, other) => (lot(one) < lot(other) ? -1 : 1));
}

/** Swaps of all periods; one that fits several has the earliest. */
function datedCycles(wishes: readonly MatchableWish[], milesBetween: MilesBetween): DatedCycle[] {
  const found = new Map<string, DatedCycle>();
  const periods = periodsOf(wishes).sort((one, other) => (one.startsOn < other.startsOn ? -1 : 1));
  for (const { startsOn, endsOn, wishes: some } of periods) {
    const graph = new SwapGraph(wishes.length, legsOf(wishes, some, milesBetween));
    for (const cycle of graph.cycles(longestSwap, mostCycles - found.size)) {
      const key = cycle.wishes.join();
      if (!found.has(key)) found.set(key, { ...cycle, startsOn, endsOn });
    }
  }
  return [...found.values()];
}

function legsOf(
  wishes: readonly MatchableWish[],
  some: readonly number[],
  milesBetween: MilesBetween,
) {
  return some.flatMap((from) =>
    some.flatMap((to) => {
      const [wish, other] = [wishes[from], wishes[to]];
      if (!wish || !other) return [];
      const points = pointsOf(wish, other.has, milesBetween);
      return points === null ? [] : [{ from, to, points }];
    }),
  );
}

/** So that no part takes the time of those after it, which are larger. */
function shareOf(timeLeft: TimeLeft, parts: number): TimeLeft {
  const kept = timeLeft() * (1 - 1 / Math.min(parts, 4));
  return () => timeLeft() - kept;
}

/** The same with wishes counted within the part, so that a small part is a small problem. */
function packPart(highs: Highs, part: readonly DatedCycle[], timeLeft: TimeLeft) {
  const within = new Map<number, number>();
  for (const wish of part.flatMap(({ wishes }) => wishes)) {
    if (!within.has(wish)) within.set(wish, within.size);
  }
  const local = part.map((whole) => ({
    ...{ wishes: whole.wishes.map((wish) => within.get(wish) ?? 0), points: whole.points, whole },
  }));
  const { chosen, ...packing } = pack(highs, local, within.size, timeLeft);
  return { ...packing, chosen: chosen.map(({ whole }) => whole) };
}
