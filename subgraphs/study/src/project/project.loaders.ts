import { PagesByParent } from '@trellis/subgraph-kit/batch';
import type { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import type { Pages } from '@trellis/subgraph-kit/page';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { networkProjectList, type ProjectRow } from './project.queries.ts';

/** What was shared with many networks. */
export function projectsOfNetworks(
  pages: Pages,
  viewer: Viewer,
): PagesByParent<ConnectionArgs, ProjectRow> {
  return new PagesByParent((args, networkIds) =>
    pages.ofEach(viewer, networkProjectList(viewer), args, 'shared.network_id', networkIds),
  );
}
