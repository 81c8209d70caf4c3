import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { OpportunityKind } from '../opportunity/opportunity-kind.types.ts';
import { OpportunityState } from '../opportunity/opportunity-state.types.ts';
import { heldPlaces, type PlaceRow } from './place.queries.ts';
import { ApplicantsWaiting, EndsOtherwise, SomebodyPlaced } from './place-ending.types.ts';

const { FILLED, PART_FILLED, UNFILLED, WITHDRAWN } = OpportunityState;
const endings: readonly OpportunityState[] = [FILLED, PART_FILLED, UNFILLED];

/** What keeps an opportunity from its end; the database holds the same. */
export class PlaceEndingService {
  constructor(private readonly db: Database) {}

  /** @returns who still waits for an answer or for feedback, or how it ends instead; undefined when nothing speaks against it. */
  async refuseEnding(viewer: Viewer, { id, kind }: Ending, to: OpportunityState) {
    const held = await heldPlaces(this.db, viewer, id);
    const { undecided, owed, accepted, places } = held;
    if (endings.includes(to) && undecided + owed > 0) return new ApplicantsWaiting(undecided, owed);
    const isTakenBack = to === WITHDRAWN || to === UNFILLED;
    if (isTakenBack) return accepted > 0 ? new SomebodyPlaced(accepted) : undefined;
    const as = endOf(held);
    const isStudys = kind === OpportunityKind.STUDY_ROUND; // which awards what it gives itself
    if (isStudys || !endings.includes(to) || to === as) return undefined;
    return new EndsOtherwise(places, accepted, as);
  }
}

/** What ends. */
interface Ending {
  readonly id: string;
  readonly kind: OpportunityKind;
}

function endOf({ accepted, places }: PlaceRow): OpportunityState {
  if (accepted === 0) return UNFILLED;
  return accepted < places ? PART_FILLED : FILLED;
}
