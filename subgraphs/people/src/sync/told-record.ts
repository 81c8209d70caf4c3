import type { CredentialRecord } from '../credential/credential.types.ts';
import type { EqualityAnswers } from '../equality/equality.types.ts';
import type { LeaveRecord } from '../leave/leave.types.ts';
import type { StaffRecordStatus } from './staff-record.types.ts';

/** A record of a source, checked, in our own terms. Days are ISO text, half-open. */
export interface ToldRecord {
  readonly externalId: string;
  readonly row: number;
  /** MISSING: a full sync lacked it. */
  readonly status: StaffRecordStatus | 'MISSING';
  readonly asOf: Date;
  /** The day of the statement, in England. */
  readonly asOfDay: string;
  readonly contentHash: string;
  /** First day on which the person is gone, when the status is ENDED. */
  readonly endsOn: string | null;
  /** What of the person is told; null takes it away. */
  readonly person: Partial<PersonFields>;
  readonly formerFamilyName: string | null | undefined;
  readonly birthDate: string | null | undefined;
  readonly managerExternalId: string | null | undefined;
  /** Undefined: not told, they stay. */
  readonly contracts: readonly ToldContract[] | undefined;
  readonly leave: readonly LeaveRecord[] | undefined;
  readonly qualifications: readonly CredentialRecord[] | undefined;
  readonly equality: Omit<EqualityAnswers, 'personId'> | undefined;
  readonly issues: readonly RecordIssue[];
}

export interface PersonFields {
  readonly givenName: string;
  readonly familyName: string;
  readonly preferredName: string | null;
  readonly workEmail: string | null;
  readonly trn: string | null;
}

export interface ToldContract {
  readonly externalId: string;
  readonly type: string;
  readonly payrollNumber: string | null;
  readonly startsOn: string;
  readonly endsOn: string | null;
  readonly expectedEndsOn: string | null;
  readonly origin: string | null;
  readonly destination: string | null;
  readonly leavingReason: string | null;
  readonly assignments: readonly ToldAssignment[];
}

export interface ToldAssignment {
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

/** A code that we keep and do not know. */
export interface RecordIssue {
  readonly field: string;
  readonly code: 'UNKNOWN_CODE' | 'MANAGER_NOT_FOUND';
  readonly value: string;
  readonly mappedTo: string | null;
}

export type RowCode =
  | 'MISSING_FIELD'
  | 'INVALID_DATE'
  | 'INVALID_VALUE'
  | 'UNKNOWN_SCHOOL'
  | 'NOT_YOUR_SCHOOL'
  | 'DUPLICATE_IN_FILE'
  | 'ENDS_BEFORE_START'
  | 'EMAIL_TAKEN'
  | 'TRN_TAKEN'
  | 'MANAGER_CYCLE'
  | 'STALE';

/** Why a record, or a part of it, was not taken in: for the school office. */
export class RowProblem extends Error {
  /** @param field of the record, such as `contracts.firstDay`. */
  constructor(
    readonly code: RowCode,
    readonly field: string,
    message: string,
  ) {
    super(message);
  }
}
