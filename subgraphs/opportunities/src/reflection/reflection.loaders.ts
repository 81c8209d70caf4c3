import { byId, PagesByParent } from '@trellis/subgraph-kit/batch';
import type { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import type { Database } from '@trellis/subgraph-kit/database';
import type { Pages } from '@trellis/subgraph-kit/page';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { type ReflectionRow, reflectionsById, sharedList } from './reflection.queries.ts';

/** What people made of what they saw, batched, for those with whom they share it. */
export function reflectionLoaders(db: Database, pages: Pages, viewer: Viewer) {
  return {
    reflection: byId((ids) => reflectionsById(db, viewer, ids)),
    reflectionsOfNetwork: new PagesByParent<ConnectionArgs, ReflectionRow>((args, ids) =>
      pages.ofEach(viewer, sharedList(viewer), args, 'r.network_id', ids),
    ),
  };
}
