import type { Database } from '@trellis/subgraph-kit/database';
import { badUserInput, forbidden, notFound } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { newId } from '@trellis/subgraph-kit/ids';
import { londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { trainingLacking } from '../manager-training/manager-training.queries.ts';
import {
  type ArrangeConversationInput,
  ConversationOpen,
  LeadNotTrained,
  NobodyToTalkWith,
  NotYoursToArrange,
} from './conversation-change.types.ts';
import {
  arrangeSql,
  type ConversationRow,
  foundConversation,
  openOfPersonSql,
  partnersOf,
} from './conversation.queries.ts';
import { ConversationState } from './conversation.types.ts';

type Refused = ConversationOpen | LeadNotTrained | NobodyToTalkWith | NotYoursToArrange;

/** Who is to talk, and with whom. */
interface Pair {
  readonly personId: string;
  readonly leadId: string;
  /** Whether the person chose somebody else than their line manager. */
  readonly chosen: boolean;
}

/** Brings two people together to talk about what is next for one of them. */
export class ArrangingService {
  constructor(
    private readonly db: Database,
    private readonly idempotency: Idempotency,
  ) {}

  /**
   * Gives a conversation a day: line managers for those they manage, and everybody for themselves. With
   * another colleague than one's line manager it is asked for first.
   *
   * @throws NOT_FOUND when the caller line-manages no such person.
   */
  arrange(viewer: Viewer, input: ArrangeConversationInput): Promise<ConversationRow | Refused> {
    if (viewer.personId === null) throw forbidden('Only people have conversations.');
    notPassed(input.plannedOn);
    const { personId: me } = viewer;
    const work = async () => {
      const isOwn = input.personId == null || input.personId === me;
      const pair = isOwn
        ? await this.#ownPair(viewer, me, input.leadId ?? null)
        : await this.#reportsPair(viewer, me, input);
      return 'leadId' in pair ? this.#make(viewer, pair, input) : pair;
    };
    const recall = (id: string) => foundConversation(this.db, viewer, id);
    return this.idempotency.once<ConversationRow, Refused>(
      viewer,
      'arrangeConversation',
      input,
      work,
      recall,
    );
  }

  async #ownPair(viewer: Viewer, me: string, wanted: string | null): Promise<Pair | Refused> {
    const partners = await partnersOf(this.db, viewer, me, wanted ?? me);
    if (!partners.isEmployed) {
      return new NotYoursToArrange('EMPLOYED_ONLY');
    }
    const leadId = wanted ?? partners.managerId;
    if (leadId === null) return new NobodyToTalkWith();
    if (leadId === me) return new NobodyToTalkWith('A conversation is with somebody else.');
    const chosen = leadId !== partners.managerId;
    if (chosen && !partners.isColleague) throw notFound('colleague');
    return { personId: me, leadId, chosen };
  }

  async #reportsPair(viewer: Viewer, me: string, input: ArrangeConversationInput) {
    const { personId, leadId } = input;
    const partners = await partnersOf(this.db, viewer, personId ?? '', me);
    if (partners.managerId !== me) throw notFound('person');
    if (leadId != null && leadId !== me) {
      return new NotYoursToArrange('PERSON_CHOOSES');
    }
    if (!partners.isEmployed) {
      return new NotYoursToArrange('EMPLOYED_ONLY');
    }
    return { personId: personId ?? '', leadId: me, chosen: false };
  }

  async #make(viewer: Viewer, pair: Pair, { plannedOn, situation }: ArrangeConversationInput) {
    const { personId, leadId, chosen } = pair;
    // A colleague of one’s choice is asked for who they are, and needs no training.
    const lacking = chosen ? null : await trainingLacking(this.db, viewer, leadId, plannedOn);
    if (lacking !== null) return new LeadNotTrained(lacking);
    const state = chosen ? ConversationState.ASKED : ConversationState.SCHEDULED;
    const [made] = await this.db.rows<{ id: string }>(arrangeSql, [
      ...[viewer.trustId, newId(), personId, leadId, chosen, situation, state, plannedOn],
    ]);
    if (made) return foundConversation(this.db, viewer, made.id);
    const [open] = await this.db.rows<{ id: string; leadId: string }>(openOfPersonSql, [
      ...[viewer.trustId, personId],
    ]);
    // With whom somebody else has chosen to talk is between those two.
    const mayKnow = personId === viewer.personId || open?.leadId === viewer.personId;
    return new ConversationOpen(mayKnow ? (open?.id ?? null) : null);
  }
}

/** @throws BAD_USER_INPUT for a day that has passed. */
export function notPassed(plannedOn: string): void {
  if (plannedOn < londonDay()) throw badUserInput('plannedOn is not a day that has passed.');
}
