import { Outbox } from '@trellis/events/outbox';
import type { Database } from '@trellis/subgraph-kit/database';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import type { Clock } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { OwnOnly } from '../application/application-change.types.ts';
import { ApplicationState, legalTransitions } from '../application/application-state.types.ts';
import type { ApplicationRow } from '../application/application.queries.ts';
import type { AfterAccepting } from '../application/application.service.ts';
import type { SeatNotForThem } from '../cohort/cohort-change.types.ts';
import type { FairnessService } from '../fairness/fairness.service.ts';
import type { OpportunityService } from '../opportunity/opportunity.service.ts';
import { heldPlaces } from '../place/place.queries.ts';
import {
  ApplicationNotMovable,
  type MoveApplicationInput,
  NotChoosing,
} from './choosing-change.types.ts';
import { foundApplication, moveApplication } from './choosing.queries.ts';
import { choosing } from './choosing.service.ts';

const { ACCEPTED, DECLINED } = ApplicationState;

const eventOf = { [ACCEPTED]: 'application.accepted', [DECLINED]: 'application.declined' } as const;

/** What people answer to an offer, each for themselves. */
export class AnsweringService {
  constructor(
    private readonly db: Database,
    private readonly opportunities: OpportunityService,
    private readonly fairness: FairnessService,
    private readonly after: AfterAccepting,
    private readonly idempotency: Idempotency,
    private readonly now: Clock,
  ) {}

  /**
   * Takes the place that the viewer was offered, which makes a placement, or a term where it is a seat of
   * a cohort. It waits where a notice came back meanwhile, until it is logged how that person was told.
   *
   * @throws NOT_FOUND when the viewer may see no such application.
   * @throws CONFLICT with the current version when it changed since it was read.
   */
  accept(viewer: Viewer, input: MoveApplicationInput) {
    const agree = async (application: ApplicationRow) => {
      const { placements, seating } = this.after;
      const refusal = await seating.refuseTaking(viewer, application);
      if (refusal) return refusal;
      const { offeredAt, offerStartsOn: startsOn, offerEndsOn: endsOn } = application;
      const offer = { startsOn, endsOn, offeredAt };
      await moveApplication(this.db, viewer, application.id, ACCEPTED, offer);
      const isSeat = await seating.announced(viewer, application.opportunityId);
      await (isSeat ? seating.take(viewer, application) : placements.agree(viewer, application));
      return undefined;
    };
    return this.answer(viewer, 'acceptOffer', input, ACCEPTED, agree);
  }

  /** Leaves the place to the next on the waiting list. @throws as `accept` does. */
  decline(viewer: Viewer, input: MoveApplicationInput) {
    const giveUp = async (application: ApplicationRow) => {
      const none = { startsOn: null, endsOn: null, offeredAt: null };
      await moveApplication(this.db, viewer, application.id, DECLINED, none);
      await this.after.waiting.offerNext(viewer, application, this.now());
      return undefined;
    };
    return this.answer(viewer, 'declineOffer', input, DECLINED, giveUp);
  }

  private async noSeat(application: ApplicationRow) {
    const { opportunityId, personId, offerStartsOn: startsOn, offerEndsOn: endsOn } = application;
    if (startsOn === null) return undefined;
    return this.after.seats.refusal({ opportunityId, personId, startsOn, endsOn });
  }

  private answer(
    viewer: Viewer,
    mutation: string,
    input: MoveApplicationInput,
    to: keyof typeof eventOf,
    then: (application: ApplicationRow) => Promise<SeatNotForThem | undefined>,
  ) {
    const { id, version } = input;
    const find = () => foundApplication(this.db, viewer, id);
    const answer = async () => {
      const { opportunityId, personId } = await find();
      if (personId !== viewer.personId) return new OwnOnly();
      const state = await this.opportunities.heldState(viewer, opportunityId);
      await heldPlaces(this.db, viewer, opportunityId);
      const application = await foundApplication(this.db, viewer, id, version);
      const legal = legalTransitions[application.state];
      if (!legal.includes(to)) return new ApplicationNotMovable(application.state, legal);
      if (!choosing.includes(state)) return new NotChoosing(state);
      const early = to === ACCEPTED && (await this.fairness.tooEarly(viewer, opportunityId));
      if (early) return early;
      const noSeat = to === ACCEPTED && (await this.noSeat(application));
      if (noSeat) return noSeat;
      const refusal = await then(application);
      if (refusal) return refusal;
      const aggregate = { aggregateType: 'Application', aggregateId: id };
      const data = { personId, opportunityId };
      await new Outbox(this.db).append(viewer, [{ type: eventOf[to], ...aggregate, data }]);
      return find();
    };
    return this.idempotency.once(viewer, mutation, input, answer, find);
  }
}
