import type { Database } from '@trellis/subgraph-kit/database';
import { forbidden, notFound } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { idOrNone, newId } from '@trellis/subgraph-kit/ids';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { NetworkMembershipNode } from '../network/network.queries.ts';
import { type Network, NetworkJoining } from '../network/network.types.ts';
import type { NetworkLeadingService } from '../network-term/network-leading.service.ts';
import { closeTermsSql, dropTermsSql } from '../network-term/network-term.queries.ts';
import { acceptOpenSql, joinSql, leaveSql, membershipOfSql } from './network-joining.queries.ts';
import { ByInvitationOnly, type NetworkInput } from './network-joining.types.ts';

/** Lets people come to networks and go. */
export class NetworkJoiningService {
  constructor(
    private readonly db: Database,
    private readonly idempotency: Idempotency,
    private readonly leading: NetworkLeadingService,
  ) {}

  /**
   * Joins an open network. Whoever belongs to it already does so still, since they did.
   *
   * @throws NOT_FOUND
   */
  join(viewer: Viewer, input: NetworkInput): Promise<NetworkMembershipNode | ByInvitationOnly> {
    const { networkId } = input;
    const me = oneself(viewer);
    const recall = () => this.#membership(viewer, networkId);
    const work = async () => {
      const { joining } = await this.leading.hold(viewer, networkId);
      const isIn = await this.leading.membershipOf(viewer, networkId, me);
      if (joining === NetworkJoining.INVITED && isIn === undefined) return new ByInvitationOnly();
      await this.admit(viewer, networkId, me);
      return recall();
    };
    return this.idempotency.once<NetworkMembershipNode, ByInvitationOnly>(
      viewer,
      'joinNetwork',
      input,
      work,
      recall,
    );
  }

  /**
   * Leaves a network, and whatever place one has in it. Who is not in it leaves nothing.
   *
   * @throws NOT_FOUND
   */
  leave(viewer: Viewer, input: NetworkInput): Promise<{ readonly id: string }> {
    const { networkId } = input;
    const me = oneself(viewer);
    const recall = () => this.leading.hold(viewer, networkId);
    const work = async () => {
      const network = await recall();
      const id = await this.leading.membershipOf(viewer, networkId, me);
      if (id === undefined) return network;
      const ending = [viewer.trustId, id, londonDay()];
      await this.db.rows(dropTermsSql, ending);
      await this.db.rows(closeTermsSql, ending);
      await this.db.rows(leaveSql, ending);
      return network;
    };
    return this.idempotency.once<Pick<Network, 'id'>>(viewer, 'leaveNetwork', input, work, recall);
  }

  /** Makes somebody a member, whoever may say so has said so. */
  async admit({ trustId }: Viewer, networkId: string, personId: string): Promise<void> {
    await this.db.rows(joinSql, [trustId, newId(), networkId, personId, londonDay()]);
    await this.db.rows(acceptOpenSql, [trustId, networkId, personId]);
  }

  async #membership(viewer: Viewer, networkId: string): Promise<NetworkMembershipNode> {
    const which = [viewer.trustId, idOrNone(networkId), oneself(viewer)];
    const [found] = await this.db.rows<NetworkMembershipNode>(membershipOfSql, which);
    if (!found) throw notFound('membership');
    return found;
  }
}

/** @throws FORBIDDEN for an API client, which belongs to no network. */
export function oneself({ personId }: Viewer): string {
  if (personId === null) throw forbidden('Only people belong to networks.');
  return personId;
}
