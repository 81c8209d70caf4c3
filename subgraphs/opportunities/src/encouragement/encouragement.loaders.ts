import { PagesByParent } from '@trellis/subgraph-kit/batch';
import type { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import type { Pages } from '@trellis/subgraph-kit/page';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { encouragementList, type EncouragementRow } from './encouragement.queries.ts';

/** Encouragements of people that the viewer was given or gave, batched. */
export function encouragementLoaders(pages: Pages, viewer: Viewer) {
  return {
    encouragementsOf: new PagesByParent<ConnectionArgs, EncouragementRow>((args, ids) =>
      pages.ofEach(viewer, encouragementList(viewer), args, 'e.person_id', ids),
    ),
  };
}
