import { byId, manyByKey } from '@trellis/subgraph-kit/batch';
import type { Database } from '@trellis/subgraph-kit/database';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import {
  type ExpertiseNode,
  expertiseOf,
  type ExpertiseRow,
  expertiseSql,
} from './expertise.queries.ts';

/** What people of the viewer's trust know well; everybody in a trust may see it. */
export function expertiseLoaders(db: Database, viewer: Viewer) {
  const find = async (which: string, keys: readonly string[]) => {
    const parameters = [viewer.trustId, londonDay(), keys];
    const rows = await db.rows<ExpertiseRow>(expertiseSql(which), parameters);
    return rows.map(expertiseOf);
  };
  return {
    expertise: byId((ids) => find('expertise.id = ANY ($3::uuid[])', ids)),
    expertiseOfPerson: manyByKey<ExpertiseNode>(
      ({ personId }) => personId,
      (personIds) =>
        find(
          `expertise.person_id = ANY ($3::uuid[]) AND expertise.withdrawn_at IS NULL
           ORDER BY expertise.subject_code, expertise.theme`,
          personIds,
        ),
    ),
  };
}
