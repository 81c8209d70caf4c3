import type { Database } from '@trellis/subgraph-kit/database';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { idOrNone } from '@trellis/subgraph-kit/ids';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { OpportunityService } from '../opportunity/opportunity.service.ts';
import { windowsOf } from './fairness-windows.ts';
import { logAlternativeSql } from './fairness.queries.ts';
import { type LogAlternativeNoticeInput, NotToldThen, NotWaitingToBeTold } from './reach.types.ts';

/** What is done for those whom no notice reaches. */
export class ReachService {
  constructor(
    private readonly db: Database,
    private readonly opportunities: OpportunityService,
    private readonly idempotency: Idempotency,
    private readonly now: Clock,
  ) {}

  /**
   * Puts on record that somebody was told otherwise; their days count from then.
   *
   * @throws NOT_FOUND when the viewer may see no such opportunity.
   * @throws FORBIDDEN when its school is not the viewer's to offer for.
   */
  logAlternative(viewer: Viewer, input: LogAlternativeNoticeInput) {
    const { opportunityId, personId, toldOn, means } = input;
    const log = async () => {
      const opportunity = await this.opportunities.held(viewer, opportunityId);
      const [window] = await windowsOf(this.db, viewer, [opportunityId]);
      const opensOn = window?.opensOn ?? toldOn;
      if (toldOn < opensOn || toldOn > londonDay(this.now())) return new NotToldThen(opensOn);
      const logged = await this.db.rows(logAlternativeSql, [
        ...[viewer.trustId, opportunityId, idOrNone(personId), toldOn, means, viewer.personId],
      ]);
      return logged.length > 0 ? opportunity : new NotWaitingToBeTold();
    };
    const again = () => this.opportunities.held(viewer, opportunityId);
    return this.idempotency.once(viewer, 'logAlternativeNotice', input, log, again);
  }
}
