import { Outbox } from '@trellis/events/outbox';
import type { Database } from '@trellis/subgraph-kit/database';
import { Fault, forbidden, notFound } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { isId, newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import { type GivenAnswer, givenAnswers, unansweredEssentials } from './answer.types.ts';
import { forgetReason } from '../not-applying/not-applying.queries.ts';
import { opportunitiesById } from '../opportunity/opportunity.queries.ts';
import { heldPlaces } from '../place/place.queries.ts';
import type { WaitingList } from '../place/waiting-list.service.ts';
import type { PlacementService } from '../placement/placement.service.ts';
import type { SeatingService } from '../cohort/seating.service.ts';
import type { ProjectSeats } from '../project/project-seats.service.ts';
import {
  AlreadyApplied,
  ApplicationNotWithdrawable,
  type ApplyForOpportunityInput,
  CriteriaUnanswered,
  NotOpen,
  OwnOnly,
  type WithdrawApplicationInput,
} from './application-change.types.ts';
import { ApplicationState, legalTransitions } from './application-state.types.ts';
import { ApplicationEntity } from './application.entity.ts';
import {
  applicationsById,
  type ApplicationRow,
  standingApplication,
} from './application.queries.ts';

/** What somebody hands in. */
interface WhatIsSaid {
  readonly opportunityId: string;
  readonly statement?: string | null;
  readonly answers?: readonly GivenAnswer[] | null;
}

/** What an application that was accepted has made, and who is next when it is given up. */
export interface AfterAccepting {
  readonly placements: PlacementService;
  readonly seating: SeatingService;
  readonly seats: ProjectSeats;
  readonly waiting: WaitingList;
}

/** Applying and taking back, which each person does for themselves. */
export class ApplicationService {
  constructor(
    private readonly db: Database,
    private readonly after: AfterAccepting,
    private readonly idempotency: Idempotency,
    private readonly now: Clock,
  ) {}

  /**
   * Hands in the viewer's own application.
   *
   * @throws NOT_FOUND when the viewer may see no such opportunity.
   * @throws FORBIDDEN when the viewer is no person.
   */
  apply(viewer: Viewer, input: ApplyForOpportunityInput) {
    const apply = () => this.handIn(viewer, input);
    const again = (id: string) => this.find(viewer, id);
    return this.idempotency.once(viewer, 'applyForOpportunity', input, apply, again);
  }

  /**
   * The same, of what is asked for once. The opportunity cannot be closed meanwhile, and the clock is
   * read once it cannot: what was handed in before midnight was in time. The draft for it, if there is
   * one, has done its work then.
   *
   * @throws as `apply` does.
   */
  async handIn(
    viewer: Viewer,
    said: WhatIsSaid,
  ): Promise<ApplicationRow | NotOpen | AlreadyApplied | CriteriaUnanswered> {
    const { opportunityId, statement } = said;
    const personId = themselves(viewer);
    const ids = [opportunityId].filter(isId);
    const today = londonDay(this.now());
    const [opportunity] = await opportunitiesById(this.db, viewer, today, ids, 'FOR SHARE');
    if (!opportunity) throw notFound('opportunity');
    if (!opportunity.isOpen) return new NotOpen(opportunity.opensOn, opportunity.closesOn);
    const answers = givenAnswers(said.answers);
    const unanswered = unansweredEssentials(opportunity.terms.criteria, answers);

    const standing = await standingApplication(this.db, viewer, opportunityId, personId);
    if (standing) return new AlreadyApplied(standing);
    if (unanswered.length > 0) return new CriteriaUnanswered(unanswered);

    // One statement, so that of two at once the second finds the first.
    const id = newId();
    const [written] = await this.db.rows(
      `INSERT INTO application (trust_id, id, opportunity_id, person_id, statement, answers, state,
                                submitted_at, version)
       VALUES ($1, $2, $3, $4, $5, $6, 'SUBMITTED', $7, 1)
       ON CONFLICT (trust_id, opportunity_id, person_id, round) WHERE withdrawn_at IS NULL DO NOTHING
       RETURNING id`,
      [
        ...[viewer.trustId, id, opportunityId, personId, statement ?? null],
        ...[JSON.stringify(answers), this.now()],
      ],
    );
    // The other one stands now, or was taken back this very moment, and the person may apply again.
    if (!written) return this.handIn(viewer, said);
    await this.forgetDraft(viewer, opportunityId, personId);
    await forgetReason(this.db, viewer, opportunityId);
    await this.standDown(viewer, opportunityId, personId);
    await this.tell(viewer, 'application.submitted', { id, personId, opportunityId });
    return this.find(viewer, id);
  }

  /** Removes what somebody had written before they applied, if there is anything. */
  async forgetDraft({ trustId }: Viewer, opportunityId: string, personId: string): Promise<void> {
    await this.db.rows(
      `DELETE FROM application_draft WHERE trust_id = $1 AND opportunity_id = $2 AND person_id = $3`,
      [trustId, opportunityId, personId],
    );
  }

  /**
   * Takes the viewer's own application back, at any stage before its end.
   *
   * @throws NOT_FOUND when the viewer may see no such application.
   * @throws FORBIDDEN when the viewer is no person.
   * @throws CONFLICT with the current version when it changed since it was read.
   */
  withdraw(viewer: Viewer, input: WithdrawApplicationInput) {
    const { id, version } = input;
    const personId = themselves(viewer);
    const withdraw = async () => {
      const { opportunityId } = await this.find(viewer, id);
      await heldPlaces(this.db, viewer, opportunityId);
      const application = await this.find(viewer, id, 'FOR UPDATE');
      if (application.personId !== personId) return new OwnOnly();
      if (application.version !== version) {
        throw new Fault('CONFLICT', 'The application was changed since it was read.', {
          currentVersion: application.version,
        });
      }
      const { state } = application;
      const legal = legalTransitions[state];
      if (!legal.includes(ApplicationState.WITHDRAWN)) {
        return new ApplicationNotWithdrawable(state, legal);
      }
      await this.db.transaction((tx) =>
        tx.update(
          ApplicationEntity,
          { trustId: viewer.trustId, id },
          { state: ApplicationState.WITHDRAWN, withdrawnAt: this.now(), version: version + 1 },
        ),
      );
      await this.after.placements.cancel(viewer, application);
      await this.after.seating.giveUp(viewer, application);
      await this.after.waiting.offerNext(viewer, application, this.now());
      await this.tell(viewer, 'application.withdrawn', { id, personId, opportunityId });
      return this.find(viewer, id);
    };
    const again = () => this.find(viewer, id);
    return this.idempotency.once(viewer, 'withdrawApplication', input, withdraw, again);
  }

  /** Whoever applies does not choose. */
  private async standDown({ trustId }: Viewer, opportunityId: string, personId: string) {
    await this.db.rows(
      `UPDATE panel_member SET stood_down_at = $4 WHERE trust_id = $1 AND opportunity_id = $2
          AND round = current_round($1, $2) AND person_id = $3 AND stood_down_at IS NULL`,
      [trustId, opportunityId, personId, this.now()],
    );
  }

  private tell(
    viewer: Viewer,
    type: 'application.submitted' | 'application.withdrawn',
    { id, ...data }: { id: string; personId: string; opportunityId: string },
  ): Promise<void> {
    const aggregate = { aggregateType: 'Application', aggregateId: id };
    return new Outbox(this.db).append(viewer, [{ type, ...aggregate, data }]);
  }

  /** @throws NOT_FOUND when the viewer may see no such application. */
  async find(viewer: Viewer, id: string, lock: '' | 'FOR UPDATE' = ''): Promise<ApplicationRow> {
    const [found] = await applicationsById(this.db, viewer, [id].filter(isId), lock);
    if (!found) throw notFound('application');
    return found;
  }
}

/** @throws FORBIDDEN to API keys and jobs, which are nobody. */
export function themselves({ personId }: Viewer): string {
  if (personId === null) throw forbidden('Only a signed-in person can do this, for themselves.');
  return personId;
}
