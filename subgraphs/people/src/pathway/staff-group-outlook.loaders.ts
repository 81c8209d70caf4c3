import type { Database } from '@trellis/subgraph-kit/database';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { holdsOn } from '../assignment/assignment.queries.ts';
import type { StaffGroup } from '../assignment/assignment.types.ts';
import { type Catalogue, readCatalogue } from './catalogue.queries.ts';
import type { StaffGroupOutlook } from './staff-group-outlook.types.ts';

/** Groups in which somebody has a post, by name. */
const groupsSql = `
  SELECT DISTINCT unnest(staff_groups) AS code FROM assignment
   WHERE trust_id = $1 AND ${holdsOn('assignment', '$2')} ORDER BY 1`;

/** What each staff group of the trust can look forward to. */
export function staffGroupOutlookLoaders(db: Database, viewer: Viewer) {
  return {
    async staffGroupOutlooks(): Promise<StaffGroupOutlook[]> {
      const today = londonDay();
      const catalogue = await readCatalogue(db, viewer);
      const groups = await db.rows<{ code: StaffGroup }>(groupsSql, [viewer.trustId, today]);
      return groups.map(({ code }) => ({ code, stepsToday: stepsFrom(catalogue, code, today) }));
    },
  };
}

function stepsFrom({ pathways }: Catalogue, group: StaffGroup, today: string): number {
  const places = pathways
    .flatMap(({ steps }) => steps)
    .filter(({ from }) => from.staffGroup === group)
    .filter(({ validFrom, validTo }) => validFrom <= today && (validTo === null || validTo > today))
    .map(({ from, to }) => `${from.code} ${to.code}`);
  return new Set(places).size;
}
