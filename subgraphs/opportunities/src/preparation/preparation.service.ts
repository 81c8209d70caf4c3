import type { Database } from '@trellis/subgraph-kit/database';
import { Fault } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Clock } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { OpportunityState } from '../opportunity/opportunity-state.types.ts';
import type { OpportunityService } from '../opportunity/opportunity.service.ts';
import {
  type CancelPreparationInput,
  type OfferPreparationInput,
  TooLateToPrepare,
} from './preparation-change.types.ts';
import { foundPreparation, type PreparationRow } from './preparation.queries.ts';

const { DRAFT, APPROVED, PUBLISHED, REOPENED } = OpportunityState;

/** Where an opportunity stands while people may still be helped to get ready for it. */
export const preparable: readonly OpportunityState[] = [DRAFT, APPROVED, PUBLISHED, REOPENED];

/** Help to get ready, as those who answer for an opportunity offer it. */
export class PreparationService {
  constructor(
    private readonly db: Database,
    private readonly opportunities: OpportunityService,
    private readonly idempotency: Idempotency,
    private readonly now: Clock,
  ) {}

  /**
   * Offers help to everybody whom the opportunity is for.
   *
   * @throws NOT_FOUND when the viewer's trust has no such opportunity.
   * @throws FORBIDDEN when its school is not one that the viewer answers for.
   */
  offer(viewer: Viewer, input: OfferPreparationInput) {
    const { opportunityId, kind, title, details, venue, startsAt, places } = input;
    const offer = async () => {
      const { state } = await this.opportunities.held(viewer, opportunityId);
      if (!preparable.includes(state)) return new TooLateToPrepare(state);
      const id = newId();
      await this.db.rows(
        `INSERT INTO preparation_offer (trust_id, id, opportunity_id, kind, title, details, venue,
                                        starts_at, places, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)`,
        [
          ...[viewer.trustId, id, opportunityId, kind, title, details ?? null],
          ...[venue ?? null, startsAt ?? null, places ?? null],
        ],
      );
      return foundPreparation(this.db, viewer, id);
    };
    const again = (id: string) => foundPreparation(this.db, viewer, id);
    return this.idempotency.once(viewer, 'offerPreparation', input, offer, again);
  }

  /**
   * Says that help is off; those who have a place still see it, cancelled.
   *
   * @throws NOT_FOUND when the viewer's trust has no such help.
   * @throws FORBIDDEN when the school is not one that the viewer answers for.
   * @throws CONFLICT with the current version when it changed since it was read.
   */
  cancel(viewer: Viewer, input: CancelPreparationInput): Promise<PreparationRow> {
    const { id, version } = input;
    const cancel = async () => {
      const { opportunityId } = await foundPreparation(this.db, viewer, id);
      await this.opportunities.held(viewer, opportunityId);
      const held = await foundPreparation(this.db, viewer, id, 'FOR UPDATE');
      if (held.version !== version) {
        throw new Fault('CONFLICT', 'It was changed since it was read.', {
          currentVersion: held.version,
        });
      }
      await this.db.rows(
        `UPDATE preparation_offer SET cancelled_at = coalesce(cancelled_at, $3), version = version + 1
          WHERE trust_id = $1 AND id = $2`,
        [viewer.trustId, id, this.now()],
      );
      return foundPreparation(this.db, viewer, id);
    };
    const again = () => foundPreparation(this.db, viewer, id);
    return this.idempotency.once<PreparationRow>(viewer, 'cancelPreparation', input, cancel, again);
  }
}
