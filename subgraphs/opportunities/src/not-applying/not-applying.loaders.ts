import { byId } from '@trellis/subgraph-kit/batch';
import type { Database } from '@trellis/subgraph-kit/database';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import DataLoader from 'dataloader';
import type { OpportunityRow } from '../opportunity/opportunity.queries.ts';
import { OpportunityState } from '../opportunity/opportunity-state.types.ts';
import {
  countsByOpportunity,
  countsOfYear,
  ownReasons,
  toldReasons,
} from './not-applying.queries.ts';
import type { ReasonsNotApplied } from './not-applying.types.ts';

const { DRAFT, APPROVED, PUBLISHED, REOPENED } = OpportunityState;
const notYetCounted: readonly OpportunityState[] = [DRAFT, APPROVED, PUBLISHED, REOPENED];

/** Why people do not apply: one's own reason, and of others how many gave which. */
export function notApplyingLoaders(db: Database, now: Clock, viewer: Viewer) {
  const today = londonDay(now());
  const counted = new DataLoader<string, ReasonsNotApplied>(async (ids) => {
    const rows = Map.groupBy(
      await countsByOpportunity(db, ids, today),
      ({ opportunityId }) => opportunityId,
    );
    return ids.map((id) => toldReasons(rows.get(id) ?? []));
  });
  const answersFor = (schoolId: string | null) =>
    viewer.scopes.has('opportunity:publish') &&
    (viewer.allPlaces || (schoolId !== null && viewer.placeIds.includes(schoolId)));
  return {
    ownReasonNotToApply: byId((ids) => ownReasons(db, viewer, ids)),
    /** Null while it takes applications, and for those who do not answer for its school. */
    reasonsNotAppliedFor: ({ id, state, hostSchoolId }: OpportunityRow) =>
      answersFor(hostSchoolId) && !notYetCounted.includes(state) ? counted.load(id) : null,
    reasonsNotAppliedIn: async (academicYear: number) =>
      viewer.allPlaces ? toldReasons(await countsOfYear(db, viewer, academicYear, today)) : null,
  };
}
