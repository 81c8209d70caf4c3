import type { Database } from '@trellis/subgraph-kit/database';
import { notFound } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { idOrNone, newId } from '@trellis/subgraph-kit/ids';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { alliancesById } from '../alliance/alliance.queries.ts';
import { AllianceState } from '../alliance/alliance.types.ts';
import { oneself } from '../network-joining/network-joining.service.ts';
import type { NetworkLeadingService } from '../network-term/network-leading.service.ts';
import {
  becomeGuestSql,
  leaveAsGuestSql,
  sharedNetworkOf,
  type SharedNetworkNode,
  type SharedNetworkRow,
  sharedNetworksSql,
  shareSql,
  type SharingRow,
  sharingSql,
  standingShareSql,
  stopSharingSql,
} from './shared-network.queries.ts';
import {
  AllianceDoesNotStand,
  type NetworkSharingInput,
  type SharedNetworkInput,
} from './shared-network.types.ts';

/** Lets a network include people of an allied trust. */
export class SharedNetworkService {
  constructor(
    private readonly db: Database,
    private readonly idempotency: Idempotency,
    private readonly leading: NetworkLeadingService,
  ) {}

  /**
   * Shares a network of the viewer's trust: from now on the other sees what it is and its members'
   * name, role and school, and its people may join. What is shared already is shared still.
   *
   * @throws NOT_FOUND
   */
  share(viewer: Viewer, input: NetworkSharingInput): Promise<SharingRow | AllianceDoesNotStand> {
    const recall = (id: string) => this.#sharing(viewer, id);
    const work = async () => {
      const { id: networkId } = await this.leading.hold(viewer, input.networkId);
      const [alliance] = await alliancesById(this.db, viewer, [input.allianceId]);
      if (!alliance) throw notFound('alliance');
      const { id: allianceId, state, otherTrustId } = alliance;
      if (state !== AllianceState.STANDS || otherTrustId === null)
        return new AllianceDoesNotStand();
      const share = [viewer.trustId, networkId, newId(), otherTrustId, allianceId];
      await this.db.rows(shareSql, share);
      return this.#standing(viewer, input);
    };
    return this.idempotency.once<SharingRow, AllianceDoesNotStand>(
      viewer,
      'shareNetwork',
      input,
      work,
      recall,
    );
  }

  /** Ends it at once, for both; again changes nothing. @throws NOT_FOUND where it never was shared */
  stop(viewer: Viewer, input: NetworkSharingInput): Promise<SharingRow> {
    const recall = (id: string) => this.#sharing(viewer, id);
    const work = async () => {
      const { id } = await this.#standing(viewer, input);
      await this.db.rows(stopSharingSql, [viewer.trustId, id]);
      return recall(id);
    };
    return this.idempotency.once<SharingRow>(viewer, 'stopSharingNetwork', input, work, recall);
  }

  /** Joins a network that an allied trust shares. @throws NOT_FOUND where none does */
  join(viewer: Viewer, input: SharedNetworkInput): Promise<SharedNetworkNode> {
    const me = oneself(viewer);
    const recall = () => this.#shared(viewer, input.networkId);
    const work = async () => {
      const { id, hostTrustId } = await recall();
      await this.db.rows(becomeGuestSql, [
        ...[viewer.trustId, newId(), hostTrustId, id, me, londonDay()],
      ]);
      return recall();
    };
    return this.idempotency.once<SharedNetworkNode>(
      viewer,
      'joinSharedNetwork',
      input,
      work,
      recall,
    );
  }

  /** Leaves it; whoever is no guest leaves nothing. @throws NOT_FOUND where none is shared */
  leave(viewer: Viewer, input: SharedNetworkInput): Promise<SharedNetworkNode> {
    const me = oneself(viewer);
    const recall = () => this.#shared(viewer, input.networkId);
    const work = async () => {
      const { id } = await recall();
      await this.db.rows(leaveAsGuestSql, [viewer.trustId, id, me, londonDay()]);
      return recall();
    };
    return this.idempotency.once<SharedNetworkNode>(
      viewer,
      'leaveSharedNetwork',
      input,
      work,
      recall,
    );
  }

  async #shared({ trustId, personId }: Viewer, networkId: string): Promise<SharedNetworkNode> {
    const which = [trustId, personId, londonDay(), idOrNone(networkId)];
    const sql = sharedNetworksSql('share.network_id = $4');
    const [found] = await this.db.rows<SharedNetworkRow>(sql, which);
    if (!found) throw notFound('shared network');
    return sharedNetworkOf(found);
  }

  async #standing({ trustId }: Viewer, { networkId, allianceId }: NetworkSharingInput) {
    const which = [trustId, idOrNone(networkId), idOrNone(allianceId)];
    const [found] = await this.db.rows<SharingRow>(standingShareSql, which);
    if (!found) throw notFound('shared network');
    return found;
  }

  async #sharing({ trustId }: Viewer, id: string): Promise<SharingRow> {
    const [found] = await this.db.rows<SharingRow>(sharingSql, [trustId, id]);
    if (!found) throw notFound('shared network');
    return found;
  }
}
