import type { Highs } from 'highs';
import { type Aim, CycleRelaxation, type Relaxed } from './cycle-relaxation.ts';
import { searchExactly } from './exact-search.ts';
import { Neighbourhoods } from './neighbourhoods.ts';
import type { SwapCycle } from './swap-cycles.ts';
import { mostPoints } from './matchable-wish.ts';

/** Swaps that have no wish in common. */
export interface Packing<Cycle extends SwapCycle> {
  readonly chosen: readonly Cycle[];
  readonly people: number;
  readonly points: number;
  /** No choice moves more people than this. */
  readonly mostPeople: number;
  /** Whether it is proven that none moves more people, nor as many with more points. */
  readonly isBest: boolean;
}

/** Milliseconds that may still be used. */
export type TimeLeft = () => number;

const peopleOf = ({ wishes }: SwapCycle) => wishes.length;
const pointsOf = ({ points }: SwapCycle) => points;
const sumOf = (cycles: readonly SwapCycle[], valueOf: (cycle: SwapCycle) => number) =>
  cycles.reduce((sum, cycle) => sum + valueOf(cycle), 0);

/** Up to so many swaps are searched at once, exactly. */
const fewCycles = 6_000;
/** Wishes looked at anew together, and how often in vain before it is enough. */
const wishesTogether = 100;
const vainTries = 40;

/**
 * Chooses among swaps so that as many people as possible move and, among all such choices, it suits
 * them best. A relaxation says what cannot be surpassed. Swaps that follow from it are improved,
 * neighbourhood by neighbourhood, until they reach that; where they do not, few swaps are searched
 * exactly, and of many it is said how far from it they may be.
 *
 * @param wishes how many wishes there are; swaps name them by 0, 1, 2, …
 */
export function pack<Cycle extends SwapCycle>(
  highs: Highs,
  cycles: readonly Cycle[],
  wishes: number,
  timeLeft: TimeLeft,
): Packing<Cycle> {
  const packing = new PackingSearch(highs, cycles, wishes, timeLeft);
  const most = packing.mostPeople();
  if (most.people < most.mostPeople) return { ...most, isBest: false };
  return packing.mostPoints(most);
}

type People<Cycle extends SwapCycle> = Omit<Packing<Cycle>, 'isBest'>;

class PackingSearch<Cycle extends SwapCycle> {
  readonly #highs: Highs;
  readonly #cycles: readonly Cycle[];
  readonly #wishes: number;
  readonly #timeLeft: TimeLeft;

  constructor(...[highs, cycles, wishes, timeLeft]: [Highs, readonly Cycle[], number, TimeLeft]) {
    this.#highs = highs;
    this.#cycles = cycles;
    this.#wishes = wishes;
    this.#timeLeft = timeLeft;
  }

  /** As many people as can move; of points, what comes along. */
  mostPeople(): People<Cycle> {
    const person = mostPoints * (this.#wishes + 1); // outweighs all points there can be
    const aim = {
      valueOf: (cycle: SwapCycle) => person * peopleOf(cycle) + pointsOf(cycle),
      leastPeople: null,
    };
    return this.#relaxed(aim, bestOfEach(this.#cycles), (relaxation, relaxed) => {
      const bound = Math.floor(relaxed.bound / person + 1e-6);
      const dived = this.#dived(relaxation, relaxed);
      if (sumOf(dived, peopleOf) >= bound) return peopleIn(dived, bound);
      const improved = this.#improved(dived, aim, bound);
      if (sumOf(improved, peopleOf) >= bound) return peopleIn(improved, bound);
      const few = this.#searched(this.#cycles, { valueOf: peopleOf, leastPeople: null });
      const isBetter = few !== null && sumOf(few.chosen, peopleOf) > sumOf(improved, peopleOf);
      return peopleIn(isBetter ? few.chosen : improved, Math.min(bound, few?.bound ?? bound));
    });
  }

  /** As many points as there can be with as many people as can move. */
  mostPoints({ chosen: first, people, mostPeople }: People<Cycle>): Packing<Cycle> {
    const aim: Aim = { valueOf: pointsOf, leastPeople: people };
    const isFirst = new Set<SwapCycle | undefined>(first);
    const columns = [...this.#cycles.keys()].filter((index) => isFirst.has(this.#cycles[index]));
    return this.#relaxed(aim, columns, (relaxation, relaxed) => {
      const dived = this.#dived(relaxation, relaxed);
      const isBetter =
        sumOf(dived, peopleOf) === people && sumOf(dived, pointsOf) > sumOf(first, pointsOf);
      const chosen = isBetter ? dived : first;
      const points = sumOf(chosen, pointsOf);
      if (points >= Math.floor(relaxed.bound + 1e-6)) {
        return { ...peopleIn(chosen, mostPeople), isBest: true };
      }
      // A choice worth more has only swaps that lose less than what is between it and the bound.
      const open = this.#cycles.filter(
        (cycle) => relaxation.worthOf(cycle, relaxed) >= points + 1 - relaxed.bound - 1e-3,
      );
      const found = this.#searched([...new Set([...open, ...chosen])], aim);
      const best = found && sumOf(found.chosen, pointsOf) > points ? found.chosen : chosen;
      return { ...peopleIn(best, mostPeople), isBest: found !== null && isReached(found) };
    });
  }

  #searched(cycles: readonly Cycle[], aim: Aim) {
    if (cycles.length > fewCycles) return null;
    return searchExactly(this.#highs, cycles, aim, this.#timeLeft());
  }

  #dived(relaxation: CycleRelaxation, relaxed: Relaxed): Cycle[] {
    return relaxation.dive(relaxed).flatMap((index) => this.#cycles[index] ?? []);
  }

  #relaxed<T>(
    aim: Aim,
    columns: readonly number[],
    work: (relaxation: CycleRelaxation, relaxed: Relaxed) => T,
  ): T {
    const relaxation = new CycleRelaxation(this.#highs, this.#cycles, this.#wishes, aim);
    try {
      relaxation.lookAt(columns);
      return work(relaxation, relaxation.solve());
    } finally {
      relaxation.dispose();
    }
  }

  #improved(from: readonly Cycle[], aim: Aim, mostPeople: number): readonly Cycle[] {
    const neighbourhoods = new Neighbourhoods(this.#cycles);
    let chosen = from;
    for (let vain = 0; vain < vainTries && this.#timeLeft() > 0; vain += 1) {
      if (sumOf(chosen, peopleOf) >= mostPeople) break;
      const { given, open } = neighbourhoods.around(chosen, wishesTogether);
      const found = this.#searched(open, aim);
      if (!found || sumOf(found.chosen, aim.valueOf) <= sumOf(given, aim.valueOf)) continue;
      const isGiven = new Set(given);
      chosen = [...chosen.filter((cycle) => !isGiven.has(cycle)), ...found.chosen];
      vain = 0;
    }
    return chosen;
  }
}

const isReached = ({ chosen, bound }: { chosen: readonly SwapCycle[]; bound: number }) =>
  sumOf(chosen, pointsOf) >= bound;

function peopleIn<Cycle extends SwapCycle>(
  chosen: readonly Cycle[],
  mostPeople: number,
): People<Cycle> {
  const [people, points] = [sumOf(chosen, peopleOf), sumOf(chosen, pointsOf)];
  return { chosen, people, points, mostPeople };
}

/** For each wish the swap of most points in which it is the lowest. */
function bestOfEach(cycles: readonly SwapCycle[]): number[] {
  const best = new Map<number, number>();
  cycles.forEach(({ wishes: [first = 0], points }, index) => {
    if (points > (cycles[best.get(first) ?? -1]?.points ?? 0)) best.set(first, index);
  });
  return [...best.values()];
}
