import { byKey } from '@trellis/subgraph-kit/batch';
import type { Database } from '@trellis/subgraph-kit/database';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { NetworkMembershipNode } from '../network/network.queries.ts';
import {
  invitationColumns,
  type InvitationRow,
  membershipsOfSql,
} from './network-joining.queries.ts';

type OwnMembership = NetworkMembershipNode & { readonly networkId: string };

/** What the viewer has to do with networks. */
export function networkJoiningLoaders(db: Database, viewer: Viewer) {
  return {
    membershipOfViewer: byKey<OwnMembership>(
      ({ networkId }) => networkId,
      (networkIds) =>
        db.rows(membershipsOfSql, [viewer.trustId, networkIds, viewer.personId, londonDay()]),
    ),

    /** Those that wait for an answer, the latest first. */
    invitationsOfViewer: () =>
      db.rows<InvitationRow>(
        `SELECT ${invitationColumns} FROM network_invitation
          WHERE trust_id = $1 AND person_id = $2 AND state = 'OPEN'
          ORDER BY invited_at DESC, id LIMIT 100`,
        [viewer.trustId, viewer.personId],
      ),
  };
}
