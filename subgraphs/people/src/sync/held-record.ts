import type { CredentialRecord } from '../credential/credential.types.ts';
import type { LeaveRecord } from '../leave/leave.types.ts';
import type { PersonFields, RecordIssue, ToldRecord } from './told-record.ts';

export type RecordStatus = 'ACTIVE' | 'ENDED' | 'DELETED' | 'MISSING' | 'UNDONE' | 'REVIEW';

/** A statement that waits until somebody says whom it is about, as JSON: its instant may be text. */
export type KeptStatement = Omit<ToldRecord, 'asOf'> & { readonly asOf: Date | string };

/** A source's record as we hold it: a row of `staff_source_record`. */
export interface HeldRecord {
  readonly id: string;
  readonly externalId: string;
  readonly personId: string | null;
  readonly status: RecordStatus;
  readonly asOf: Date;
  readonly contentHash: string | null;
  readonly changedBy: string | null;
  readonly managerExternalId: string | null;
  readonly managerToldAt: Date | null;
  readonly managerPending: boolean;
  readonly formerFamilyName: string | null;
  readonly ending: readonly EndingEntry[] | null;
  readonly endedAt: Date | null;
  readonly issues: readonly RecordIssue[];
  /** None unless it is under review. */
  readonly kept: KeptStatement | null;
}

/** What the end of a record did to a contract or post. */
export interface EndingEntry {
  readonly id: string;
  readonly was: string | null;
  readonly became: string | null;
}

export interface HeldPerson extends PersonFields {
  readonly id: string;
}

export interface HeldContract {
  readonly id: string;
  readonly personId: string;
  readonly sourceRecordId: string;
  readonly externalId: string;
  readonly type: string;
  readonly payrollNumber: string | null;
  readonly startsOn: string;
  readonly endsOn: string | null;
  readonly expectedEndsOn: string | null;
  readonly origin: string | null;
  readonly destination: string | null;
  readonly leavingReason: string | null;
}

export interface HeldAssignment {
  readonly id: string;
  readonly personId: string;
  readonly contractId: string;
  readonly externalId: string;
  readonly schoolId: string;
  readonly roleCodes: readonly string[];
  readonly subjectCodes: readonly string[];
  readonly jobTitle: string | null;
  readonly fte: number;
  readonly hoursPerWeek: number | null;
  readonly weeksPerYear: number | null;
  readonly startsOn: string;
  readonly endsOn: string | null;
  readonly isPrimary: boolean;
}

/** What a record changed, as it was: enough to put it back. */
export interface BeforeImage {
  /** None when it was new. */
  readonly record: HeldRecord | null;
  /** Whether the person is new with it. */
  readonly madePerson: boolean;
  /** Old and new value of each changed field; none when the person is new. */
  readonly person: Readonly<Record<string, readonly [string | null, string | null]>>;
  readonly contracts: readonly HeldContract[];
  readonly madeContracts: readonly string[];
  readonly assignments: readonly HeldAssignment[];
  readonly madeAssignments: readonly string[];
  /** Whether it went under review or left it without anybody's word: nothing else was changed. */
  readonly ofReview?: true;
  /** None when it is as it was. */
  readonly leave?: readonly LeaveRecord[];
  readonly qualifications?: readonly CredentialRecord[];
}
