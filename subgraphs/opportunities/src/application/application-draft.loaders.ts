import { byKey } from '@trellis/subgraph-kit/batch';
import type { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import type { Database } from '@trellis/subgraph-kit/database';
import type { Page, Pages } from '@trellis/subgraph-kit/page';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { draftList, draftsFor, type DraftRow } from './application-draft.queries.ts';

/** The viewer's own drafts, batched. */
export function applicationDraftLoaders(db: Database, pages: Pages, viewer: Viewer) {
  return {
    draftOf: byKey<DraftRow>(
      ({ opportunityId }) => opportunityId,
      (ids) => draftsFor(db, viewer, ids),
    ),
    /** Null where they are another's. */
    draftsOf: (personId: string, args: ConnectionArgs): Promise<Page<DraftRow>> | null =>
      personId === viewer.personId ? pages.of<DraftRow>(viewer, draftList(viewer), args) : null,
  };
}
