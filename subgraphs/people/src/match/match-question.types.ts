import type { Viewer } from '@trellis/subgraph-kit/viewer';

/** By what a record that is new to us may be known: who is it? */
export interface MatchQuestion {
  /** The id that the source's record has, or gets, with us. */
  readonly recordId: string;
  readonly trn: string | null;
  readonly payrollNumbers: readonly string[];
  readonly givenName: string | null;
  readonly familyName: string | null;
  readonly preferredName: string | null;
  readonly formerFamilyName: string | null;
  /** ISO text; null when the record tells none, or told it before. */
  readonly birthDate: string | null;
  /** Lower case. */
  readonly workEmail: string | null;
}

/** Somebody whom the trust knows, somebody new, or somebody has to say. */
export type MatchAnswer =
  | { readonly kind: 'SAME'; readonly personId: string }
  | { readonly kind: 'NEW' }
  | { readonly kind: 'REVIEW' };

/** Tells whom records are about. */
export interface StaffMatcher {
  /**
   * @param origin one source, from which all the records are.
   * @returns an answer for each question, in their order.
   */
  match(
    viewer: Viewer,
    questions: readonly MatchQuestion[],
    origin: RecordOrigin,
  ): Promise<readonly MatchAnswer[]>;

  /** Puts questions to the people team, or brings those about the same records up to date. */
  ask(viewer: Viewer, questions: readonly MatchQuestion[]): Promise<void>;

  /** Closes the questions about records that their source has taken back. */
  withdraw(viewer: Viewer, recordIds: readonly string[]): Promise<void>;

  /** @returns TRNs that were merged into others, with those others. */
  newestTrns(viewer: Viewer, trns: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

/** From where records come. */
export interface RecordOrigin {
  readonly source: string;
  /** The school whose system it is, or zeros for the whole trust. */
  readonly instanceId: string;
}

/** The record was worked in, and is about this person from now on. */
export interface AppliedRecord {
  readonly kind: 'APPLIED';
  readonly personId: string;
}

/** The record cannot be worked in as it stands. */
export interface UnusableRecord {
  readonly kind: 'UNUSABLE';
  /** As of a row of a sync, such as `EMAIL_TAKEN`. */
  readonly code: string;
  readonly message: string;
}

/** Records of which nobody knew whose they are, kept until somebody says. */
export interface KeptRecords {
  /**
   * Works a kept record in.
   *
   * @param personId whom it is about; null for somebody new.
   * @throws NOT_FOUND when no record is kept under the id.
   */
  apply(
    viewer: Viewer,
    recordId: string,
    personId: string | null,
  ): Promise<AppliedRecord | UnusableRecord>;
}
