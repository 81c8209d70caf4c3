import type { Database } from '@trellis/subgraph-kit/database';
import { Fault, forbidden, notFound } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { isId, newId } from '@trellis/subgraph-kit/ids';
import type { EntityDirectory } from '@trellis/subgraph-kit/known-entities';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { type Clock, londonDay } from '../london-day.ts';
import { audienceOf } from './audience.types.ts';
import {
  ClosesBeforeOpening,
  ClosingDayOver,
  type CreateOpportunityInput,
  IllegalTransition,
  OpportunityNotPublishable,
  type PublishOpportunityInput,
} from './opportunity-change.types.ts';
import { legalTransitions, OpportunityState } from './opportunity-state.types.ts';
import { OpportunityEntity } from './opportunity.entity.ts';
import { opportunitiesById, type OpportunityRow } from './opportunity.queries.ts';

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
    if (opensOn && closesOn && closesOn < opensOn)
      return new ClosesBeforeOpening(opensOn, closesOn);

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
   * Shows a draft to everybody. Holds the row until commit, so that of two who publish at once the
   * second hears of the first.
   *
   * @throws NOT_FOUND when the viewer may see no such opportunity.
   * @throws FORBIDDEN when its school is not the viewer's to offer for.
   * @throws CONFLICT with the current version when it changed since it was read.
   */
  publish(viewer: Viewer, input: PublishOpportunityInput) {
    const { id, version } = input;
    const publish = async () => {
      const draft = await this.find(viewer, id, 'FOR UPDATE');
      refuseStrangers(viewer, draft.hostSchoolId);
      if (draft.version !== version) {
        throw new Fault('CONFLICT', 'The opportunity was changed since it was read.', {
          currentVersion: draft.version,
        });
      }
      const legal = legalTransitions[draft.state];
      if (!legal.includes(OpportunityState.PUBLISHED))
        return new IllegalTransition(draft.state, legal);
      const missing = missingFrom(draft);
      if (missing.length > 0) return new OpportunityNotPublishable(missing);
      const at = this.now();
      if (draft.closesOn && draft.closesOn < londonDay(at))
        return new ClosingDayOver(draft.closesOn);

      await this.db.transaction((tx) =>
        tx.update(
          OpportunityEntity,
          { trustId: viewer.trustId, id },
          { state: OpportunityState.PUBLISHED, publishedAt: at, version: version + 1 },
        ),
      );
      return this.find(viewer, id);
    };
    const again = () => this.find(viewer, id);
    return this.idempotency.once(viewer, 'publishOpportunity', input, publish, again);
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
    if (schoolId && !isId(schoolId)) throw notFound('school');
    if (networkId && !isId(networkId)) throw notFound('network');
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

function missingFrom({ summary, opensOn, closesOn }: OpportunityRow): string[] {
  const needed = { summary: summary?.trim(), opensOn, closesOn };
  return Object.entries(needed).flatMap(([field, value]) => (value ? [] : [field]));
}
