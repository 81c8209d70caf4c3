import { byId, PagesByParent } from '@trellis/subgraph-kit/batch';
import type { Database } from '@trellis/subgraph-kit/database';
import type { List, Pages } from '@trellis/subgraph-kit/page';
import { SqlParameters } from '@trellis/subgraph-kit/sql-parameters';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { Placement, PlacementListArgs } from './placement.types.ts';

/** A placement as read. */
export interface PlacementRow extends Placement {
  readonly opportunityId: string;
  readonly personId: string;
  readonly homeSchoolId: string | null;
  readonly hostSchoolId: string | null;
}

/** Placements, batched. Whoever may see a person may see what they do. */
export function placementLoaders(db: Database, pages: Pages, viewer: Viewer) {
  return {
    placement: byId((ids) =>
      db.rows<PlacementRow>(
        `SELECT ${columns} FROM placement p WHERE p.trust_id = $1 AND p.id = ANY ($2::uuid[])`,
        [viewer.trustId, ids],
      ),
    ),

    placementsByPerson: new PagesByParent<PlacementListArgs, PlacementRow>((args, ids) =>
      pages.ofEach(viewer, placementList(viewer, args.activeOn), args, 'p.person_id', ids),
    ),
  };
}

function placementList({ trustId }: Viewer, activeOn: string | null = null): List {
  const parameters = new SqlParameters();
  const where = [`p.trust_id = ${parameters.add(trustId)}`];
  if (activeOn) {
    const day = `${parameters.add(activeOn)}::date`;
    where.push(
      `p.starts_on <= ${day} AND (p.ends_on IS NULL OR p.ends_on > ${day}) AND p.state <> 'CANCELLED'`,
    );
  }
  return {
    name: 'Person.placements',
    select: columns,
    from: 'placement p',
    where,
    parameters,
    sort: {
      name: 'LATEST_START',
      keys: [
        { sql: 'p.starts_on', type: 'date' },
        { sql: 'p.id', type: 'uuid' },
      ],
      descending: true,
    },
    filter: activeOn,
  };
}

const columns = `
  p.id, p.kind, p.state, p.starts_on AS "startsOn", p.ends_on AS "endsOn", p.person_id AS "personId",
  p.opportunity_id AS "opportunityId", p.home_school_id AS "homeSchoolId",
  p.host_school_id AS "hostSchoolId"`;
