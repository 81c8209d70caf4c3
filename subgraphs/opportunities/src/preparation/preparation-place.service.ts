import type { Database } from '@trellis/subgraph-kit/database';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { newId } from '@trellis/subgraph-kit/ids';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { themselves } from '../application/application.service.ts';
import { opportunitiesById } from '../opportunity/opportunity.queries.ts';
import {
  NotMeantForYou,
  PreparationFull,
  PreparationOver,
  type PreparationPlaceInput,
  TooLateToPrepare,
} from './preparation-change.types.ts';
import { foundPreparation, ownPlaces, type PreparationRow } from './preparation.queries.ts';
import { preparable } from './preparation.service.ts';

/** Places in what helps people to get ready, which each takes for themselves. */
export class PreparationPlaceService {
  constructor(
    private readonly db: Database,
    private readonly idempotency: Idempotency,
    private readonly now: Clock,
  ) {}

  /**
   * Takes a place, which asks nobody. Who has one keeps it.
   *
   * @throws NOT_FOUND when the viewer may see no such help.
   * @throws FORBIDDEN when the viewer is no person.
   */
  take(viewer: Viewer, input: PreparationPlaceInput) {
    const personId = themselves(viewer);
    const { offerId } = input;
    const take = async () => {
      const offer = await this.held(viewer, offerId);
      const [own] = await ownPlaces(this.db, viewer, [offerId]);
      if (own) return offer;
      const refusal = await this.refuse(viewer, personId, offer);
      if (refusal) return refusal;
      await this.db.rows(
        `INSERT INTO preparation_place (trust_id, id, offer_id, opportunity_id, person_id, taken_at)
         VALUES ($1, $2, $3, $4, $5, $6)`,
        [viewer.trustId, newId(), offerId, offer.opportunityId, personId, this.now()],
      );
      return foundPreparation(this.db, viewer, offerId);
    };
    const again = () => foundPreparation(this.db, viewer, offerId);
    return this.idempotency.once(viewer, 'takePreparationPlace', input, take, again);
  }

  /** Gives a place up, which is free for others at once. @throws as `take` does. */
  giveUp(viewer: Viewer, input: PreparationPlaceInput): Promise<PreparationRow> {
    const personId = themselves(viewer);
    const { offerId } = input;
    const again = () => foundPreparation(this.db, viewer, offerId);
    const giveUp = async () => {
      await this.held(viewer, offerId);
      await this.db.rows(
        `UPDATE preparation_place SET given_up_at = $4
          WHERE trust_id = $1 AND offer_id = $2 AND person_id = $3 AND given_up_at IS NULL`,
        [viewer.trustId, offerId, personId, this.now()],
      );
      return again();
    };
    const mutation = 'givePreparationPlaceUp';
    return this.idempotency.once<PreparationRow>(viewer, mutation, input, giveUp, again);
  }

  /** Held until the operation ends, so that the last place is taken once. */
  private held(viewer: Viewer, offerId: string): Promise<PreparationRow> {
    return foundPreparation(this.db, viewer, offerId, 'FOR UPDATE');
  }

  private async refuse(viewer: Viewer, personId: string, offer: PreparationRow) {
    const { opportunityId, cancelledAt, startsAt, places, taken } = offer;
    const today = londonDay(this.now());
    const [opportunity] = await opportunitiesById(this.db, viewer, today, [opportunityId]);
    if (opportunity && !preparable.includes(opportunity.state)) {
      return new TooLateToPrepare(opportunity.state);
    }
    if (cancelledAt !== null || (startsAt !== null && startsAt <= this.now())) {
      return new PreparationOver();
    }
    if (!(await this.isMeantFor(viewer, opportunityId, personId))) return new NotMeantForYou();
    return places !== null && taken >= places ? new PreparationFull(places) : undefined;
  }

  private async isMeantFor({ trustId }: Viewer, opportunityId: string, personId: string) {
    const meant = await this.db.rows(
      `SELECT 1 FROM opportunity_eligible WHERE trust_id = $1 AND opportunity_id = $2
          AND person_id = $3 AND dropped_at IS NULL`,
      [trustId, opportunityId, personId],
    );
    return meant.length > 0;
  }
}
