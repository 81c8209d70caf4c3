import { byKey } from '@trellis/subgraph-kit/batch';
import type { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import type { Database } from '@trellis/subgraph-kit/database';
import type { Page, Pages } from '@trellis/subgraph-kit/page';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { applicationList, type ApplicationRow } from '../application/application.queries.ts';
import type { Feedback } from './feedback.types.ts';

interface FeedbackRow extends Feedback {
  readonly applicationId: string;
}

/** Feedback given, and applications to which it is owed, as the viewer may see them. */
export function feedbackLoaders(db: Database, pages: Pages, viewer: Viewer) {
  return {
    feedbackOf: byKey<FeedbackRow>(
      ({ applicationId }) => applicationId,
      (ids) =>
        db.rows<FeedbackRow>(
          `SELECT application_id AS "applicationId", text, given_at AS "givenAt" FROM feedback
            WHERE trust_id = $1 AND application_id = ANY ($2::uuid[])`,
          [viewer.trustId, ids],
        ),
    ),
    feedbackOwed: (args: ConnectionArgs): Promise<Page<ApplicationRow>> => {
      const list = applicationList(viewer, 'feedbackOwed');
      const owed = "a.state = 'UNSUCCESSFUL'";
      return pages.of(viewer, { ...list, where: [...list.where, owed] }, args);
    },
  };
}
