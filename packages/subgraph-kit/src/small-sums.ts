/** Fewer people than this are not told of. */
const fewest = 5;

/** In percent: what all but the two largest shares come to, of the largest, before a sum is told. */
const leastOfOthers = 10;

/** What is known of a group: how many people each count is of, and who has how much of its money. */
export interface Tally {
  readonly counts: readonly number[];
  /** By person. */
  readonly shares: ReadonlyMap<string, number>;
}

/** How a whole is parted. */
export interface Parting<Part extends Tally> {
  readonly parts: readonly Part[];
  /** Whether there are people who know all of one part, as a head knows their school. */
  readonly hasInsiders: boolean;
}

/** A count from which follows what one of few people did. */
export const isSmall = (count: number): boolean => count !== 0 && Math.abs(count) < fewest;

/**
 * Whether a sum of money tells somebody about another: where hardly more than two people have shares in
 * it, the second can work out that of the first (the p% rule of statistical offices).
 */
export function isDominated(shares: ReadonlyMap<string, number>): boolean {
  const [largest = 0, second = 0, ...others] = [...shares.values()].sort((a, b) => b - a);
  const rest = others.reduce((sum, share) => sum + share, 0);
  return largest + second > 0 && rest * 100 < largest * leastOfOthers;
}

/**
 * Which parts are held back so that no small number and no dominated sum follows: not from a part, not
 * from the whole less the parts that are told, and, where there are insiders, not from what is left when
 * one of the held takes their own part away. The parts held beside the small ones are the smallest.
 *
 * @returns the parts to hold back; `null` where the whole cannot be told either.
 */
export function partsHeldBack<Part extends Tally>(
  whole: Tally,
  { parts, hasInsiders }: Parting<Part>,
): ReadonlySet<Part> | null {
  if (isUntellable(whole)) return null;
  const held = new Set(parts.filter(isUntellable));
  const others = parts.filter((part) => !held.has(part)).sort((a, b) => sizeOf(a) - sizeOf(b));
  const isSafe = () => held.size === 0 || isHidden(whole, parts, held, hasInsiders);
  for (const next of others) {
    if (isSafe()) break;
    held.add(next);
  }
  return isSafe() ? held : null;
}

const isUntellable = ({ counts, shares }: Tally) => counts.some(isSmall) || isDominated(shares);

function isHidden<Part extends Tally>(
  whole: Tally,
  parts: readonly Part[],
  held: ReadonlySet<Part>,
  hasInsiders: boolean,
): boolean {
  if (held.size < 2) return false;
  const told = parts.filter((part) => !held.has(part));
  const left = whole.counts.map((count, index) => count - sumAt(told, index));
  if (isUntellable({ counts: left, shares: sharesOf([...held]) })) return false;
  if (!hasInsiders) return true;
  return [...held].every((own) => {
    const rest = [...held].filter((part) => part !== own);
    const counts = left.map((count, index) => count - (own.counts[index] ?? 0));
    return !isUntellable({ counts, shares: sharesOf(rest) });
  });
}

const sumAt = (parts: readonly Tally[], index: number) =>
  parts.reduce((sum, { counts }) => sum + (counts[index] ?? 0), 0);

const sizeOf = ({ counts }: Tally) => counts.reduce((sum, count) => sum + count, 0);

function sharesOf(parts: readonly Tally[]): Map<string, number> {
  const all = new Map<string, number>();
  for (const { shares } of parts) {
    for (const [person, share] of shares) all.set(person, (all.get(person) ?? 0) + share);
  }
  return all;
}

/** To the nearest five, halves up, so that one person more or less does not show. */
export const toFives = (count: number): number => Math.round(count / 5) * 5;
