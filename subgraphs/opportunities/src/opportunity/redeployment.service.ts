import type { Database } from '@trellis/subgraph-kit/database';
import { badUserInput, forbidden, notFound } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { idOrNone, newId } from '@trellis/subgraph-kit/ids';
import type { EntityDirectory } from '@trellis/subgraph-kit/known-entities';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { refuseWithoutRight } from './approver.ts';
import { IllegalTransition, OpportunityNotPublishable } from './opportunity-change.types.ts';
import { legalTransitions, OpportunityState } from './opportunity-state.types.ts';
import type { OpportunityRows } from './opportunity.rows.ts';
import { missingFrom } from './publishing.ts';
import { NotAtRisk, type RedeployInput } from './redeployment.types.ts';

const { DRAFT, APPROVED, FILLED } = OpportunityState;

/** Until how many days from now a post must end for its holder to be at risk. */
const mostDaysAhead = 365;

/** The one way of giving somebody named in advance a post: because theirs ends. */
export class RedeploymentService {
  constructor(
    private readonly db: Database,
    private readonly rows: OpportunityRows,
    private readonly idempotency: Idempotency,
    private readonly people: EntityDirectory,
    private readonly now: Clock,
  ) {}

  /**
   * Fills a draft with somebody whose post ends. It is published as filled, and the record of why,
   * for whom and by whom stays.
   *
   * @throws NOT_FOUND when the viewer's trust has no such person.
   * @throws FORBIDDEN to API keys: a person answers for it.
   * @throws BAD_USER_INPUT when nobody else with the right approved it.
   * @throws NOT_FOUND, FORBIDDEN or CONFLICT as `OpportunityRows.hold` does.
   */
  async redeploy(viewer: Viewer, input: RedeployInput) {
    const { id, version, personId, approvedById, postEndsOn } = input;
    if (viewer.personId === null) throw forbidden('A person answers for a redeployment.');
    if (personId === viewer.personId || personId === approvedById) {
      throw badUserInput('Nobody redeploys themself.');
    }
    await refuseWithoutRight(this.people, viewer, approvedById);
    const redeploy = async () => {
      const draft = await this.rows.hold(viewer, id, version);
      const { state } = draft;
      if (state !== DRAFT && state !== APPROVED) {
        return new IllegalTransition(state, legalTransitions[state]);
      }
      const missing = missingFrom(draft);
      if (missing.length > 0) return new OpportunityNotPublishable(missing);
      await this.refuseStrangers(viewer, personId);
      if (!this.isAtRisk(postEndsOn)) return new NotAtRisk();
      await this.record(viewer, input);
      return this.rows.write(viewer, draft, { state: FILLED, publishedAt: this.now() });
    };
    const again = () => this.rows.find(viewer, id);
    return this.idempotency.once(viewer, 'redeploy', input, redeploy, again);
  }

  private isAtRisk(postEndsOn: string): boolean {
    const now = this.now();
    const latest = new Date(now.getTime() + mostDaysAhead * 24 * 60 * 60 * 1000);
    return postEndsOn >= londonDay(now) && postEndsOn <= londonDay(latest);
  }

  private async refuseStrangers({ trustId }: Viewer, personId: string): Promise<void> {
    const [known] = await this.db.rows(
      `SELECT id FROM roster_person WHERE trust_id = $1 AND id = $2
          AND status NOT IN ('LEFT', 'MERGED')`,
      [trustId, idOrNone(personId)],
    );
    if (!known) throw notFound('person');
  }

  private async record({ trustId, personId: by }: Viewer, input: RedeployInput): Promise<void> {
    const { id, personId, approvedById, postEndsOn, reason } = input;
    await this.db.rows(
      `INSERT INTO redeployment (trust_id, id, opportunity_id, person_id, approved_by_id,
                                 recorded_by_id, post_ends_on, reason, recorded_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [trustId, newId(), id, personId, approvedById, by, postEndsOn, reason, this.now()],
    );
  }
}
