import { TermsOutOfOrder } from './school-calendar.types.ts';
import type { Stretch } from './school-days.ts';

/** @returns the refusal of terms that lie outside their year, or one in another. */
export function outOfOrder(
  terms: readonly Stretch[],
  academicYear: number,
): TermsOutOfOrder | undefined {
  let after = `${academicYear}-08-31`;
  for (const [index, { firstDay, lastDay }] of terms.entries()) {
    const isLate = lastDay >= `${academicYear + 1}-09-01`;
    if (firstDay <= after || lastDay < firstDay || isLate) return new TermsOutOfOrder(index + 1);
    after = lastDay;
  }
  return undefined;
}
