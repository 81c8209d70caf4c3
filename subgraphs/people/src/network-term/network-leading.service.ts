import type { Database } from '@trellis/subgraph-kit/database';
import { forbidden, notFound } from '@trellis/subgraph-kit/faults';
import { idOrNone } from '@trellis/subgraph-kit/ids';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { NetworkJoining } from '../network/network.types.ts';
import {
  holdNetworkSql,
  leadsSql,
  membershipSql,
  membershipsSql,
  networkSql,
} from './network-term.queries.ts';

export interface HeldNetwork {
  readonly id: string;
  readonly joining: NetworkJoining;
  readonly version: number;
}

/** Says who may do what in a network. */
export class NetworkLeadingService {
  constructor(private readonly db: Database) {}

  /**
   * The network, which stays as it is until commit.
   *
   * @throws NOT_FOUND when the viewer's trust has no such network.
   */
  async hold({ trustId }: Viewer, networkId: string): Promise<HeldNetwork> {
    const [found] = await this.db.rows<HeldNetwork>(holdNetworkSql, [trustId, idOrNone(networkId)]);
    if (!found) throw notFound('network');
    return found;
  }

  /** The network. @throws NOT_FOUND when the viewer's trust has no such network. */
  async find({ trustId }: Viewer, networkId: string): Promise<HeldNetwork> {
    const [found] = await this.db.rows<HeldNetwork>(networkSql, [trustId, idOrNone(networkId)]);
    if (!found) throw notFound('network');
    return found;
  }

  /** Whether the viewer leads it, is its deputy, or looks after the trust's networks. */
  async mayLead(viewer: Viewer, networkId: string): Promise<boolean> {
    if (viewer.scopes.has('network:manage')) return true;
    if (viewer.personId === null) return false;
    const which = [viewer.trustId, idOrNone(networkId), viewer.personId, londonDay()];
    return (await this.db.rows(leadsSql, which)).length > 0;
  }

  /** @throws FORBIDDEN for everybody else than {@link mayLead} says. */
  async mustLead(viewer: Viewer, networkId: string): Promise<void> {
    if (await this.mayLead(viewer, networkId)) return;
    throw forbidden('Only its lead, its deputy and those who look after networks do this.');
  }

  /** @returns the id of the membership, or nothing when the person does not belong to it today. */
  async membershipOf({ trustId }: Viewer, networkId: string, personId: string) {
    const which = [trustId, idOrNone(networkId), idOrNone(personId), londonDay()];
    const [found] = await this.db.rows<{ id: string }>(membershipSql, which);
    return found?.id;
  }
  /** @returns ids of all memberships that the person has or had in it. */
  async membershipsOf({ trustId }: Viewer, networkId: string, personId: string) {
    const which = [trustId, idOrNone(networkId), idOrNone(personId)];
    const rows = await this.db.rows<{ id: string }>(membershipsSql, which);
    return rows.map(({ id }) => id);
  }
}
