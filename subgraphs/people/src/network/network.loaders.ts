import { byId, manyByKey, PagesByParent } from '@trellis/subgraph-kit/batch';
import type { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import type { Database } from '@trellis/subgraph-kit/database';
import type { Pages } from '@trellis/subgraph-kit/page';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import {
  isMemberOn,
  memberList,
  networkColumns,
  type NetworkMembershipNode,
  networkOf,
  type NetworkRow,
  subjectOf,
} from './network.queries.ts';
import type { Network } from './network.types.ts';

/** Networks of the viewer's trust; everybody in a trust may see them. */
export function networkLoaders(db: Database, pages: Pages, viewer: Viewer) {
  return {
    network: byId(async (ids) => {
      const rows = await db.rows<NetworkRow>(
        `SELECT ${networkColumns} FROM network
          WHERE network.trust_id = $1 AND network.id = ANY ($2::uuid[])`,
        [viewer.trustId, ids],
      );
      return rows.map(networkOf);
    }),

    networksOfPerson: manyByKey<Network & { readonly personId: string }>(
      ({ personId }) => personId,
      async (personIds) => {
        const rows = await db.rows<NetworkRow & { readonly personId: string }>(
          `SELECT network_membership.person_id AS "personId", ${networkColumns}
             FROM network_membership JOIN network ON network.trust_id = network_membership.trust_id
              AND network.id = network_membership.network_id
            WHERE network_membership.trust_id = $1
              AND network_membership.person_id = ANY ($2::uuid[]) AND ${isMemberOn('$3')}
            ORDER BY network.sort_name, network.id`,
          [viewer.trustId, personIds, londonDay()],
        );
        return rows.map((row) => ({ ...row, subject: subjectOf(row) }));
      },
    ),

    membersOfNetwork: new PagesByParent<ConnectionArgs, NetworkMembershipNode>((args, networkIds) =>
      pages.ofEach(viewer, memberList(viewer), args, 'network_membership.network_id', networkIds),
    ),
  };
}
