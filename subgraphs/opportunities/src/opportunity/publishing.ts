import { narrowsWithoutReason } from './audience.types.ts';
import { OpportunityKind } from './opportunity-kind.types.ts';
import type { OpportunityRow } from './opportunity.queries.ts';
import { Responsibility } from './terms.types.ts';

/** @returns names of the fields that everybody must be told of and that the draft lacks. */
export function missingFrom(draft: OpportunityRow): string[] {
  const { kind, summary, opensOn, closesOn, audience, terms, acting, hostSchoolId } = draft;
  const needed = {
    summary: summary?.trim(),
    opensOn,
    closesOn,
    ...(kind === OpportunityKind.ACTING && { acting: acting && acting.endsOn > String(opensOn) }),
    'audience.reason': !narrowsWithoutReason(audience),
    ...(kind === OpportunityKind.RESPONSIBILITY && {
      'terms.responsibility': terms.responsibility,
    }),
    ...(terms.responsibility === Responsibility.SCHOOL_ADVICE && { hostSchoolId }),
    ...(kind === OpportunityKind.PROJECT && { 'terms.hoursPerWeek': terms.hoursPerWeek }),
  };
  return Object.entries(needed).flatMap(([field, value]) => (value ? [] : [field]));
}
