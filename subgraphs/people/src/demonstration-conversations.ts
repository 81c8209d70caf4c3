import type { TrustRecords } from '@trellis/demonstration/records';
import type { Database } from '@trellis/subgraph-kit/database';
import { Idempotency } from '@trellis/subgraph-kit/idempotency';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { AgreedActionService } from './agreed-action/agreed-action.service.ts';
import { ActionLinkType, ActionOwner } from './agreed-action/agreed-action.types.ts';
import { AspirationService } from './aspiration/aspiration.service.ts';
import {
  AspirationAudience,
  AspirationHorizon,
  AspirationKind,
} from './aspiration/aspiration.types.ts';
import { CareerLineService } from './career-line/career-line.service.ts';
import { CareerLineAudience, CareerLineKind } from './career-line/career-line.types.ts';
import { ConversationPolicyService } from './conversation-clock/conversation-policy.service.ts';
import { ConversationNoteService } from './conversation-note/conversation-note.service.ts';
import { ConversationNoteKind } from './conversation-note/conversation-note.types.ts';
import { ConversationRecordService } from './conversation/conversation-record.service.ts';
import { NetworkMeetingService } from './network-meeting/network-meeting.service.ts';
import { NetworkLeadingService } from './network-term/network-leading.service.ts';

/** Writes the demonstration’s conversations, when networks meet, and what people say of their careers. */
export class DemonstrationConversations {
  readonly #idempotency: Idempotency;

  constructor(private readonly db: Database) {
    this.#idempotency = new Idempotency(db);
  }

  /** Who talked with whom, within the transaction of the trust. */
  async load(viewer: Viewer, { talks }: TrustRecords): Promise<void> {
    const { policy, conversations, trainings, willing } = talks;
    await new ConversationPolicyService(this.db, this.#idempotency).set(viewer, {
      ...policy,
      version: 0,
    });
    const records = new ConversationRecordService(this.db);
    await records.record(viewer, conversations);
    await records.recordTrainings(viewer, trainings);
    await records.recordWilling(viewer, willing);
  }

  /**
   * What people wrote and arranged, each in a transaction of their own and as themselves, because the
   * database lets nobody else.
   */
  async loadContents(viewer: Viewer, { talks, meetings, careers }: TrustRecords): Promise<void> {
    await this.#loadWords(viewer, talks);
    await this.#loadCareers(viewer, careers);
    const leading = new NetworkLeadingService(this.db);
    const network = new NetworkMeetingService(this.db, this.#idempotency, leading);
    for (const { leadId, startsAt, endsAt, ...meeting } of meetings) {
      const when = { startsAt: new Date(startsAt), endsAt: new Date(endsAt) };
      await this.#as(viewer, leadId, (lead) => network.arrange(lead, { ...meeting, ...when }));
    }
  }

  async #loadCareers(viewer: Viewer, { lines, words }: TrustRecords['careers']): Promise<void> {
    const records = new CareerLineService(this.db, this.#idempotency);
    for (const { personId, kind, sharedWith, ...line } of lines) {
      await this.#as(viewer, personId, (person) =>
        records.add(person, {
          ...line,
          kind: CareerLineKind[kind],
          sharedWith: sharedWith.map((audience) => CareerLineAudience[audience]),
        }),
      );
    }
    for (const { personId, lineId: id, ...said } of words) {
      await this.#as(viewer, personId, (person) =>
        records.describe(person, { id, version: 0, ...said }),
      );
    }
  }

  async #loadWords(viewer: Viewer, talks: TrustRecords['talks']): Promise<void> {
    const notes = new ConversationNoteService(this.db, this.#idempotency);
    const actions = new AgreedActionService(this.db, this.#idempotency);
    const aspirations = new AspirationService(this.db, this.#idempotency);
    for (const { personId, conversationId, kind, text } of talks.notes) {
      const note = { conversationId, kind: ConversationNoteKind[kind], text, version: 0 };
      await this.#as(viewer, personId, (person) => notes.write(person, note));
    }
    for (const { personId, owner, about, ...action } of talks.actions) {
      const link = about && { type: ActionLinkType[about.type], id: about.id };
      await this.#as(viewer, personId, (person) =>
        actions.agree(person, { ...action, owner: ActionOwner[owner], about: link }),
      );
    }
    for (const { personId, ...hope } of talks.aspirations) {
      await this.#as(viewer, personId, (person) =>
        aspirations.write(person, {
          text: hope.text,
          kind: knownAs(AspirationKind, hope.kind),
          horizon: knownAs(AspirationHorizon, hope.horizon),
          sharedWith: hope.sharedWith.map((each) => knownAs(AspirationAudience, each)),
        }),
      );
    }
  }

  #as(viewer: Viewer, personId: string, work: (person: Viewer) => Promise<unknown>) {
    const person = { ...viewer, personId };
    return this.db.as(person, () => work(person));
  }
}

/** The value of an enum that a record names. @throws Error when the generator is wrong. */
export function knownAs<Value extends string>(
  values: Readonly<Record<string, Value>>,
  name: string,
): Value {
  const value = values[name];
  if (value === undefined) throw new Error(`There is no ${name}.`);
  return value;
}
