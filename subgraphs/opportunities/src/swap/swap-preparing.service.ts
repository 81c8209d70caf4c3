import type { Database } from '@trellis/subgraph-kit/database';
import { forbidden, notFound } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { isId } from '@trellis/subgraph-kit/ids';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { PlacementKind } from '../placement/placement-kind.types.ts';
import { PlacementParty } from '../placement/placement-part.types.ts';
import type { PlacementService } from '../placement/placement.service.ts';
import { legsOf, type SwapLegRow, type SwapRow, swapsById } from './swap.queries.ts';
import { type PrepareSwapInput, SwapGone, SwapState } from './swap.types.ts';

/** Makes of a swap that was found the placements of all its legs, under one agreement. */
export class SwapPreparingService {
  constructor(
    private readonly db: Database,
    private readonly placements: PlacementService,
    private readonly idempotency: Idempotency,
    private readonly now: Clock,
  ) {}

  /**
   * Takes a swap up. Whoever of those whom it moves does so agrees to it; the others and the heads of the
   * schools are asked, of each leg.
   *
   * @throws NOT_FOUND when the viewer may see no such swap.
   * @throws FORBIDDEN for whoever neither is moved by it nor answers for all schools.
   */
  prepare(viewer: Viewer, input: PrepareSwapInput) {
    const { id } = input;
    const prepare = async () => {
      const swap = await this.held(viewer, id);
      const legs = await legsOf(this.db, viewer, [id]);
      const isMoved = legs.some(({ personId }) => personId === viewer.personId);
      if (!isMoved && !viewer.allPlaces) throw forbidden('Those whom a swap moves take it up.');
      if (swap.state !== SwapState.FOUND) return new SwapGone();
      const [{ stands } = { stands: false }] = await this.db.rows<{ stands: boolean }>(
        `SELECT swap_stands($1) AS stands`,
        [id],
      );
      if (!stands || swap.startsOn <= londonDay(this.now())) return new SwapGone();
      await this.db.rows(`UPDATE swap SET prepared_at = $3 WHERE trust_id = $1 AND id = $2`, [
        viewer.trustId,
        id,
        this.now(),
      ]);
      await this.placements.make(
        viewer,
        legs.map((leg) => this.draftOf(viewer, swap, leg)),
      );
      return this.found(viewer, id);
    };
    const again = () => this.found(viewer, id);
    return this.idempotency.once(viewer, 'prepareSwap', input, prepare, again);
  }

  private draftOf(viewer: Viewer, { id, startsOn, endsOn }: SwapRow, leg: SwapLegRow) {
    const { personId, homeSchoolId, hostSchoolId } = leg;
    const byThemselves = { party: PlacementParty.PERSON, reason: null, byId: personId };
    return {
      ...{ personId, kind: PlacementKind.SWAP, opportunityId: null, applicationId: null },
      ...{ homeSchoolId, hostSchoolId, startsOn, endsOn, weekdays: null, agreementId: id },
      purpose: 'To do each other’s work for a time, as all of the swap wish',
      agreed: personId === viewer.personId ? [byThemselves] : [],
    };
  }

  private async held(viewer: Viewer, id: string): Promise<SwapRow> {
    await this.db.rows('SELECT 1 FROM swap WHERE trust_id = $1 AND id = $2 FOR UPDATE', [
      viewer.trustId,
      isId(id) ? id : null,
    ]);
    return this.found(viewer, id);
  }

  private async found(viewer: Viewer, id: string): Promise<SwapRow> {
    const [found] = await swapsById(this.db, viewer, londonDay(this.now()), [id].filter(isId));
    if (!found) throw notFound('swap');
    return found;
  }
}
