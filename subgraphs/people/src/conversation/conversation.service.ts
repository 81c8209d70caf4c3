import type { Database } from '@trellis/subgraph-kit/database';
import { badUserInput } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { trainingLacking } from '../manager-training/manager-training.queries.ts';
import { notPassed } from './arranging.service.ts';
import {
  type AnswerConversationInput,
  type ConversationInput,
  ConversationNotMovable,
  LeadNotTrained,
  NotYoursToArrange,
  type PostponeConversationInput,
  type RecordConversationInput,
} from './conversation-change.types.ts';
import { legalMoves } from './conversation-state.ts';
import { type ConversationRow, foundConversation } from './conversation.queries.ts';
import { ConversationState as State } from './conversation.types.ts';

type Refused = ConversationNotMovable | LeadNotTrained | NotYoursToArrange;

/** What changes with a move; columns that are not named stay. */
interface Change {
  readonly state: State;
  readonly planned_on?: string | null;
  readonly postponed_for?: string;
  readonly offered_on?: string;
}

/** What becomes of a conversation, by the two whose it is. */
export class ConversationService {
  constructor(
    private readonly db: Database,
    private readonly idempotency: Idempotency,
  ) {}

  /** A colleague who was asked says whether they are willing. @throws as `cancel` does. */
  answer(viewer: Viewer, input: AnswerConversationInput) {
    return this.#move(viewer, 'answerConversation', input, ({ leadId }) => {
      if (leadId !== viewer.personId) return new NotYoursToArrange('ASKED_ANSWERS');
      return { state: input.willing ? State.SCHEDULED : State.UNWILLING };
    });
  }

  /** Puts it off, to another day or to none yet. @throws as `cancel` does. */
  postpone(viewer: Viewer, input: PostponeConversationInput) {
    const { plannedOn = null, reason } = input;
    if (plannedOn !== null) notPassed(plannedOn);
    return this.#move(viewer, 'postponeConversation', input, async (talk) => {
      const { state, leadId, chosen } = talk;
      // Who was asked has not said yes yet: another day is another question.
      if (state === State.ASKED) return new ConversationNotMovable(state, legalMoves[state]);
      if (plannedOn !== null && !chosen) {
        const lacking = await trainingLacking(this.db, viewer, leadId, plannedOn);
        if (lacking !== null) return new LeadNotTrained(lacking);
      }
      const to = plannedOn === null ? State.POSTPONED : State.SCHEDULED;
      return { state: to, planned_on: plannedOn, postponed_for: reason };
    });
  }

  /** The person does not want one this time: it was offered. @throws as `cancel` does. */
  decline(viewer: Viewer, input: ConversationInput) {
    return this.#move(viewer, 'declineConversation', input, ({ personId }) => {
      if (personId !== viewer.personId) return new NotYoursToArrange('PERSON_DECLINES');
      return { state: State.DECLINED_BY_STAFF, offered_on: londonDay() };
    });
  }

  /** Takes back what was asked or arranged; it counts for nothing. @throws as `cancel` does. */
  cancel(viewer: Viewer, input: ConversationInput) {
    return this.#move(viewer, 'cancelConversation', input, () => ({ state: State.CANCELLED }));
  }

  /** Either of the two says that they have talked. @throws BAD_USER_INPUT for a day to come. */
  record(viewer: Viewer, input: RecordConversationInput) {
    const { heldOn } = input;
    if (heldOn > londonDay()) throw badUserInput('heldOn is not a day that is to come.');
    return this.#move(viewer, 'recordConversation', input, () => {
      return { state: State.HELD, offered_on: heldOn };
    });
  }

  /** One of the two says that what is written down is right; when both have, it is agreed. */
  agree(viewer: Viewer, input: ConversationInput) {
    return this.#change(viewer, 'agreeConversation', input, async (talk) => {
      if (talk.state !== State.HELD) return notMovable(talk);
      await this.db.rows(agreeSql, [viewer.trustId, talk.id, talk.personId === viewer.personId]);
      return undefined;
    });
  }

  /** What was agreed is done or dropped. */
  close(viewer: Viewer, input: ConversationInput) {
    return this.#move(viewer, 'closeConversation', input, () => ({ state: State.CLOSED }));
  }

  #move(
    viewer: Viewer,
    mutation: string,
    input: ConversationInput,
    move: (talk: ConversationRow) => Change | Refused | Promise<Change | Refused>,
  ) {
    return this.#change(viewer, mutation, input, async (talk) => {
      const change = await move(talk);
      if (!('state' in change)) return change;
      if (!legalMoves[talk.state].includes(change.state)) return notMovable(talk);
      await this.db.rows(moveSql, [viewer.trustId, talk.id, JSON.stringify(change)]);
      return undefined;
    });
  }

  /**
   * @throws NOT_FOUND for everybody but the two.
   * @throws CONFLICT with the current version when it changed since it was read.
   */
  #change(
    viewer: Viewer,
    mutation: string,
    input: ConversationInput,
    change: (talk: ConversationRow) => Promise<Refused | undefined>,
  ): Promise<ConversationRow | Refused> {
    const find = () => foundConversation(this.db, viewer, input.id);
    const work = async () => {
      const talk = await foundConversation(this.db, viewer, input.id, input.version);
      return (await change(talk)) ?? (await find());
    };
    return this.idempotency.once<ConversationRow, Refused>(viewer, mutation, input, work, find);
  }
}

function notMovable({ state }: ConversationRow): ConversationNotMovable {
  return new ConversationNotMovable(state, legalMoves[state]);
}

/** What `$3` does not name stays. */
const moveSql = `
  UPDATE career_conversation AS talk
     SET state = told.state, version = talk.version + 1,
         planned_on = CASE WHEN $3::jsonb ? 'planned_on' THEN told.planned_on ELSE talk.planned_on END,
         postponed_for = coalesce(told.postponed_for, talk.postponed_for),
         offered_on = coalesce(told.offered_on, talk.offered_on)
    FROM jsonb_to_record($3::jsonb)
           AS told (state text, planned_on date, postponed_for text, offered_on date)
   WHERE talk.trust_id = $1 AND talk.id = $2`;

const agreeSql = `
  UPDATE career_conversation
     SET person_agreed_at = CASE WHEN $3 THEN coalesce(person_agreed_at, now()) ELSE person_agreed_at END,
         lead_agreed_at = CASE WHEN $3 THEN lead_agreed_at ELSE coalesce(lead_agreed_at, now()) END,
         state = CASE WHEN CASE WHEN $3 THEN lead_agreed_at ELSE person_agreed_at END IS NULL
                      THEN 'HELD' ELSE 'AGREED' END,
         version = version + 1
   WHERE trust_id = $1 AND id = $2`;
