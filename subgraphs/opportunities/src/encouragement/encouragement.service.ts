import type { Database } from '@trellis/subgraph-kit/database';
import { forbidden, notFound } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { isId, newId } from '@trellis/subgraph-kit/ids';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { NotOpen } from '../application/application-change.types.ts';
import { themselves } from '../application/application.service.ts';
import { reportsSql } from '../eligibility/eligibility.queries.ts';
import { opportunitiesById } from '../opportunity/opportunity.queries.ts';
import { foundEncouragement } from './encouragement.queries.ts';
import { AlreadyEncouraged, type EncourageInput } from './encouragement.types.ts';

/** What line managers may do about an application of their reports: encourage it, and nothing else. */
export class EncouragementService {
  constructor(
    private readonly db: Database,
    private readonly idempotency: Idempotency,
    private readonly now: Clock,
  ) {}

  /**
   * Encourages somebody to go for something. Whether they have applied is not looked at, or the answer
   * would tell.
   *
   * @throws NOT_FOUND when the viewer may see no such opportunity.
   * @throws FORBIDDEN when the viewer does not line-manage that person today.
   */
  encourage(viewer: Viewer, input: EncourageInput) {
    const { opportunityId, personId, message } = input;
    const { trustId } = viewer;
    const me = themselves(viewer);
    const encourage = async () => {
      const today = londonDay(this.now());
      const ids = [opportunityId].filter(isId);
      const [opportunity] = await opportunitiesById(this.db, viewer, today, ids);
      if (!opportunity) throw notFound('opportunity');
      await this.refuseOthers(viewer, me, personId, today);
      if (!opportunity.isOpen) return new NotOpen(opportunity.opensOn, opportunity.closesOn);
      const id = newId();
      const [written] = await this.db.rows(
        `INSERT INTO encouragement (trust_id, id, opportunity_id, person_id, given_by_id, message, given_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (trust_id, opportunity_id, person_id, given_by_id) DO NOTHING RETURNING id`,
        [trustId, id, opportunityId, personId, me, message ?? null, this.now()],
      );
      return written ? foundEncouragement(this.db, viewer, id) : new AlreadyEncouraged();
    };
    const again = (id: string) => foundEncouragement(this.db, viewer, id);
    return this.idempotency.once(viewer, 'encourage', input, encourage, again);
  }

  private async refuseOthers({ trustId }: Viewer, me: string, personId: string, today: string) {
    const params = [trustId, [personId].filter(isId), today, me];
    const [report] = await this.db.rows(reportsSql, params);
    if (!report) throw forbidden('Only somebody’s line manager can encourage them here.');
  }
}
