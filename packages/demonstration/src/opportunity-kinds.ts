/** How many an opportunity takes, and for how many days it places them at another school. */
interface KindFacts {
  readonly places: number;
  /** Null where nobody is lent to another school. */
  readonly days: readonly [least: number, most: number] | null;
}

const kinds = {
  POST: { places: 1, days: null },
  SECONDMENT: { places: 1, days: [150, 300] },
  SPECIALIST_ROLE: { places: 1, days: [300, 365] },
  ACTING: { places: 1, days: [80, 180] },
  PROJECT: { places: 5, days: [260, 340] },
  SHADOWING: { places: 2, days: [2, 5] },
  VISIT: { places: 3, days: [1, 2] },
  SWAP: { places: 2, days: [14, 42] },
  COHORT_SEAT: { places: 10, days: [330, 365] },
  MENTORING: { places: 2, days: [330, 365] },
  RESPONSIBILITY: { places: 1, days: null },
  STUDY_ROUND: { places: 3, days: null },
} satisfies Record<string, KindFacts>;

/** Kinds of opportunity. */
export const opportunityKinds: readonly string[] = Object.keys(kinds);

const factsByKind = new Map<string, KindFacts>(Object.entries(kinds));

/** @returns how many people an opportunity of the kind takes. */
export const placesOf = (kind: string): number => factsByKind.get(kind)?.places ?? 0;

/** @returns for how many days it places people at another school, or null when it does not. */
export const daysOf = (kind: string): readonly [least: number, most: number] | null =>
  factsByKind.get(kind)?.days ?? null;
