import type { Database } from '@trellis/subgraph-kit/database';
import { Fault } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import {
  type ConversationRow,
  foundConversation,
  heldConversation,
  isWrittenDown,
  unsignSql,
} from '../conversation/conversation.queries.ts';
import {
  ConversationNoteKind,
  ConversationWrittenDown,
  type WriteConversationNoteInput,
} from './conversation-note.types.ts';

const versionSql = `
  SELECT version FROM conversation_note
   WHERE trust_id = $1 AND conversation_id = $2 AND kind = $3 AND private_to_id IS NOT DISTINCT FROM $4`;

const writeSql = `
  INSERT INTO conversation_note AS note (trust_id, conversation_id, kind, private_to_id, id, text)
  VALUES ($1, $2, $3, $4, $5, $6)
  ON CONFLICT ON CONSTRAINT one_note_of_a_kind DO UPDATE
     SET text = excluded.text, written_at = now(), version = note.version + 1`;

/** What the two of a conversation write down. */
export class ConversationNoteService {
  constructor(
    private readonly db: Database,
    private readonly idempotency: Idempotency,
  ) {}

  /**
   * Writes a note of the viewer's conversation. What both write is signed anew when it changes, and
   * stands once both have signed; what is one's own can be written at any time.
   *
   * @throws NOT_FOUND for everybody but the two.
   * @throws CONFLICT with the current version when the note changed since it was read.
   */
  write(
    viewer: Viewer,
    input: WriteConversationNoteInput,
  ): Promise<ConversationRow | ConversationWrittenDown> {
    const { conversationId, kind, text, version } = input;
    const isPrivate = kind === ConversationNoteKind.PRIVATE;
    const work = async () => {
      const talk = await heldConversation(this.db, viewer, conversationId);
      if (!isPrivate && isWrittenDown(talk)) return new ConversationWrittenDown(talk.state);
      const which = [viewer.trustId, talk.id, kind, isPrivate ? viewer.personId : null];
      const [found] = await this.db.rows<{ version: number }>(versionSql, which);
      const currentVersion = found?.version ?? 0;
      if (version !== currentVersion) {
        throw new Fault('CONFLICT', 'The note was changed since it was read.', { currentVersion });
      }
      await this.db.rows(writeSql, [...which, newId(), text]);
      if (!isPrivate) await this.db.rows(unsignSql, [viewer.trustId, talk.id]);
      return foundConversation(this.db, viewer, talk.id);
    };
    const recall = (id: string) => foundConversation(this.db, viewer, id);
    return this.idempotency.once<ConversationRow, ConversationWrittenDown>(
      viewer,
      'writeConversationNote',
      input,
      work,
      recall,
    );
  }
}
