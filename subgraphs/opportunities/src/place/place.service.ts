import type { Database } from '@trellis/subgraph-kit/database';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { OpportunityService } from '../opportunity/opportunity.service.ts';
import { heldPlaces } from './place.queries.ts';
import { PlacesTaken, type SetPlacesInput } from './place.types.ts';

/** For how many there is room. */
export class PlaceService {
  constructor(
    private readonly db: Database,
    private readonly opportunities: OpportunityService,
    private readonly idempotency: Idempotency,
  ) {}

  /**
   * Says for how many an opportunity has room.
   *
   * @throws NOT_FOUND when the viewer's trust has no such opportunity.
   * @throws FORBIDDEN when its school is not one that the viewer answers for.
   */
  set(viewer: Viewer, input: SetPlacesInput) {
    const { opportunityId: id, places } = input;
    const set = async () => {
      const opportunity = await this.opportunities.held(viewer, id);
      const { offered, accepted } = await heldPlaces(this.db, viewer, id);
      if (offered + accepted > places) return new PlacesTaken(offered + accepted);
      await this.db.rows(
        `INSERT INTO opportunity_place (trust_id, opportunity_id, places) VALUES ($1, $2, $3)
         ON CONFLICT (trust_id, opportunity_id) DO UPDATE SET places = excluded.places`,
        [viewer.trustId, id, places],
      );
      return opportunity;
    };
    const again = () => this.opportunities.held(viewer, id);
    return this.idempotency.once(viewer, 'setPlaces', input, set, again);
  }
}
