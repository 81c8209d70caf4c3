/** What somebody does and where: what the others of a swap would take over. */
export interface SwapPlace {
  readonly schoolId: string;
  /** Census role codes (CS050), the main one first. */
  readonly roleCodes: readonly string[];
  /** Census subject codes. */
  readonly subjectCodes: readonly string[];
  /** GIAS phase code of the school; null where it is not known. */
  readonly phase: string | null;
}

/** What somebody would like instead. An empty list asks for nothing. */
export interface WantedPlace {
  /** The best first; empty for the role that they have. */
  readonly roleCodes: readonly string[];
  readonly subjectCodes: readonly string[];
  readonly phases: readonly string[];
  /** The best first. */
  readonly schoolIds: readonly string[];
  /** From the school where they are; null for any way. */
  readonly withinMiles: number | null;
}

/** A wish to swap, as matching reads it. Nobody has two. */
export interface MatchableWish {
  readonly id: string;
  readonly has: SwapPlace;
  readonly wants: WantedPlace;
  /** How long, in whole months. */
  readonly months: number;
  /** The swap lies between these days; the second is the first on which it must be over. */
  readonly fromOn: string;
  readonly untilOn: string;
}

/** @returns the miles between two schools, or null where that is not known. */
export type MilesBetween = (schoolId: string, otherId: string) => number | null;

/** No leg of a swap has more points than this. */
export const mostPoints = 100;

const perRank = 5;

/**
 * How well a place suits a wish: 100 for the first wish in all respects, five less for each step down
 * a list of schools or roles, and, where miles are said instead of schools, up to 50 less with distance.
 *
 * @returns 1 to 100, or null when the place is not what is wanted. A distance that is not known suits
 *   nobody who asks for one.
 */
export function pointsOf(
  { has, wants }: MatchableWish,
  place: SwapPlace,
  milesBetween: MilesBetween,
): number | null {
  if (place.schoolId === has.schoolId) return null;
  const role = rankOf(wants.roleCodes.length > 0 ? wants.roleCodes : has.roleCodes.slice(0, 1), [
    ...place.roleCodes.slice(0, 1),
  ]);
  if (role === null || !meets(wants.subjectCodes, place.subjectCodes)) return null;
  if (!meets(wants.phases, place.phase === null ? [] : [place.phase])) return null;
  const school = wants.schoolIds.length > 0 ? rankOf(wants.schoolIds, [place.schoolId]) : 0;
  const far =
    wants.withinMiles === null ? 0 : shareOfWay(wants.withinMiles, has, place, milesBetween);
  if (school === null || far === null) return null;
  return Math.max(1, Math.round(mostPoints - perRank * (role + school) - (mostPoints / 2) * far));
}

const meets = (wanted: readonly string[], there: readonly string[]) =>
  wanted.length === 0 || rankOf(wanted, there) !== null;

/** How far down the list the first that is there stands, from 0. */
function rankOf(wanted: readonly string[], there: readonly string[]): number | null {
  const rank = wanted.findIndex((one) => there.includes(one));
  return rank < 0 ? null : rank;
}

function shareOfWay(most: number, from: SwapPlace, to: SwapPlace, milesBetween: MilesBetween) {
  const miles = milesBetween(from.schoolId, to.schoolId);
  return miles === null || miles > most ? null : miles / Math.max(most, 1);
}
