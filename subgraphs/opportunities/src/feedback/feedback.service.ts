import { Outbox } from '@trellis/events/outbox';
import type { Database } from '@trellis/subgraph-kit/database';
import { forbidden, notFound } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { isId } from '@trellis/subgraph-kit/ids';
import type { Clock } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { ApplicationState } from '../application/application-state.types.ts';
import {
  applicationsById,
  type ApplicationRow,
  refuseConcerned,
} from '../application/application.queries.ts';
import { heldPlaces } from '../place/place.queries.ts';
import type { GiveFeedbackInput } from './feedback-change.types.ts';
import { FeedbackNotOwed } from './feedback.types.ts';

/** What those who were not chosen are owed. */
export class FeedbackService {
  constructor(
    private readonly db: Database,
    private readonly idempotency: Idempotency,
    private readonly now: Clock,
  ) {}

  /**
   * Tells somebody why they were not chosen, which closes their application.
   *
   * @throws NOT_FOUND when the viewer may see no such application.
   * @throws FORBIDDEN of their own, and where somebody close to them applied.
   */
  give(viewer: Viewer, input: GiveFeedbackInput) {
    const { applicationId: id, text } = input;
    const { trustId } = viewer;
    const give = async () => {
      const { opportunityId } = await this.find(viewer, id);
      await heldPlaces(this.db, viewer, opportunityId);
      const { state, personId } = await this.find(viewer, id, 'FOR UPDATE');
      if (personId === viewer.personId) throw forbidden('Somebody else tells you why.');
      await refuseConcerned(this.db, viewer, opportunityId);
      if (state !== ApplicationState.UNSUCCESSFUL) return new FeedbackNotOwed(state);
      await this.db.rows(
        `WITH given AS (
           INSERT INTO feedback (trust_id, application_id, text, given_by_id, given_at)
           VALUES ($1, $2, $3, $4, $5)
         )
         UPDATE application SET state = 'REJECTED', version = version + 1
          WHERE trust_id = $1 AND id = $2`,
        [trustId, id, text, viewer.personId, this.now()],
      );
      const aggregate = { aggregateType: 'Application', aggregateId: id };
      const told = {
        type: 'application.rejected',
        ...aggregate,
        data: { personId, opportunityId },
      };
      await new Outbox(this.db).append(viewer, [told]);
      return this.find(viewer, id);
    };
    const again = () => this.find(viewer, id);
    return this.idempotency.once(viewer, 'giveFeedback', input, give, again);
  }

  private async find(
    viewer: Viewer,
    id: string,
    lock: '' | 'FOR UPDATE' = '',
  ): Promise<ApplicationRow> {
    const [found] = await applicationsById(this.db, viewer, [id].filter(isId), lock);
    if (!found) throw notFound('application');
    return found;
  }
}
