import { byId, PagesByParent } from '@trellis/subgraph-kit/batch';
import type { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import type { Database } from '@trellis/subgraph-kit/database';
import type { List, Pages } from '@trellis/subgraph-kit/page';
import { SqlParameters } from '@trellis/subgraph-kit/sql-parameters';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { windowsOf } from './fairness-windows.ts';
import type { Unreached } from './reach.types.ts';

/** Somebody who is not reached, as read. */
export interface UnreachedRow extends Unreached {
  readonly personId: string;
}

/** Windows of opportunities, and who is not reached, batched. */
export function fairnessLoaders(db: Database, pages: Pages, viewer: Viewer) {
  return {
    window: byId((ids) => windowsOf(db, viewer, ids)),
    unreachedByOpportunity: new PagesByParent<ConnectionArgs, UnreachedRow>((args, ids) =>
      pages.ofEach(viewer, unreachedList(viewer), args, 'e.opportunity_id', ids),
    ),
  };
}

function unreachedList({ trustId }: Viewer): List {
  const parameters = new SqlParameters();
  return {
    name: 'Reach.unreached',
    select: `e.person_id AS "personId", array_remove(ARRAY[n.unreached_reason], NULL) AS reasons`,
    from: `opportunity_eligible e
      JOIN opportunity o ON o.trust_id = e.trust_id AND o.id = e.opportunity_id
      LEFT JOIN LATERAL (
        SELECT own.reached_at, own.alternative_on, own.unreached_reason FROM opportunity_notice own
         WHERE own.trust_id = e.trust_id AND own.opportunity_id = e.opportunity_id
           AND own.version = o.told_version AND own.person_id = e.person_id OFFSET 0) n ON true`,
    where: [
      `e.trust_id = ${parameters.add(trustId)}`,
      'e.dropped_at IS NULL AND n.reached_at IS NULL AND n.alternative_on IS NULL',
    ],
    parameters,
    sort: { name: 'PERSON', keys: [{ sql: 'e.person_id', type: 'uuid' }] },
  };
}
