import type { MatchableWish } from './matchable-wish.ts';

/** Days that one swap could take, and the wishes that could all take them. */
export interface SwapPeriod {
  readonly startsOn: string;
  /** First day on which it is over. */
  readonly endsOn: string;
  /** Places of the wishes in the list that was given. */
  readonly wishes: readonly number[];
}

/**
 * The periods that matching need look at. A swap can begin on the latest of its wishes’ first days,
 * so only those days are looked at; and of two periods of which one takes the other’s wishes, one.
 */
export function periodsOf(wishes: readonly MatchableWish[]): SwapPeriod[] {
  const places = wishes.map((_, place) => place);
  const byMonths = Map.groupBy(places, (place) => wishes[place]?.months ?? 0);
  return [...byMonths].flatMap(([months, some]) => periodsOfMonths(wishes, some, months));
}

function periodsOfMonths(all: readonly MatchableWish[], places: readonly number[], months: number) {
  const starts = new Set(places.map((place) => all[place]?.fromOn ?? ''));
  const periods = [...starts].sort().map((startsOn) => {
    const endsOn = afterMonths(startsOn, months);
    const wishes = places.filter((place) => fits(all[place], startsOn, endsOn));
    return { startsOn, endsOn, wishes };
  });
  return periods.filter((one) => !periods.some((other) => isTakenBy(one, other)));
}

const fits = (wish: MatchableWish | undefined, startsOn: string, endsOn: string) =>
  wish !== undefined && wish.fromOn <= startsOn && wish.untilOn >= endsOn;

/** Of equal ones the earlier stays. */
function isTakenBy(one: SwapPeriod, other: SwapPeriod): boolean {
  if (one === other || one.wishes.length > other.wishes.length) return false;
  if (one.wishes.length === other.wishes.length && one.startsOn < other.startsOn) return false;
  const taken = new Set(other.wishes);
  return one.wishes.every((wish) => taken.has(wish));
}

/** The same day so many months on; the last of its month where there is no such day. */
export function afterMonths(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  const then = new Date(Date.UTC(year, month - 1 + months, Math.min(date, last)));
  return then.toISOString().slice(0, 10);
}
