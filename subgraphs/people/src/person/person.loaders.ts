import { byId, PagesByParent } from '@trellis/subgraph-kit/batch';
import type { Database } from '@trellis/subgraph-kit/database';
import type { Pages } from '@trellis/subgraph-kit/page';
import { SqlParameters } from '@trellis/subgraph-kit/sql-parameters';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { personColumns, type PersonNode, staffList } from './person.queries.ts';
import { reachOf } from './person.reach.ts';
import type { StaffArgs } from './person.types.ts';

/** People within the viewer's reach. */
export function personLoaders(db: Database, pages: Pages, viewer: Viewer) {
  return {
    person: byId((ids) => {
      const parameters = new SqlParameters();
      const reach = reachOf(viewer, parameters);
      return db.rows<PersonNode>(
        `SELECT ${personColumns(reach)} FROM person
          WHERE person.trust_id = ${parameters.add(viewer.trustId)}
            AND person.id = ANY (${parameters.add(ids)}::uuid[])
            AND ${reach.withinReach}`,
        parameters.values,
      );
    }),

    staffOfSchool: new PagesByParent<StaffArgs, PersonNode>((args, schoolIds) => {
      const list = staffList(viewer, args.filter, args.orderBy);
      return pages.ofEach(viewer, list, args, 'post.school_id', schoolIds);
    }),
  };
}
