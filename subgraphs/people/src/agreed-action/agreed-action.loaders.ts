import { byId, manyByKey } from '@trellis/subgraph-kit/batch';
import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import {
  type ActionRow,
  actionsById,
  actionsOfConversations,
  actionsTakenOnBy,
  openActionsOf,
} from './agreed-action.queries.ts';

/** What was agreed, as far as the viewer is one of the two. */
export function agreedActionLoaders(db: Database, viewer: Viewer) {
  return {
    agreedAction: byId((ids) => actionsById(db, viewer, ids)),
    actionsOfConversation: manyByKey<ActionRow>(
      ({ conversationId }) => conversationId,
      (conversationIds) => actionsOfConversations(db, viewer, conversationIds),
    ),
    openActionsOfViewer: () => openActionsOf(db, viewer),
    actionsTakenOnByViewer: () => actionsTakenOnBy(db, viewer),
  };
}
