import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { holdsOn } from '../assignment/assignment.queries.ts';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import type { ViewerRole } from './access.types.ts';

/** What the viewer answers for today. */
export function accessLoaders(db: Database, viewer: Viewer) {
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
  };
}
