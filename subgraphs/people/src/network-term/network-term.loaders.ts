import { byKey, manyByKey } from '@trellis/subgraph-kit/batch';
import type { Database } from '@trellis/subgraph-kit/database';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { leadsOn } from '../network/network.queries.ts';
import {
  termColumns,
  type TermRow,
  termTables,
  withoutLeadSinceSql,
} from './network-term.queries.ts';

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

    /** Those who lead networks to which each person belongs, without themselves. */
    expertLeadsOfPerson: manyByKey<TermRow & { readonly memberId: string }>(
      ({ memberId }) => memberId,
      (personIds) =>
        db.rows(
          `SELECT mine.person_id AS "memberId", ${termColumns} FROM ${termTables}
             JOIN network ON network.trust_id = network_term.trust_id
              AND network.id = network_term.network_id
             JOIN network_membership AS mine ON mine.trust_id = network_term.trust_id
              AND mine.network_id = network_term.network_id AND mine.joined_on <= $3::date
              AND (mine.left_on IS NULL OR mine.left_on > $3::date)
              AND mine.person_id <> network_membership.person_id
            WHERE network_term.trust_id = $1 AND mine.person_id = ANY ($2::uuid[])
              AND network_term.role = 'LEAD' AND ${leadsOn('$3')}
            ORDER BY network.sort_name, network.id`,
          [viewer.trustId, personIds, londonDay()],
        ),
    ),

    /** Of networks that nobody leads; those that never had a lead are not in it. */
    withoutLeadSince: byKey<{ readonly networkId: string; readonly since: string }>(
      ({ networkId }) => networkId,
      (networkIds) => db.rows(withoutLeadSinceSql, [viewer.trustId, networkIds, londonDay()]),
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
