import { byKey } from '@trellis/subgraph-kit/batch';
import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { type ConversationDueRow, dueOfPeople } from './conversation-due.queries.ts';

/** When people's next conversations are due, as far as the viewer may know. */
export function conversationDueLoaders(db: Database, viewer: Viewer) {
  return {
    conversationDueOfPerson: byKey<ConversationDueRow>(
      ({ personId }) => personId,
      (personIds) => {
        const { sql, values } = dueOfPeople(viewer, personIds);
        return db.rows<ConversationDueRow>(sql, values);
      },
    ),
  };
}
