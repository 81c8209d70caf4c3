import { manyByKey } from '@trellis/subgraph-kit/batch';
import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { ConversationNote, ConversationNoteKind } from './conversation-note.types.ts';

/** With the conversation and for whom it is. */
export interface ConversationNoteRow extends ConversationNote {
  readonly conversationId: string;
  readonly kind: ConversationNoteKind;
}

/** Notes that the viewer may read; row security has the same conditions once more. */
export function conversationNoteLoaders(db: Database, { trustId, personId }: Viewer) {
  return {
    notesOfConversation: manyByKey<ConversationNoteRow>(
      ({ conversationId }) => conversationId,
      (conversationIds) =>
        db.rows<ConversationNoteRow>(
          `SELECT note.conversation_id AS "conversationId", note.kind, note.text,
                  note.written_at AS "writtenAt", note.version
             FROM conversation_note AS note JOIN career_conversation AS talk
               ON talk.trust_id = note.trust_id AND talk.id = note.conversation_id
            WHERE note.trust_id = $1 AND note.conversation_id = ANY ($2::uuid[])
              AND $3 IN (talk.person_id, talk.lead_id)
              AND (note.private_to_id IS NULL OR note.private_to_id = $3)`,
          [trustId, conversationIds, personId],
        ),
    ),
  };
}
