/** Who stands in for the lead of a network, as the lead appoints them. Days are ISO text. */
export interface DeputyRecord {
  readonly networkId: string;
  readonly leadId: string;
  readonly personId: string;
  readonly startsOn: string;
  readonly endsOn: string;
}

export interface NetworkOutputRecord {
  readonly id: string;
  readonly networkId: string;
  /** The first one writes it. */
  readonly authorIds: readonly string[];
  readonly title: string;
  /** CURRICULUM, ASSESSMENT, PEDAGOGY or PROCEDURE. */
  readonly kind: string;
  /** Census subject code, or null. */
  readonly subjectCode: string | null;
  /** Markdown. */
  readonly text: string;
  /** AUTHORS, NETWORK or TRUST. */
  readonly audience: string;
}

export interface NetworkQuestionRecord {
  readonly id: string;
  readonly networkId: string;
  readonly personId: string;
  readonly title: string;
  readonly text: string;
  readonly answers: readonly { readonly personId: string; readonly text: string }[];
}

/** What the members of networks do and write. */
export interface NetworkWordRecords {
  readonly deputies: readonly DeputyRecord[];
  readonly outputs: readonly NetworkOutputRecord[];
  readonly questions: readonly NetworkQuestionRecord[];
}
