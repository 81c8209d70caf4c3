import { byKey, PagesByParent } from '@trellis/subgraph-kit/batch';
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
    /** Also by the id of somebody who turned out to be another, who then answers. */
    person: byKey<PersonNode & { readonly askedId: string }>(
      ({ askedId }) => askedId,
      (ids) => {
        const parameters = new SqlParameters();
        const reach = reachOf(viewer, parameters);
        const trust = parameters.add(viewer.trustId);
        return db.rows(
          `SELECT asked.id AS "askedId", ${personColumns(reach)}
           FROM unnest(${parameters.add(ids)}::uuid[]) AS asked (id)
           LEFT JOIN person_redirect AS redirect
             ON redirect.trust_id = ${trust} AND redirect.old_id = asked.id
           JOIN person ON person.trust_id = ${trust}
            AND person.id = coalesce(redirect.person_id, asked.id)
          WHERE ${reach.withinReach}`,
          parameters.values,
        );
      },
    ),

    staffOfSchool: new PagesByParent<StaffArgs, PersonNode>((args, schoolIds) => {
      const list = staffList(viewer, args.filter, args.orderBy);
      return pages.ofEach(viewer, list, args, 'post.school_id', schoolIds);
    }),
  };
}
