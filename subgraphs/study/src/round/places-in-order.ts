import { createHash } from 'node:crypto';
import type { ReservedPlaces } from './round.types.ts';

/** A candidate as scored. */
export interface ScoredCandidate {
  readonly id: string;
  readonly points: number;
  readonly staffGroups: readonly string[];
}

/** A candidate in the order. */
export interface PlacedCandidate {
  readonly id: string;
  readonly points: number;
  readonly place: number;
  readonly isDrawn: boolean;
}

/**
 * Orders candidates: by points, those with equal points by lottery. A staff group’s best take its
 * reserved places before the others’ are filled; what a group does not fill goes to all.
 *
 * @param seed of the lottery: with the same one it comes out the same.
 * @returns each candidate with a place from 1; places beyond `places` are the waiting list.
 */
export function placesInOrder(
  candidates: readonly ScoredCandidate[],
  places: number,
  reserved: readonly ReservedPlaces[],
  seed: string,
): PlacedCandidate[] {
  const lot = new Map(candidates.map(({ id }) => [id, lotOf(seed, id)]));
  const lotFor = ({ id }: ScoredCandidate) => lot.get(id) ?? '';
  const byMerit = candidates.toSorted(
    (a, b) => b.points - a.points || (lotFor(a) < lotFor(b) ? -1 : 1),
  );
  const kept = new Set<ScoredCandidate>();
  for (const group of reserved) {
    const ofGroup = byMerit.filter(
      (one) => !kept.has(one) && one.staffGroups.includes(group.staffGroup),
    );
    for (const one of ofGroup.slice(0, group.places)) kept.add(one);
  }
  const open = byMerit.filter((one) => !kept.has(one)).slice(0, Math.max(0, places - kept.size));
  const chosen = new Set([...kept, ...open]);
  const order = [
    ...byMerit.filter((one) => chosen.has(one)),
    ...byMerit.filter((one) => !chosen.has(one)),
  ];
  const shared = Map.groupBy(candidates, ({ points }) => points);
  return order.map(({ id, points }, index) => ({
    ...{ id, points, place: index + 1 },
    isDrawn: (shared.get(points)?.length ?? 0) > 1,
  }));
}

const lotOf = (seed: string, id: string) =>
  createHash('sha256').update(`${seed} ${id}`).digest('hex');
