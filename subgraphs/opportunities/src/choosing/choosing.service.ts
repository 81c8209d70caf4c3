import { Outbox } from '@trellis/events/outbox';
import type { Database } from '@trellis/subgraph-kit/database';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import type { Clock } from '@trellis/subgraph-kit/london-day';
import type { Refusal } from '@trellis/subgraph-kit/refusal';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { ApplicationState, legalTransitions } from '../application/application-state.types.ts';
import type { ApplicationRow } from '../application/application.queries.ts';
import type { SeatingService } from '../cohort/seating.service.ts';
import type { FairnessService } from '../fairness/fairness.service.ts';
import { OpportunityKind } from '../opportunity/opportunity-kind.types.ts';
import { OpportunityState } from '../opportunity/opportunity-state.types.ts';
import type { OpportunityService } from '../opportunity/opportunity.service.ts';
import { heldPlaces, type PlaceRow } from '../place/place.queries.ts';
import type { ProjectSeats } from '../project/project-seats.service.ts';
import {
  ActingNotAsApproved,
  ApplicationNotMovable,
  HasLeft,
  type MoveApplicationInput,
  NoPlaceFree,
  NotChoosing,
  OfferEndsTooEarly,
  type OfferPlaceInput,
  AdvisesOwnSchool,
  ShortlistOpen,
} from './choosing-change.types.ts';
import {
  advisesOwnSchool,
  foundApplication,
  hasLeft,
  isBeyondActing,
  isShortlistLocked,
  moveApplication,
} from './choosing.queries.ts';

const { INTERVIEWING, WAITLISTED, OFFERED, UNSUCCESSFUL } = ApplicationState;
const { CLOSED, SHORTLISTING, DECIDING } = OpportunityState;

/** Where an opportunity stands while people are chosen for it. */
export const choosing: readonly OpportunityState[] = [CLOSED, SHORTLISTING, DECIDING];

const eventOf = {
  [INTERVIEWING]: 'application.interviewing',
  [WAITLISTED]: 'application.waitlisted',
  [OFFERED]: 'application.offered',
  [UNSUCCESSFUL]: 'application.unsuccessful',
} as const;

type Check<No> = (application: ApplicationRow, places: PlaceRow) => Promise<No | undefined>;

/** A decision of an application: what asks for it, where it leads, and what may speak against it. */
interface Choice<No> {
  readonly mutation: string;
  readonly to: keyof typeof eventOf;
  readonly check?: Check<No>;
}

/** Who may have a seat, of a project or of a cohort. */
interface SeatsOf {
  readonly seats: ProjectSeats;
  readonly seating: SeatingService;
}

/** What those who answer for an opportunity decide of applications once the panel has chosen. */
export class ChoosingService {
  constructor(
    private readonly db: Database,
    private readonly opportunities: OpportunityService,
    private readonly fairness: FairnessService,
    private readonly of: SeatsOf,
    private readonly idempotency: Idempotency,
    private readonly now: Clock,
  ) {}

  /**
   * Asks somebody to be heard.
   *
   * @throws NOT_FOUND when the viewer may see no such application.
   * @throws FORBIDDEN when its school is not one that the viewer answers for.
   * @throws CONFLICT with the current version when it changed since it was read.
   */
  invite(viewer: Viewer, input: MoveApplicationInput) {
    return this.choose(viewer, input, { mutation: 'inviteToInterview', to: INTERVIEWING });
  }

  /** Keeps somebody for a place that becomes free. @throws as `invite` does. */
  waitlist(viewer: Viewer, input: MoveApplicationInput) {
    const check = (application: ApplicationRow) => this.of.seating.refuse(viewer, application);
    return this.choose(viewer, input, { mutation: 'waitlistApplication', to: WAITLISTED, check });
  }

  /** Says no, which makes feedback owed. @throws as `invite` does. */
  turnDown(viewer: Viewer, input: MoveApplicationInput) {
    return this.choose(viewer, input, { mutation: 'turnDownApplication', to: UNSUCCESSFUL });
  }

  /** Offers one of the places that are left. @throws as `invite` does. */
  offer(viewer: Viewer, input: OfferPlaceInput) {
    const { startsOn } = input;
    const endsOn = input.endsOn ?? null;
    const check = async (application: ApplicationRow, held: PlaceRow) => {
      const { opportunityId, personId } = application;
      if (endsOn !== null && endsOn <= startsOn) return new OfferEndsTooEarly(startsOn);
      if (await isBeyondActing(this.db, viewer, opportunityId, personId, endsOn)) {
        return new ActingNotAsApproved();
      }
      if (await hasLeft(this.db, viewer, personId)) return new HasLeft();
      if (await advisesOwnSchool(this.db, viewer, { opportunityId, personId, startsOn })) {
        return new AdvisesOwnSchool();
      }
      const wanted = { opportunityId, personId, startsOn, endsOn };
      const noSeat =
        (await this.of.seats.refusal(wanted)) ??
        (await this.of.seating.refuse(viewer, application, { startsOn, endsOn }));
      if (noSeat) return noSeat;
      const { offered, accepted, places } = held;
      return offered + accepted < places ? undefined : new NoPlaceFree(places);
    };
    return this.choose(viewer, input, { mutation: 'offerPlace', to: OFFERED, check });
  }

  private choose<No extends Refusal = never>(
    viewer: Viewer,
    input: MoveApplicationInput & Partial<OfferPlaceInput>,
    { mutation, to, check }: Choice<No>,
  ) {
    const { id, version, startsOn = null, endsOn = null } = input;
    const find = () => foundApplication(this.db, viewer, id);
    const choose = async () => {
      const { opportunityId, personId } = await find();
      const opportunity = await this.opportunities.held(viewer, opportunityId);
      const places = await heldPlaces(this.db, viewer, opportunityId);
      const application = await foundApplication(this.db, viewer, id, version);
      const legal = legalTransitions[application.state];
      if (!legal.includes(to)) return new ApplicationNotMovable(application.state, legal);
      const early = await this.fairness.tooEarly(viewer, opportunityId);
      if (early) return early;
      if (!choosing.includes(opportunity.state)) return new NotChoosing(opportunity.state);
      const needsPanel = opportunity.kind !== OpportunityKind.ACTING;
      if (needsPanel && !(await isShortlistLocked(this.db, viewer, opportunityId))) {
        return new ShortlistOpen();
      }
      const refusal = await check?.(application, places);
      if (refusal) return refusal;
      const offeredAt = to === OFFERED ? this.now() : null;
      await moveApplication(this.db, viewer, id, to, { startsOn, endsOn, offeredAt });
      const aggregate = { aggregateType: 'Application', aggregateId: id };
      const data = { personId, opportunityId };
      await new Outbox(this.db).append(viewer, [{ type: eventOf[to], ...aggregate, data }]);
      return find();
    };
    return this.idempotency.once(viewer, mutation, input, choose, find);
  }
}
