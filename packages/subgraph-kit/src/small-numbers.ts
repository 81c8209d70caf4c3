/** Fewer people than this are not told of. */
const fewest = 5;

/** Two counts that belong together: of a group, how many are in and how many are not. */
export interface Counts {
  readonly inside: number;
  readonly outside: number;
}

/** The same, as far as it may be told. */
export interface ToldCounts {
  readonly inside: number | null;
  readonly outside: number | null;
}

const untold: ToldCounts = { inside: null, outside: null };

/** Whether so few people are not told of. */
export function isSmall(count: number): boolean {
  return count > 0 && count < fewest;
}

const hasSmall = ({ inside, outside }: Counts) => isSmall(inside) || isSmall(outside);

/** @returns how many the parts are together. */
export function sumOf(parts: readonly Part<Counts>[]): Counts {
  const sum = { inside: 0, outside: 0 };
  for (const { counts } of parts) {
    sum.inside += counts.inside;
    sum.outside += counts.outside;
  }
  return sum;
}

/** Counts of a part, by its name. */
export interface Part<Told extends ToldCounts> {
  readonly name: string;
  readonly counts: Told;
}

/**
 * What may be told of a whole and its parts. A part with a small count is held back with both of its
 * counts, since many know how large the group is; and with it the next smallest parts, until what the
 * others leave of the whole is not small either. Where no part is left for that, nothing is told.
 *
 * @param breakdowns several ways to part the same whole.
 */
export function withoutSmallNumbers(breakdowns: readonly (readonly Part<Counts>[])[]): {
  readonly whole: ToldCounts;
  readonly breakdowns: readonly (readonly Part<ToldCounts>[])[];
} {
  const whole = sumOf(breakdowns[0] ?? []);
  const held = breakdowns.map(heldBack);
  const isTold = !hasSmall(whole) && held.every((parts) => parts.size === 0 || isHidden(parts));
  return {
    whole: isTold ? whole : untold,
    breakdowns: breakdowns.map((parts, index) =>
      parts.map((part) =>
        isTold && !held[index]?.has(part) ? part : { name: part.name, counts: untold },
      ),
    ),
  };
}

/** Whether nothing small follows from what all of them are together. */
const isHidden = (held: ReadonlySet<Part<Counts>>) => held.size > 1 && !hasSmall(sumOf([...held]));

function heldBack(parts: readonly Part<Counts>[]): Set<Part<Counts>> {
  const held = new Set(parts.filter(({ counts }) => hasSmall(counts)));
  const others = parts.filter((part) => !held.has(part)).sort((a, b) => sizeOf(a) - sizeOf(b));
  for (const next of others) {
    if (held.size === 0 || isHidden(held)) break;
    held.add(next);
  }
  return held;
}

const sizeOf = ({ counts: { inside, outside } }: Part<Counts>) => inside + outside;
