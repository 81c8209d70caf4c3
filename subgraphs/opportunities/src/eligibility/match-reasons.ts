import type { Opportunity } from '../opportunity/opportunity.types.ts';

/** What somebody's posts of today have that an opportunity may suit. */
export interface MatchFacts {
  readonly schoolIds: readonly string[];
  readonly staffGroups: readonly string[];
  readonly subjectCodes: readonly string[];
  readonly isPartTime: boolean;
}

/** An opportunity with the school at which it is. */
type Offer = Pick<Opportunity, 'audience' | 'terms'> & { readonly hostSchoolId: string | null };

/** @returns why an opportunity may suit somebody, in words for them; it decides nothing. */
export function matchReasons(
  { audience, terms, hostSchoolId }: Offer,
  facts: MatchFacts,
): string[] {
  const groups = audience.staffGroups.filter((group) => facts.staffGroups.includes(group));
  const subjects = audience.subjectCodes.filter((code) => facts.subjectCodes.includes(code));
  const isHere = hostSchoolId !== null && facts.schoolIds.includes(hostSchoolId);
  return [
    ...(isHere ? ['It is at a school at which you work.'] : []),
    ...(groups.length > 0 ? [`It names your staff group: ${wordsOf(groups)}.`] : []),
    ...(subjects.length > 0 ? [`It names your subject: ${subjects.join(', ')}.`] : []),
    ...(facts.isPartTime && terms.flexibleWorking !== null
      ? [`You work part-time, and it is flexible: ${terms.flexibleWorking}`]
      : []),
    ...(terms.lineManages === false ? ['It does not ask you to line-manage others.'] : []),
  ];
}

const wordsOf = (codes: readonly string[]) =>
  codes.map((code) => code.toLowerCase().replaceAll('_', ' ')).join(', ');
