import type { PlanCohortInput } from './cohort-change.types.ts';

/** A seat that is to be. */
interface PlannedSeat {
  readonly number: number;
  readonly staffGroups: readonly string[];
  readonly schoolIds: readonly string[];
  readonly phases: readonly string[];
  readonly reason: string | null;
  /** How long its first period is. */
  readonly firstMonths: number;
}

/**
 * The seats of a cohort, numbered. Staggered, every second seat of each kind rotates after half a term for
 * the first time, so that of kept seats, too, never more than half fall free at once, or one more.
 */
export function plannedSeats({ seats, termYears, isStaggered }: PlanCohortInput): PlannedSeat[] {
  const kinds = seats.flatMap(({ count, ...kind }) => Array.from({ length: count }, () => kind));
  let alternates = 0;
  return kinds.map(({ staffGroups, schoolIds, phases, reason }, index) => {
    const isShort = isStaggered && alternates++ % 2 === 1;
    return {
      ...{ number: index + 1, staffGroups, schoolIds, phases },
      reason: reason?.trim() ?? null,
      firstMonths: termYears * (isShort ? 6 : 12),
    };
  });
}
