import { manyByKey, PagesByParent } from '@trellis/subgraph-kit/batch';
import type { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import type { Database } from '@trellis/subgraph-kit/database';
import type { Pages } from '@trellis/subgraph-kit/page';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { matchingAspirationList } from './aspiration-match.queries.ts';
import { type AspirationRow, aspirationsOfPeople } from './aspiration.queries.ts';

/** What people hope for, as far as they share it with the viewer. */
export function aspirationLoaders(db: Database, pages: Pages, viewer: Viewer) {
  return {
    aspirationsOfPerson: manyByKey<AspirationRow>(
      ({ personId }) => personId,
      (personIds) => aspirationsOfPeople(db, viewer, personIds),
    ),
    /** By kinds of opportunity, of which there are twelve. */
    aspirationsMatching: new PagesByParent<ConnectionArgs, AspirationRow>((args, kinds) =>
      Promise.all(
        kinds.map((kind) =>
          pages.of<AspirationRow>(viewer, matchingAspirationList(viewer, kind), args),
        ),
      ),
    ),
  };
}
