import { Outbox } from '@trellis/events/outbox';
import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { OpportunityState } from './opportunity-state.types.ts';
import type { OpportunityRow } from './opportunity.queries.ts';

const { PUBLISHED, REOPENED, FILLED, PART_FILLED, UNFILLED, WITHDRAWN } = OpportunityState;

/** What is told where an opportunity comes to stand; of the states between there is nothing to tell. */
const newsOfState: Partial<Record<OpportunityState, string>> = {
  [PUBLISHED]: 'opportunity.published',
  [REOPENED]: 'opportunity.reopened',
  [FILLED]: 'opportunity.filled',
  [PART_FILLED]: 'opportunity.filled',
  [UNFILLED]: 'opportunity.unfilled',
  [WITHDRAWN]: 'opportunity.withdrawn',
};

/**
 * What others hear of opportunities, in the transaction of the change. That a closing day is over is
 * told by the worker, because nothing else happens on the day after.
 */
export class OpportunityNews {
  constructor(private readonly db: Database) {}

  /**
   * Tells of a change of what everybody may see; of a draft nobody hears.
   *
   * @param to the state to which it was moved; undefined where it stands as it did.
   */
  async tell(viewer: Viewer, after: OpportunityRow, to?: OpportunityState): Promise<void> {
    const type = to === undefined ? 'opportunity.amended' : newsOfState[to];
    if (after.publishedAt === null || type === undefined) return;
    const { id, kind, hostSchoolId, networkId, audience, opensOn, closesOn } = after;
    const data = { kind, hostSchoolId, networkId, audience, opensOn, closesOn };
    const aggregate = { aggregateType: 'Opportunity', aggregateId: id };
    await new Outbox(this.db).append(viewer, [{ type, ...aggregate, data }]);
  }
}
