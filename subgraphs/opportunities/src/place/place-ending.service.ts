import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { OpportunityState } from '../opportunity/opportunity-state.types.ts';
import { heldPlaces } from './place.queries.ts';
import { ApplicantsWaiting, SomebodyPlaced } from './place-ending.types.ts';

const { FILLED, PART_FILLED, UNFILLED, WITHDRAWN } = OpportunityState;
const endings: readonly OpportunityState[] = [FILLED, PART_FILLED, UNFILLED];

/** What keeps an opportunity from its end; the database holds the same. */
export class PlaceEndingService {
  constructor(private readonly db: Database) {}

  /** @returns who still waits for an answer or for feedback, or who has a place; undefined when nobody. */
  async refuseEnding(viewer: Viewer, opportunityId: string, to: OpportunityState) {
    const { undecided, owed, accepted } = await heldPlaces(this.db, viewer, opportunityId);
    if (endings.includes(to) && undecided + owed > 0) return new ApplicantsWaiting(undecided, owed);
    const isTakenBack = to === WITHDRAWN || to === UNFILLED;
    return isTakenBack && accepted > 0 ? new SomebodyPlaced(accepted) : undefined;
  }
}
