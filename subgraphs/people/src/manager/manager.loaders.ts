import { byKey, PagesByParent } from '@trellis/subgraph-kit/batch';
import type { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import type { Database } from '@trellis/subgraph-kit/database';
import type { Pages } from '@trellis/subgraph-kit/page';
import { SqlParameters } from '@trellis/subgraph-kit/sql-parameters';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { holdsOn } from '../assignment/assignment.queries.ts';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import { personColumns, personList, type PersonNode } from '../person/person.queries.ts';
import { reachOf } from '../person/person.reach.ts';

/** Who manages whom today, as far as they are within the viewer's reach. */
export function managerLoaders(db: Database, pages: Pages, viewer: Viewer) {
  return {
    managerOfPerson: byKey<PersonNode & { readonly reportId: string }>(
      ({ reportId }) => reportId,
      (reportIds) => {
        const parameters = new SqlParameters();
        const reach = reachOf(viewer, parameters);
        const today = parameters.add(londonDay());
        return db.rows(
          `SELECT manager_link.person_id AS "reportId", ${personColumns(reach)}
             FROM manager_link JOIN person
               ON person.trust_id = manager_link.trust_id AND person.id = manager_link.manager_id
            WHERE manager_link.trust_id = ${parameters.add(viewer.trustId)}
              AND manager_link.person_id = ANY (${parameters.add(reportIds)}::uuid[])
              AND ${holdsOn('manager_link', today)} AND ${reach.withinReach}`,
          parameters.values,
        );
      },
    ),

    reportsOfPerson: new PagesByParent<ConnectionArgs, PersonNode>((args, managerIds) => {
      const list = personList(viewer, 'Person.reports', null);
      const reports = {
        ...list,
        from: `manager_link JOIN person
          ON person.trust_id = manager_link.trust_id AND person.id = manager_link.person_id`,
        where: [...list.where, holdsOn('manager_link', list.parameters.add(londonDay()))],
      };
      return pages.ofEach(viewer, reports, args, 'manager_link.manager_id', managerIds);
    }),
  };
}
