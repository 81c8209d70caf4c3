import { byId } from '@trellis/subgraph-kit/batch';
import type { Database } from '@trellis/subgraph-kit/database';
import type { Pages } from '@trellis/subgraph-kit/page';
import type { ConnectionArgs } from '@trellis/subgraph-kit/connection';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import {
  conversationList,
  type ConversationRow,
  conversationsById,
} from './conversation.queries.ts';

/** Conversations of which the viewer is one of the two. */
export function conversationLoaders(db: Database, pages: Pages, viewer: Viewer) {
  return {
    conversation: byId((ids) => conversationsById(db, viewer, ids)),
    conversationsOfViewer: (args: ConnectionArgs) =>
      pages.of<ConversationRow>(viewer, conversationList(viewer), args),
  };
}
