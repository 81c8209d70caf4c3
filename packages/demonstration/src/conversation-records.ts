/** What is known of career conversations; days are ISO text. */
export interface ConversationRecords {
  readonly policy: {
    readonly perYear: number;
    readonly firstWithinDays: number;
    readonly afterLeaveDays: number;
    readonly startsOn: string;
  };
  readonly conversations: readonly ConversationRecord[];
  readonly trainings: readonly TrainingRecord[];
  /** Who may be asked for a conversation, by id. */
  readonly willing: readonly string[];
  readonly aspirations: readonly AspirationRecord[];
  readonly notes: readonly NoteRecord[];
  readonly actions: readonly ActionRecord[];
}

export interface ConversationRecord {
  readonly id: string;
  readonly personId: string;
  readonly leadId: string;
  /** By the person, and not as the line manager. */
  readonly chosen: boolean;
  readonly situation: string;
  readonly state: 'SCHEDULED' | 'DECLINED_BY_STAFF' | 'HELD' | 'CLOSED';
  readonly plannedOn: string | null;
  readonly offeredOn: string | null;
}

/** That somebody was trained to hold conversations. */
export interface TrainingRecord {
  readonly personId: string;
  readonly trainedOn: string;
  /** First day without it. */
  readonly validUntil: string;
}

export interface AspirationRecord {
  readonly personId: string;
  readonly kind: string;
  readonly horizon: string;
  readonly text: string;
  readonly sharedWith: readonly string[];
}

export interface NoteRecord {
  readonly conversationId: string;
  /** Who writes it. */
  readonly personId: string;
  readonly kind: 'AGENDA' | 'SHARED' | 'PRIVATE';
  readonly text: string;
}

export interface ActionRecord {
  readonly conversationId: string;
  readonly personId: string;
  readonly owner: 'PERSON' | 'LEAD';
  readonly text: string;
  readonly dueOn: string;
  readonly about: { readonly type: 'NETWORK' | 'OPPORTUNITY'; readonly id: string } | null;
}

/** When a network meets next. */
export interface MeetingRecord {
  readonly networkId: string;
  readonly leadId: string;
  readonly title: string;
  /** ISO instants. */
  readonly startsAt: string;
  readonly endsAt: string;
  readonly place: string;
  readonly agenda: string;
}
