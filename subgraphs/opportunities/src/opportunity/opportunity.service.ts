import { Outbox } from '@trellis/events/outbox';
import type { Database } from '@trellis/subgraph-kit/database';
import { Fault, forbidden, notFound } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { isId, newId } from '@trellis/subgraph-kit/ids';
import type { EntityDirectory } from '@trellis/subgraph-kit/known-entities';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import { audienceOf } from './audience.types.ts';
import {
  ClosesBeforeOpening,
  ClosingDayOver,
  type CreateOpportunityInput,
  type EditOpportunityInput,
  IllegalTransition,
  OpportunityNotEditable,
  OpportunityNotPublishable,
  type PublishOpportunityInput,
} from './opportunity-change.types.ts';
import { legalTransitions, OpportunityState } from './opportunity-state.types.ts';
import { OpportunityEntity } from './opportunity.entity.ts';
import { opportunitiesById, type OpportunityRow } from './opportunity.queries.ts';

const drafts: readonly OpportunityState[] = [OpportunityState.DRAFT, OpportunityState.APPROVED];

type Changeable =
  'title' | 'summary' | 'audience' | 'opensOn' | 'closesOn' | 'state' | 'publishedAt';

/** What can be done with opportunities before anybody applies. */
export class OpportunityService {
  constructor(
    private readonly db: Database,
    private readonly idempotency: Idempotency,
    private readonly people: EntityDirectory,
    private readonly now: Clock,
  ) {}

  /**
   * Writes a draft for a school that the viewer answers for, or for the whole trust.
   *
   * @throws NOT_FOUND when the viewer's trust has no such school or network.
   * @throws FORBIDDEN when the school is not the viewer's to offer for.
   */
  async create(viewer: Viewer, input: CreateOpportunityInput) {
    const { kind, title, summary, hostSchoolId, networkId, audience, opensOn, closesOn } = input;
    await this.refuseUnknown(viewer, hostSchoolId, networkId);
    refuseStrangers(viewer, hostSchoolId);
    const backwards = daysTurnedRound(opensOn, closesOn);
    if (backwards) return backwards;

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
          opensOn: opensOn ?? null,
          closesOn: closesOn ?? null,
          state: OpportunityState.DRAFT,
          createdById: viewer.personId,
          version: 1,
        }),
      );
      return this.find(viewer, id);
    };
    const again = (id: string) => this.find(viewer, id);
    return this.idempotency.once(viewer, 'createOpportunity', input, write, again);
  }

  /**
   * Changes a draft. An approval was for what it said before, so it is a draft again.
   *
   * @throws NOT_FOUND, FORBIDDEN or CONFLICT as `hold` does.
   */
  edit(viewer: Viewer, input: EditOpportunityInput) {
    const { id, version, title, audience } = input;
    const edit = async () => {
      const draft = await this.hold(viewer, id, version);
      if (!drafts.includes(draft.state)) return new OpportunityNotEditable(draft.state);
      const opensOn = input.opensOn === undefined ? draft.opensOn : input.opensOn;
      const closesOn = input.closesOn === undefined ? draft.closesOn : input.closesOn;
      const backwards = daysTurnedRound(opensOn, closesOn);
      if (backwards) return backwards;
      return this.write(viewer, draft, {
        title: title ?? draft.title,
        summary: input.summary === undefined ? draft.summary : input.summary,
        audience: audience === undefined ? draft.audience : audienceOf(audience),
        opensOn,
        closesOn,
        state: OpportunityState.DRAFT,
      });
    };
    const again = () => this.find(viewer, id);
    return this.idempotency.once(viewer, 'editOpportunity', input, edit, again);
  }

  /**
   * Shows a draft to everybody.
   *
   * @throws NOT_FOUND, FORBIDDEN or CONFLICT as `hold` does.
   */
  publish(viewer: Viewer, input: PublishOpportunityInput) {
    const { id, version } = input;
    const publish = async () => {
      const draft = await this.hold(viewer, id, version);
      const { state } = draft;
      const legal = legalTransitions[state];
      if (!legal.includes(OpportunityState.PUBLISHED)) return new IllegalTransition(state, legal);
      const missing = missingFrom(draft);
      if (missing.length > 0) return new OpportunityNotPublishable(missing);
      const publishedAt = this.now();
      const { closesOn } = draft;
      if (closesOn && closesOn < londonDay(publishedAt)) return new ClosingDayOver(closesOn);
      const published = { state: OpportunityState.PUBLISHED, publishedAt };
      const opportunity = await this.write(viewer, draft, published);
      await this.tellOfPublishing(viewer, opportunity);
      return opportunity;
    };
    const again = () => this.find(viewer, id);
    return this.idempotency.once(viewer, 'publishOpportunity', input, publish, again);
  }

  /**
   * Holds the row until commit, so that of two who change it at once the second hears of the first.
   *
   * @throws NOT_FOUND when the viewer may see no such opportunity.
   * @throws FORBIDDEN when its school is not the viewer's to offer for.
   * @throws CONFLICT with the current version when it changed since it was read.
   */
  private async hold(viewer: Viewer, id: string, version: number): Promise<OpportunityRow> {
    const held = await this.find(viewer, id, 'FOR UPDATE');
    refuseStrangers(viewer, held.hostSchoolId);
    if (held.version === version) return held;
    throw new Fault('CONFLICT', 'The opportunity was changed since it was read.', {
      currentVersion: held.version,
    });
  }

  private async write(
    viewer: Viewer,
    { id, version }: OpportunityRow,
    change: Partial<Pick<OpportunityEntity, Changeable>>,
  ): Promise<OpportunityRow> {
    await this.db.transaction((tx) =>
      tx.update(
        OpportunityEntity,
        { trustId: viewer.trustId, id },
        { ...change, version: version + 1 },
      ),
    );
    return this.find(viewer, id);
  }

  private tellOfPublishing(viewer: Viewer, opportunity: OpportunityRow): Promise<void> {
    const { id, kind, hostSchoolId, networkId, audience, opensOn, closesOn } = opportunity;
    const data = { kind, hostSchoolId, networkId, audience, opensOn, closesOn };
    const aggregate = { aggregateType: 'Opportunity', aggregateId: id };
    return new Outbox(this.db).append(viewer, [
      { type: 'opportunity.published', ...aggregate, data },
    ]);
  }

  private async find(
    viewer: Viewer,
    id: string,
    lock: '' | 'FOR UPDATE' = '',
  ): Promise<OpportunityRow> {
    const ids = [id].filter(isId);
    const today = londonDay(this.now());
    const [found] = await opportunitiesById(this.db, viewer, today, ids, lock);
    if (!found) throw notFound('opportunity');
    return found;
  }

  /** Asks people before any connection is held, because the answer may take its time. */
  private async refuseUnknown(
    viewer: Viewer,
    schoolId: string | null | undefined,
    networkId: string | null | undefined,
  ): Promise<void> {
    const keys = [
      ...(schoolId ? [{ type: 'School', id: schoolId }] : []),
      ...(networkId ? [{ type: 'Network', id: networkId }] : []),
    ];
    if (keys.length === 0) return;
    const [unknown] = await this.people.unknownTo(viewer, keys);
    if (unknown) throw notFound(unknown.type === 'School' ? 'school' : 'network');
  }
}

/** A school's opportunities are offered by those who answer for it, the trust's by its central team. */
function refuseStrangers(
  { allPlaces, placeIds }: Viewer,
  schoolId: string | null | undefined,
): void {
  if (allPlaces || (schoolId && placeIds.includes(schoolId))) return;
  throw forbidden(
    schoolId
      ? 'You may offer opportunities only for schools that you answer for.'
      : 'Only those who answer for all schools may offer an opportunity without a host school.',
  );
}

type MaybeDay = string | null | undefined;

function daysTurnedRound(opensOn: MaybeDay, closesOn: MaybeDay): ClosesBeforeOpening | undefined {
  return opensOn && closesOn && closesOn < opensOn ? new ClosesBeforeOpening(opensOn) : undefined;
}

function missingFrom({ summary, opensOn, closesOn }: OpportunityRow): string[] {
  const needed = { summary: summary?.trim(), opensOn, closesOn };
  return Object.entries(needed).flatMap(([field, value]) => (value ? [] : [field]));
}
