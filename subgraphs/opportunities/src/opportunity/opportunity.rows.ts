import { Outbox } from '@trellis/events/outbox';
import type { Database } from '@trellis/subgraph-kit/database';
import { Fault, forbidden, notFound } from '@trellis/subgraph-kit/faults';
import { isId } from '@trellis/subgraph-kit/ids';
import type { EntityDirectory } from '@trellis/subgraph-kit/known-entities';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { refuseConcerned } from '../application/application.queries.ts';
import type { EligibilityService } from '../eligibility/eligibility.service.ts';
import type { FairnessService } from '../fairness/fairness.service.ts';
import { ClosesBeforeOpening } from './opportunity-change.types.ts';
import { OpportunityKind } from './opportunity-kind.types.ts';
import { OpportunityNews } from './opportunity-news.ts';
import { OpportunityState } from './opportunity-state.types.ts';
import type { MaterialChange } from './opportunity-version.types.ts';
import { OpportunityEntity } from './opportunity.entity.ts';
import { keepVersionSql, opportunitiesById, type OpportunityRow } from './opportunity.queries.ts';

type Change = Partial<Omit<OpportunityEntity, 'trustId' | 'id' | 'version' | 'toldVersion'>>;

/** Opportunities as they are read and written by those who may offer them. */
export class OpportunityRows {
  constructor(
    private readonly db: Database,
    private readonly eligibility: EligibilityService,
    private readonly fairness: FairnessService,
    private readonly now: Clock,
  ) {}

  /**
   * Holds the row until commit, so that of two who change it at once the second hears of the first.
   *
   * @throws NOT_FOUND when the viewer may see no such opportunity.
   * @throws FORBIDDEN when its school is not the viewer's to offer for, or they or somebody close to them applied for it.
   * @throws CONFLICT with the current version when it changed since it was read.
   */
  async hold(viewer: Viewer, id: string, version: number): Promise<OpportunityRow> {
    const held = await this.held(viewer, id);
    if (held.version === version) return held;
    throw new Fault('CONFLICT', 'The opportunity was changed since it was read.', {
      currentVersion: held.version,
    });
  }

  /** The same of one of which it is no matter how it was read. @throws NOT_FOUND or FORBIDDEN as `hold`. */
  async held(viewer: Viewer, id: string): Promise<OpportunityRow> {
    const held = await this.find(viewer, id, 'FOR UPDATE');
    refuseStrangers(viewer, held.hostSchoolId);
    await refuseConcerned(this.db, viewer, id);
    return held;
  }

  /** Changes an opportunity of which nobody has to be told anew. */
  async write(viewer: Viewer, before: OpportunityRow, change: Change): Promise<OpportunityRow> {
    await this.update(viewer, before, change);
    await this.tellStudy(viewer, before, change);
    const after = await this.find(viewer, before.id);
    await new OpportunityNews(this.db).tell(viewer, after, change.state);
    return after;
  }

  /** Changes an opportunity, keeps what it then is as a version, and has all whom it is for told. */
  async writeVersion(
    viewer: Viewer,
    before: OpportunityRow,
    change: Change,
    changes: readonly MaterialChange[],
  ): Promise<OpportunityRow> {
    const { trustId, personId } = viewer;
    await this.update(viewer, before, { ...change, toldVersion: before.toldVersion + 1 });
    const told = [trustId, before.id, this.now(), personId, changes];
    await this.db.rows(keepVersionSql, told);
    await this.eligibility.keep(viewer, before.id);
    const after = await this.find(viewer, before.id);
    // What was published elsewhere is told of here for the first time.
    const to = before.toldVersion === 0 ? OpportunityState.PUBLISHED : change.state;
    await new OpportunityNews(this.db).tell(viewer, after, to);
    await this.fairness.announce(viewer, after);
    return after;
  }

  /** @throws NOT_FOUND when the viewer may see no such opportunity. */
  async find(viewer: Viewer, id: string, lock: '' | 'FOR UPDATE' = ''): Promise<OpportunityRow> {
    const ids = [id].filter(isId);
    const today = londonDay(this.now());
    const [found] = await opportunitiesById(this.db, viewer, today, ids, lock);
    if (!found) throw notFound('opportunity');
    return found;
  }

  /** Study chooses among those who applied in its rounds, and not before everybody had their days. */
  private async tellStudy(viewer: Viewer, { id, kind }: OpportunityRow, { state }: Change) {
    if (kind !== OpportunityKind.STUDY_ROUND || state !== OpportunityState.SHORTLISTING) return;
    const round = { aggregateType: 'study_round', aggregateId: id, data: {} };
    await new Outbox(this.db).append(viewer, [{ type: 'study_round.decidable', ...round }]);
  }

  private async update(
    { trustId }: Viewer,
    { id, version }: OpportunityRow,
    change: Change & { readonly toldVersion?: number },
  ): Promise<void> {
    await this.db.transaction((tx) =>
      tx.update(OpportunityEntity, { trustId, id }, { ...change, version: version + 1 }),
    );
  }
}

type MaybeId = string | null | undefined;

/**
 * Asks people before any connection is held, because the answer may take its time.
 *
 * @throws NOT_FOUND when the viewer's trust has no such school or network.
 */
export async function refuseUnknown(
  people: EntityDirectory,
  viewer: Viewer,
  schoolId: MaybeId,
  networkId: MaybeId = null,
): Promise<void> {
  const keys = [
    ...(schoolId ? [{ type: 'School', id: schoolId }] : []),
    ...(networkId ? [{ type: 'Network', id: networkId }] : []),
  ];
  if (keys.length === 0) return;
  const [unknown] = await people.unknownTo(viewer, keys);
  if (unknown) throw notFound(unknown.type === 'School' ? 'school' : 'network');
}

/**
 * A school's opportunities are offered by those who answer for it, the trust's by its central team.
 *
 * @throws FORBIDDEN for others.
 */
export function refuseStrangers({ allPlaces, placeIds }: Viewer, schoolId: MaybeId): void {
  if (allPlaces || (schoolId && placeIds.includes(schoolId))) return;
  throw forbidden(
    schoolId
      ? 'You may offer opportunities only for schools that you answer for.'
      : 'Only those who answer for all schools may offer an opportunity without a host school.',
  );
}

type MaybeDay = string | null | undefined;

/** @returns the refusal of days that stand the wrong way round. */
export function daysTurnedRound(
  opensOn: MaybeDay,
  closesOn: MaybeDay,
): ClosesBeforeOpening | undefined {
  return opensOn && closesOn && closesOn < opensOn ? new ClosesBeforeOpening(opensOn) : undefined;
}
