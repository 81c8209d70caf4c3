import { manyByKey, PagesByParent } from '@trellis/subgraph-kit/batch';
import type { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import type { Database } from '@trellis/subgraph-kit/database';
import type { Pages } from '@trellis/subgraph-kit/page';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { historySql, noticeList } from './notice.queries.ts';
import type { NoticeRow, NoticeStep } from './notice.types.ts';

/** Notices of people, and what became of notices that the viewer has found. */
export function noticeLoaders(db: Database, pages: Pages, viewer: Viewer) {
  return {
    noticesOfPerson: new PagesByParent<ConnectionArgs, NoticeRow>((args, personIds) =>
      pages.ofEach(
        viewer,
        noticeList(viewer, 'Person.notices'),
        args,
        'notice.person_id',
        personIds,
      ),
    ),

    historyOfNotice: manyByKey<NoticeStep & { readonly noticeId: string }>(
      ({ noticeId }) => noticeId,
      (noticeIds) => db.rows(historySql, [viewer.trustId, noticeIds]),
    ),
  };
}
