import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import type { EntityDirectory } from '@trellis/subgraph-kit/known-entities';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { FairnessService } from '../fairness/fairness.service.ts';
import type { PlaceEndingService } from '../place/place-ending.service.ts';
import { audienceOf, narrowsWithoutReason } from './audience.types.ts';
import { materialChanges } from './material-changes.ts';
import {
  ClosingDayOver,
  IllegalTransition,
  OpportunityNotPublishable,
} from './opportunity-change.types.ts';
import {
  type AmendOpportunityInput,
  type MoveOpportunityInput,
  OpportunityNotAmendable,
} from './opportunity-progress.types.ts';
import { legalTransitions, OpportunityState } from './opportunity-state.types.ts';
import { MaterialChange } from './opportunity-version.types.ts';
import type { OpportunityRow } from './opportunity.queries.ts';
import {
  daysTurnedRound,
  type OpportunityRows,
  refuseStrangers,
  refuseUnknown,
} from './opportunity.rows.ts';
import { termsOf } from './terms.types.ts';

const { PUBLISHED, REOPENED, CLOSED, SHORTLISTING, DECIDING } = OpportunityState;
const { FILLED, PART_FILLED, UNFILLED } = OpportunityState;

/** Where nothing goes before everybody has had their days; the database holds the same list. */
const decisions: readonly OpportunityState[] = [
  ...[CLOSED, SHORTLISTING, DECIDING, FILLED, PART_FILLED, UNFILLED],
];

/** What becomes of opportunities once everybody has seen them, and how they come that far. */
export class OpportunityProgressService {
  constructor(
    private readonly rows: OpportunityRows,
    private readonly fairness: FairnessService,
    private readonly places: PlaceEndingService,
    private readonly idempotency: Idempotency,
    private readonly people: EntityDirectory,
    private readonly now: Clock,
  ) {}

  /**
   * Changes what is published. A change that matters to who would go for it makes a new version.
   *
   * @throws NOT_FOUND when the viewer's trust has no such school.
   * @throws NOT_FOUND, FORBIDDEN or CONFLICT as `OpportunityRows.hold` does.
   */
  async amend(viewer: Viewer, input: AmendOpportunityInput) {
    const { id, version, hostSchoolId } = input;
    await refuseUnknown(this.people, viewer, hostSchoolId);
    if (hostSchoolId) refuseStrangers(viewer, hostSchoolId);
    const amend = async () => {
      const before = await this.rows.hold(viewer, id, version);
      const { state, opensOn } = before;
      if (state !== PUBLISHED && state !== REOPENED) return new OpportunityNotAmendable(state);
      const change = changeOf(before, input);
      const { closesOn } = change;
      const refusal = daysTurnedRound(opensOn, closesOn) ?? this.dayOver(closesOn);
      if (refusal) return refusal;
      if (narrowsWithoutReason(change.audience)) {
        return new OpportunityNotPublishable(['audience.reason']);
      }
      const changes = materialChanges(before, { ...before, ...change });
      const wereTold = before.toldVersion > 0; // not here, of what was published elsewhere
      if (changes.length === 0 && wereTold) return this.rows.write(viewer, before, change);
      return this.rows.writeVersion(viewer, before, change, changes);
    };
    const again = () => this.rows.find(viewer, id);
    return this.idempotency.once(viewer, 'amendOpportunity', input, amend, again);
  }

  /**
   * Takes an opportunity from where it stands to where it may go from there.
   *
   * @throws NOT_FOUND, FORBIDDEN or CONFLICT as `OpportunityRows.hold` does.
   */
  move(viewer: Viewer, input: MoveOpportunityInput) {
    const { id, version, to } = input;
    const move = async () => {
      const before = await this.rows.hold(viewer, id, version);
      const legal = legalTransitions[before.state];
      if (to === PUBLISHED || !legal.includes(to))
        return new IllegalTransition(before.state, legal);
      if (to === REOPENED) return this.reopen(viewer, before, input.closesOn);
      const early = decisions.includes(to) && (await this.fairness.tooEarly(viewer, id));
      const refusal = early || (await this.places.refuseEnding(viewer, before, to));
      return refusal || this.rows.write(viewer, before, { state: to });
    };
    const again = () => this.rows.find(viewer, id);
    return this.idempotency.once(viewer, 'moveOpportunity', input, move, again);
  }

  /** Everybody is told once more, as of any other change that matters. */
  private async reopen(viewer: Viewer, before: OpportunityRow, closesOn?: string | null) {
    if (!closesOn) return new OpportunityNotPublishable(['closesOn']);
    const over = this.dayOver(closesOn);
    if (over) return over;
    const reopened = { state: REOPENED, closesOn };
    return this.rows.writeVersion(viewer, before, reopened, [MaterialChange.REOPENED]);
  }

  private dayOver(closesOn: string | null): ClosingDayOver | undefined {
    const isOver = closesOn !== null && closesOn < londonDay(this.now());
    return isOver ? new ClosingDayOver(closesOn) : undefined;
  }
}

function changeOf(before: OpportunityRow, input: AmendOpportunityInput) {
  const { audience, terms } = input;
  return {
    title: input.title ?? before.title,
    summary: input.summary ?? before.summary,
    hostSchoolId: input.hostSchoolId ?? before.hostSchoolId,
    closesOn: input.closesOn ?? before.closesOn,
    audience: audience ? audienceOf(audience) : before.audience,
    terms: terms ? termsOf(terms) : before.terms,
  };
}
