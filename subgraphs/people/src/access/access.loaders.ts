import { byId, PagesByParent } from '@trellis/subgraph-kit/batch';
import type { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import type { Database } from '@trellis/subgraph-kit/database';
import type { Pages } from '@trellis/subgraph-kit/page';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { holdsOn } from '../assignment/assignment.queries.ts';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import type { SchoolRow } from '../school/school.queries.ts';
import type { Approver, ViewerRole } from './access.types.ts';
import { schoolsOfApiClients } from './api-client.queries.ts';

/** What the viewer answers for today, and what API clients do. */
export function accessLoaders(db: Database, pages: Pages, viewer: Viewer) {
  return {
    async rolesOfViewer(): Promise<ViewerRole[]> {
      if (viewer.personId === null) return [];
      const rows = await db.rows<{ role: ViewerRole }>(
        `SELECT role FROM role_grant
          WHERE trust_id = $1 AND person_id = $2 AND ${holdsOn('role_grant', '$3')}
         UNION
         SELECT 'LINE_MANAGER' FROM manager_link
          WHERE trust_id = $1 AND manager_id = $2 AND ${holdsOn('manager_link', '$3')}
         ORDER BY role`,
        [viewer.trustId, viewer.personId, londonDay()],
      );
      return rows.map(({ role }) => role);
    },

    approver: byId((ids) =>
      db.rows<Approver>(
        `SELECT DISTINCT person_id AS id FROM role_grant
          WHERE trust_id = $1 AND person_id = ANY ($2::uuid[]) AND role IN ('HEAD', 'PEOPLE_TEAM')
            AND ${holdsOn('role_grant', '$3')}`,
        [viewer.trustId, ids, londonDay()],
      ),
    ),

    schoolsOfApiClient: new PagesByParent<ConnectionArgs, SchoolRow>((args, clientIds) =>
      pages.ofEach(viewer, schoolsOfApiClients(viewer), args, 'api_client.id', clientIds),
    ),
  };
}
