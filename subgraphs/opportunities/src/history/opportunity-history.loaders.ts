import { PagesByParent } from '@trellis/subgraph-kit/batch';
import type { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import type { Pages } from '@trellis/subgraph-kit/page';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import {
  type EntryRow,
  historyList,
  overrideList,
  type OverrideRow,
} from './opportunity-history.queries.ts';
import type { OverrideListArgs } from './override.types.ts';

/** What became of opportunities, and ways round the rules, as the viewer may see them, batched. */
export function opportunityHistoryLoaders(pages: Pages, viewer: Viewer) {
  return {
    historyByOpportunity: new PagesByParent<ConnectionArgs, EntryRow>((args, ids) =>
      pages.ofEach(viewer, historyList(viewer), args, 'entry.opportunity_id', ids),
    ),
    overridesUsed: (args: OverrideListArgs) =>
      pages.of<OverrideRow>(viewer, overrideList(viewer, args), args),
  };
}
