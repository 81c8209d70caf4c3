import type { Database } from '@trellis/subgraph-kit/database';
import { notFound } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { idOrNone, isId } from '@trellis/subgraph-kit/ids';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { AlreadyApplied, NotOpen } from '../application/application-change.types.ts';
import { standingApplication } from '../application/application.queries.ts';
import { themselves } from '../application/application.service.ts';
import { opportunitiesById } from '../opportunity/opportunity.queries.ts';
import { forgetReason, ownReasons } from './not-applying.queries.ts';
import type {
  ReasonNotToApply,
  ReasonTakenBack,
  SayWhyNotApplyingInput,
  TakeReasonBackInput,
} from './not-applying.types.ts';

/** What people say of their own accord of why they do not apply. */
export class NotApplyingService {
  constructor(
    private readonly db: Database,
    private readonly idempotency: Idempotency,
    private readonly now: Clock,
  ) {}

  /**
   * Keeps why the viewer does not apply, while it is open: once it is closed, reasons are counted.
   *
   * @throws NOT_FOUND when the viewer may see no such opportunity.
   * @throws FORBIDDEN when the viewer is no person.
   */
  say(viewer: Viewer, input: SayWhyNotApplyingInput) {
    const { opportunityId, reason } = input;
    const personId = themselves(viewer);
    const say = async () => {
      const ids = [opportunityId].filter(isId);
      const today = londonDay(this.now());
      const [opportunity] = await opportunitiesById(this.db, viewer, today, ids, 'FOR SHARE');
      if (!opportunity) throw notFound('opportunity');
      if (!opportunity.isOpen) return new NotOpen(opportunity.opensOn, opportunity.closesOn);
      const standing = await standingApplication(this.db, viewer, opportunityId, personId);
      if (standing) return new AlreadyApplied(standing);
      await this.db.rows(
        `INSERT INTO not_applying_reason (trust_id, opportunity_id, person_id, reason, given_at)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (trust_id, opportunity_id, person_id)
         DO UPDATE SET reason = excluded.reason, given_at = excluded.given_at`,
        [viewer.trustId, opportunityId, personId, reason, this.now()],
      );
      return this.find(viewer, opportunityId);
    };
    const again = () => this.find(viewer, opportunityId);
    return this.idempotency.once(viewer, 'sayWhyNotApplying', input, say, again);
  }

  /** Takes it back, at any time. @throws NOT_FOUND when the viewer has said nothing of that. */
  takeBack(viewer: Viewer, input: TakeReasonBackInput): Promise<ReasonTakenBack> {
    const opportunityId = idOrNone(input.opportunityId);
    themselves(viewer);
    const takeBack = async () => {
      const { id } = await this.find(viewer, opportunityId);
      await forgetReason(this.db, viewer, opportunityId);
      return { id };
    };
    const again = () => Promise.resolve({ id: opportunityId });
    const mutation = 'takeReasonBack';
    return this.idempotency.once<ReasonTakenBack>(viewer, mutation, input, takeBack, again);
  }

  private async find(viewer: Viewer, opportunityId: string): Promise<ReasonNotToApply> {
    const [found] = await ownReasons(this.db, viewer, [opportunityId]);
    if (!found) throw notFound('reason');
    return found;
  }
}
