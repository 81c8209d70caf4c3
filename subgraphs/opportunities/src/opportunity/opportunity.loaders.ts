import { byId, PagesByParent } from '@trellis/subgraph-kit/batch';
import type { Database } from '@trellis/subgraph-kit/database';
import type { Pages } from '@trellis/subgraph-kit/page';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import type { OpenAcrossTrustArgs, OpportunityListArgs } from './opportunity-list.types.ts';
import {
  openList,
  opportunitiesById,
  opportunityList,
  type OpportunityRow,
} from './opportunity.queries.ts';

/** Opportunities as the viewer may see them, batched. */
export function opportunityLoaders(db: Database, pages: Pages, now: Clock, viewer: Viewer) {
  const today = londonDay(now());
  const list = (name: string, { filter, orderBy }: OpportunityListArgs) =>
    opportunityList(viewer, today, name, filter, orderBy);
  const pagesBy = (name: string, parent: string) =>
    new PagesByParent<OpportunityListArgs, OpportunityRow>((args, ids) =>
      pages.ofEach(viewer, list(name, args), args, parent, ids),
    );
  return {
    opportunity: byId((ids) => opportunitiesById(db, viewer, today, ids)),
    opportunities: (args: OpportunityListArgs) =>
      pages.of<OpportunityRow>(viewer, list('opportunities', args), args),
    openAcrossTrust: (args: OpenAcrossTrustArgs) =>
      pages.of<OpportunityRow>(viewer, openList(viewer, today, args.filter ?? {}), args),
    opportunitiesBySchool: pagesBy('School.opportunities', 'o.host_school_id'),
    opportunitiesByNetwork: pagesBy('Network.opportunities', 'o.network_id'),
  };
}
