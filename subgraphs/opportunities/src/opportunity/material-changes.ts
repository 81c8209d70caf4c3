import { isDeepStrictEqual } from 'node:util';
import { MaterialChange } from './opportunity-version.types.ts';
import type { OpportunityRow } from './opportunity.queries.ts';

type Told = Pick<OpportunityRow, 'terms' | 'audience' | 'hostSchoolId' | 'closesOn'>;

const differs: Readonly<Partial<Record<MaterialChange, (a: Told, b: Told) => boolean>>> = {
  [MaterialChange.PAY]: ({ terms: a }, { terms: b }) =>
    a.payFromPence !== b.payFromPence || a.payToPence !== b.payToPence,
  [MaterialChange.HOURS]: ({ terms: a }, { terms: b }) => a.hoursPerWeek !== b.hoursPerWeek,
  [MaterialChange.SCHOOL]: (a, b) => a.hostSchoolId !== b.hostSchoolId,
  [MaterialChange.EARLIER_CLOSING]: (a, b) => String(b.closesOn) < String(a.closesOn),
  [MaterialChange.CRITERIA]: (a, b) => !isDeepStrictEqual(a.terms.criteria, b.terms.criteria),
  [MaterialChange.AUDIENCE]: (a, b) => !isDeepStrictEqual(a.audience, b.audience),
};

/** @returns what of a published opportunity changed so much that everybody must hear of it anew. */
export function materialChanges(before: Told, after: Told): MaterialChange[] {
  return Object.values(MaterialChange).filter((change) => differs[change]?.(before, after));
}
