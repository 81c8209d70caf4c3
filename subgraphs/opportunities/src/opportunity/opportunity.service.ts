import type { Database } from '@trellis/subgraph-kit/database';
import { badUserInput } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { newId } from '@trellis/subgraph-kit/ids';
import type { EntityDirectory } from '@trellis/subgraph-kit/known-entities';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import type { ActingInput } from './acting.types.ts';
import { refuseWithoutRight } from './approver.ts';
import { audienceOf } from './audience.types.ts';
import {
  ClosingDayOver,
  type CreateOpportunityInput,
  type EditOpportunityInput,
  IllegalTransition,
  OpportunityNotEditable,
  OpportunityNotPublishable,
  type PublishOpportunityInput,
} from './opportunity-change.types.ts';
import { OpportunityKind } from './opportunity-kind.types.ts';
import { legalTransitions, OpportunityState } from './opportunity-state.types.ts';
import { OpportunityEntity } from './opportunity.entity.ts';
import type { OpportunityRow } from './opportunity.queries.ts';
import {
  daysTurnedRound,
  type OpportunityRows,
  refuseStrangers,
  refuseUnknown,
} from './opportunity.rows.ts';
import { teamsAnnounced } from '../project/project.queries.ts';
import { missingFrom } from './publishing.ts';
import { termsOf } from './terms.types.ts';

const drafts: readonly OpportunityState[] = [OpportunityState.DRAFT, OpportunityState.APPROVED];

/** What can be done with opportunities before anybody applies. */
export class OpportunityService {
  constructor(
    private readonly db: Database,
    private readonly rows: OpportunityRows,
    private readonly idempotency: Idempotency,
    private readonly people: EntityDirectory,
    private readonly now: Clock,
  ) {}

  /**
   * Holds an opportunity as it stands until the operation ends.
   *
   * @throws NOT_FOUND when the viewer may see no such opportunity.
   * @throws FORBIDDEN when its school is not the viewer's to offer for, or they or somebody close to them applied for it.
   */
  held(viewer: Viewer, id: string): Promise<OpportunityRow> {
    return this.rows.held(viewer, id);
  }

  /** @throws NOT_FOUND when the viewer may see no such opportunity. */
  seen(viewer: Viewer, id: string): Promise<OpportunityRow> {
    return this.rows.find(viewer, id);
  }

  /**
   * Those who run an opportunity see it, also when somebody close to them applied.
   *
   * @throws NOT_FOUND when the viewer may see no such opportunity.
   * @throws FORBIDDEN when its school is not the viewer's to offer for.
   */
  async run(viewer: Viewer, id: string): Promise<OpportunityRow> {
    const opportunity = await this.seen(viewer, id);
    refuseStrangers(viewer, opportunity.hostSchoolId);
    return opportunity;
  }

  /**
   * Holds an opportunity for somebody who applied for it.
   *
   * @returns where it stands until the operation ends.
   * @throws NOT_FOUND when the viewer may see no such opportunity.
   */
  async heldState(viewer: Viewer, id: string): Promise<OpportunityState> {
    return (await this.rows.find(viewer, id, 'FOR UPDATE')).state;
  }

  /**
   * Writes a draft for a school that the viewer answers for, or for the whole trust.
   *
   * @throws NOT_FOUND when the viewer's trust has no such school or network.
   * @throws BAD_USER_INPUT when acting was not approved by somebody else with the right.
   * @throws FORBIDDEN when the school is not the viewer's to offer for.
   */
  async create(viewer: Viewer, input: CreateOpportunityInput) {
    const { kind, title, summary, hostSchoolId, networkId, audience, opensOn, closesOn } = input;
    await refuseUnknown(this.people, viewer, hostSchoolId, networkId);
    refuseStrangers(viewer, hostSchoolId);
    const backwards = daysTurnedRound(opensOn, closesOn);
    if (backwards) return backwards;
    const terms = termsOf(input.terms);
    const acting = actingOf(kind, input.acting);
    if (input.acting) await refuseWithoutRight(this.people, viewer, input.acting.approvedById);

    const write = async () => {
      const id = newId();
      await this.db.transaction((tx) =>
        tx.insert(OpportunityEntity, {
          trustId: viewer.trustId,
          id,
          kind,
          title,
          summary: summary ?? null,
          hostSchoolId: hostSchoolId ?? null,
          networkId: networkId ?? null,
          audience: audienceOf(audience),
          terms,
          ...acting,
          opensOn: opensOn ?? null,
          closesOn: closesOn ?? null,
          state: OpportunityState.DRAFT,
          createdById: viewer.personId,
          version: 1,
        }),
      );
      return this.rows.find(viewer, id);
    };
    const again = (id: string) => this.rows.find(viewer, id);
    return this.idempotency.once(viewer, 'createOpportunity', input, write, again);
  }

  /**
   * Changes a draft. An approval was for what it said before, so it is a draft again.
   *
   * @throws NOT_FOUND, FORBIDDEN or CONFLICT as `OpportunityRows.hold` does.
   */
  async edit(viewer: Viewer, input: EditOpportunityInput) {
    const { id, version, title, audience } = input;
    if (input.acting) await refuseWithoutRight(this.people, viewer, input.acting.approvedById);
    const edit = async () => {
      const draft = await this.rows.hold(viewer, id, version);
      if (!drafts.includes(draft.state)) return new OpportunityNotEditable(draft.state);
      const opensOn = input.opensOn === undefined ? draft.opensOn : input.opensOn;
      const closesOn = input.closesOn === undefined ? draft.closesOn : input.closesOn;
      const backwards = daysTurnedRound(opensOn, closesOn);
      if (backwards) return backwards;
      return this.rows.write(viewer, draft, {
        title: title ?? draft.title,
        summary: input.summary === undefined ? draft.summary : input.summary,
        audience: audience === undefined ? draft.audience : audienceOf(audience),
        terms: input.terms === undefined ? draft.terms : termsOf(input.terms),
        ...(input.acting !== undefined && actingOf(draft.kind, input.acting)),
        opensOn,
        closesOn,
        state: OpportunityState.DRAFT,
      });
    };
    const again = () => this.rows.find(viewer, id);
    return this.idempotency.once(viewer, 'editOpportunity', input, edit, again);
  }

  /**
   * Shows a draft to everybody.
   *
   * @throws NOT_FOUND, FORBIDDEN or CONFLICT as `OpportunityRows.hold` does.
   */
  publish(viewer: Viewer, input: PublishOpportunityInput) {
    const { id, version } = input;
    const publish = async () => {
      const draft = await this.rows.hold(viewer, id, version);
      const { state } = draft;
      const legal = legalTransitions[state];
      if (!legal.includes(OpportunityState.PUBLISHED)) return new IllegalTransition(state, legal);
      const missing = [...missingFrom(draft), ...(await this.missingPlan(viewer, draft))];
      if (missing.length > 0) return new OpportunityNotPublishable(missing);
      const publishedAt = this.now();
      const { closesOn } = draft;
      if (closesOn && closesOn < londonDay(publishedAt)) return new ClosingDayOver(closesOn);
      const published = { state: OpportunityState.PUBLISHED, publishedAt };
      return this.rows.writeVersion(viewer, draft, published, []);
    };
    const again = () => this.rows.find(viewer, id);
    return this.idempotency.once(viewer, 'publishOpportunity', input, publish, again);
  }

  /** Of a project it must be known when it works and for how many it has seats. */
  private async missingPlan(viewer: Viewer, { id, kind }: OpportunityRow): Promise<string[]> {
    if (kind !== OpportunityKind.PROJECT) return [];
    const planned = await teamsAnnounced(this.db, viewer, [id]);
    return planned.length > 0 ? [] : ['projectTeam'];
  }
}

/**
 * @returns the columns that account for filling a post at once.
 * @throws BAD_USER_INPUT for other kinds.
 */
function actingOf(kind: OpportunityKind, acting: ActingInput | null | undefined) {
  if (!acting) return { actingReason: null, actingApprovedById: null, actingEndsOn: null };
  if (kind !== OpportunityKind.ACTING) throw badUserInput('acting is for the kind ACTING alone.');
  const { reason, approvedById, endsOn } = acting;
  return { actingReason: reason, actingApprovedById: approvedById, actingEndsOn: endsOn };
}
