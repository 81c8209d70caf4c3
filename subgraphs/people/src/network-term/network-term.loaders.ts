import { manyByKey } from '@trellis/subgraph-kit/batch';
import type { Database } from '@trellis/subgraph-kit/database';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { leadsOn } from '../network/network.queries.ts';
import { termColumns, type TermRow, termTables } from './network-term.queries.ts';

/** Who leads which network; everybody in a trust may know. */
export function networkTermLoaders(db: Database, viewer: Viewer) {
  return {
    termsOfNetwork: manyByKey<TermRow>(
      ({ networkId }) => networkId,
      (networkIds) =>
        db.rows(
          `SELECT ${termColumns} FROM ${termTables}
            WHERE network_term.trust_id = $1 AND network_term.network_id = ANY ($2::uuid[])
            ORDER BY network_term.starts_on DESC, network_term.role DESC, network_term.id`,
          [viewer.trustId, networkIds],
        ),
    ),

    /** Those by which somebody leads, or stands in for who does, today. */
    standingTermsOfNetwork: manyByKey<TermRow>(
      ({ networkId }) => networkId,
      (networkIds) =>
        db.rows(
          `SELECT ${termColumns} FROM ${termTables}
            WHERE network_term.trust_id = $1 AND network_term.network_id = ANY ($2::uuid[])
              AND ${leadsOn('$3')}`,
          [viewer.trustId, networkIds, londonDay()],
        ),
    ),
  };
}
