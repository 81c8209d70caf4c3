import type { Database } from '@trellis/subgraph-kit/database';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import DataLoader from 'dataloader';
import { openedForGroups } from '../opportunity/opportunity.queries.ts';

/** How many opportunities there are for staff groups, by their codes. */
export function staffGroupOutlookLoaders(db: Database, now: Clock, viewer: Viewer) {
  return {
    openedForGroup: new DataLoader<string, number>(async (codes) => {
      const today = londonDay(now());
      const counts = await openedForGroups(db, viewer, { today, since: termBegan(today) }, codes);
      return codes.map((code) => counts.get(code) ?? 0);
    }),
  };
}

/** @returns the last of 1 September, 1 January and 1 April, ISO text. */
export function termBegan(today: string): string {
  const [year = '', month = ''] = today.split('-');
  if (month >= '09') return `${year}-09-01`;
  return month >= '04' ? `${year}-04-01` : `${year}-01-01`;
}
