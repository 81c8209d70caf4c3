import type { Database } from '@trellis/subgraph-kit/database';
import { Fault, forbidden, notFound } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { isId } from '@trellis/subgraph-kit/ids';
import type { EntityFinder } from '@trellis/subgraph-kit/known-entities';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { foundPlacement } from '../placement/placement.queries.ts';
import { PlacementState } from '../placement/placement-state.types.ts';
import { type ReflectionRow, reflectionsById } from './reflection.queries.ts';
import { NothingSeenYet, type ReflectOnPlacementInput } from './reflection.types.ts';

const { PREPARING, SCHEDULED, CANCELLED } = PlacementState;
const notBegun: readonly PlacementState[] = [PREPARING, SCHEDULED, CANCELLED];

/** What people make of what they saw. */
export class ReflectionService {
  constructor(
    private readonly db: Database,
    private readonly idempotency: Idempotency,
    private readonly people: EntityFinder,
    private readonly now: Clock,
  ) {}

  /**
   * Keeps what the viewer made of their own placement, in the place of what they wrote before.
   *
   * @throws NOT_FOUND when the viewer's trust has no such placement or network.
   * @throws FORBIDDEN when it is somebody else's.
   * @throws CONFLICT with the current version when it changed since it was read.
   */
  reflect(viewer: Viewer, input: ReflectOnPlacementInput) {
    const { placementId: id, text, networkId = null } = input;
    const reflect = async () => {
      const placement = await foundPlacement(this.db, viewer, londonDay(this.now()), id);
      if (placement.personId !== viewer.personId) throw forbidden('Everybody writes their own.');
      if (notBegun.includes(placement.state)) return new NothingSeenYet(placement.state);
      await this.refuseUnknown(viewer, networkId);
      const [kept] = await this.db.rows<{ id: string }>(keepSql, [
        ...[viewer.trustId, id, viewer.personId, text, networkId, this.now()],
        input.version ?? null,
      ]);
      if (kept) return this.find(viewer, id);
      throw new Fault('CONFLICT', 'The reflection was changed since it was read.', {
        currentVersion: (await this.find(viewer, id)).version,
      });
    };
    const again = () => this.find(viewer, id);
    return this.idempotency.once(viewer, 'reflectOnPlacement', input, reflect, again);
  }

  private async refuseUnknown(viewer: Viewer, networkId: string | null): Promise<void> {
    if (networkId === null) return;
    const unknown = isId(networkId)
      ? await this.people.unknownTo(viewer, [{ type: 'Network', id: networkId }])
      : [networkId];
    if (unknown.length > 0) throw notFound('network');
  }

  private async find(viewer: Viewer, id: string): Promise<ReflectionRow> {
    const [found] = await reflectionsById(this.db, viewer, [id].filter(isId));
    if (!found) throw notFound('reflection');
    return found;
  }
}

const keepSql = `
  INSERT INTO reflection AS kept (trust_id, id, person_id, text, network_id, written_at, version)
  VALUES ($1, $2, $3, $4, $5, $6, 1)
  ON CONFLICT (trust_id, id) DO UPDATE SET text = excluded.text, network_id = excluded.network_id,
    written_at = excluded.written_at, version = kept.version + 1 WHERE kept.version = $7
  RETURNING id`;
