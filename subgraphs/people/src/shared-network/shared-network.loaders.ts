import { manyByKey, PagesByParent } from '@trellis/subgraph-kit/batch';
import type { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import type { Database } from '@trellis/subgraph-kit/database';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import type { Pages } from '@trellis/subgraph-kit/page';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import {
  cardList,
  type CardRow,
  sharedNetworkOf,
  type SharedNetworkRow,
  sharedNetworksSql,
  sharingColumns,
  type SharingRow,
} from './shared-network.queries.ts';

/** What allied trusts share with the viewer's, and the viewer's with them. */
export function sharedNetworkLoaders(db: Database, pages: Pages, viewer: Viewer) {
  return {
    sharedNetworks: async () => {
      const rows = await db.rows<SharedNetworkRow>(
        `${sharedNetworksSql('true')} ORDER BY share.name, share.network_id LIMIT 200`,
        [viewer.trustId, viewer.personId, londonDay()],
      );
      return rows.map(sharedNetworkOf);
    },

    cardsOfNetwork: new PagesByParent<ConnectionArgs, CardRow>((args, networkIds) =>
      pages.ofEach(viewer, cardList(viewer), args, 'card.network_id', networkIds),
    ),

    sharingOfNetwork: manyByKey<SharingRow>(
      ({ networkId }) => networkId,
      (networkIds) =>
        db.rows(
          `SELECT ${sharingColumns} FROM network_share
            WHERE trust_id = $1 AND network_id = ANY ($2::uuid[]) AND ended_at IS NULL
            ORDER BY shared_at, id`,
          [viewer.trustId, networkIds],
        ),
    ),
  };
}
