import type { Database } from '@trellis/subgraph-kit/database';
import { badUserInput, Fault, notFound } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { isId, newId } from '@trellis/subgraph-kit/ids';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { ConversationWrittenDown } from '../conversation-note/conversation-note.types.ts';
import {
  heldConversation,
  isWrittenDown,
  unsignSql,
} from '../conversation/conversation.queries.ts';
import {
  type ActionRow,
  actionsById,
  agreeActionSql,
  settleActionSql,
} from './agreed-action.queries.ts';
import {
  ActionOwner,
  AgreedActionState,
  type AgreeActionInput,
  type SettleActionInput,
} from './agreed-action.types.ts';

/** What the two of a conversation agree to do. */
export class AgreedActionService {
  constructor(
    private readonly db: Database,
    private readonly idempotency: Idempotency,
  ) {}

  /**
   * Adds something to what is agreed, until both have said that it is written down right.
   *
   * @throws NOT_FOUND for everybody but the two.
   */
  agree(viewer: Viewer, input: AgreeActionInput): Promise<ActionRow | ConversationWrittenDown> {
    const { conversationId, text, owner, dueOn, about } = input;
    if (dueOn < londonDay()) throw badUserInput('dueOn is not a day that has passed.');
    if (about != null && !isId(about.id)) throw badUserInput('about.id is the id of something.');
    const recall = (id: string) => this.#found(viewer, id);
    const work = async () => {
      const talk = await heldConversation(this.db, viewer, conversationId);
      if (isWrittenDown(talk)) return new ConversationWrittenDown(talk.state);
      const ownerId = owner === ActionOwner.PERSON ? talk.personId : talk.leadId;
      const id = newId();
      await this.db.rows(agreeActionSql, [
        ...[viewer.trustId, id, talk.id, ownerId, text, dueOn],
        ...[about?.type ?? null, about?.id ?? null],
      ]);
      await this.db.rows(unsignSql, [viewer.trustId, talk.id]);
      return recall(id);
    };
    return this.idempotency.once<ActionRow, ConversationWrittenDown>(
      viewer,
      'agreeAction',
      input,
      work,
      recall,
    );
  }

  /**
   * Says what became of an action; either of the two does, at any time.
   *
   * @throws NOT_FOUND for everybody but the two.
   * @throws CONFLICT with the current version when it changed since it was read.
   */
  settle(viewer: Viewer, input: SettleActionInput): Promise<ActionRow> {
    const { id, state, version } = input;
    const find = () => this.#found(viewer, id);
    const work = async () => {
      const { version: currentVersion } = await this.#found(viewer, id, 'FOR UPDATE OF action');
      if (version !== currentVersion) {
        throw new Fault('CONFLICT', 'The action was changed since it was read.', {
          currentVersion,
        });
      }
      const settledOn = state === AgreedActionState.OPEN ? null : londonDay();
      await this.db.rows(settleActionSql, [viewer.trustId, id, state, settledOn]);
      return find();
    };
    return this.idempotency.once<ActionRow>(viewer, 'settleAction', input, work, find);
  }

  async #found(viewer: Viewer, id: string, lock: '' | 'FOR UPDATE OF action' = '') {
    const [found] = await actionsById(this.db, viewer, [id], lock);
    if (!found) throw notFound('action');
    return found;
  }
}
