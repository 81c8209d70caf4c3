/**
 * What the bulk contract takes of one person: `StaffRecordInput` of the graph. A field that is left
 * out is not told and stays as it is. Days are text, `2026-09-01` or `01/09/2026`, and go out as the
 * file has them; last days are included.
 */
export interface StaffRecord {
  readonly externalId: string;
  readonly row: number;
  readonly status?: StaffStatus | undefined;
  /** Instant; where left out, that of the whole file. */
  readonly updatedAt?: string | undefined;
  readonly leftOn?: string | undefined;
  readonly givenName?: string | undefined;
  readonly familyName?: string | undefined;
  readonly preferredName?: string | undefined;
  readonly formerFamilyName?: string | undefined;
  readonly workEmail?: string | undefined;
  readonly trn?: string | undefined;
  readonly birthDate?: string | undefined;
  readonly lineManagerExternalId?: string | undefined;
  readonly contracts?: readonly StaffContract[] | undefined;
  readonly leave?: readonly StaffLeave[] | undefined;
  readonly qualifications?: readonly StaffQualification[] | undefined;
  readonly equality?: StaffEquality | undefined;
}

export const staffStatuses = ['ACTIVE', 'ENDED', 'DELETED', 'RESTORED'] as const;

export type StaffStatus = (typeof staffStatuses)[number];

export interface StaffContract {
  readonly externalId: string;
  /** Census contract type: PRM, FXT, TMP, SAG, … */
  readonly type?: string | undefined;
  readonly payrollNumber?: string | undefined;
  readonly firstDay: string;
  readonly expectedLastDay?: string | undefined;
  readonly lastDay?: string | undefined;
  readonly origin?: string | undefined;
  readonly destination?: string | undefined;
  readonly leavingReason?: string | undefined;
  readonly assignments: readonly StaffAssignment[];
}

export interface StaffAssignment {
  readonly externalId: string;
  readonly urn?: string | undefined;
  readonly roleCodes: readonly string[];
  readonly jobTitle?: string | undefined;
  readonly subjectCodes?: readonly string[] | undefined;
  /** Share of full time, more than 0 and at most 1. */
  readonly fte: number;
  readonly hoursPerWeek?: number | undefined;
  readonly weeksPerYear?: number | undefined;
  readonly firstDay?: string | undefined;
  readonly lastDay?: string | undefined;
  readonly isPrimary?: boolean | undefined;
}

export interface StaffLeave {
  readonly externalId: string;
  /** Census absence category: MAT, SEC, SIC, … */
  readonly kind: string;
  readonly firstDay: string;
  readonly lastDay?: string | undefined;
}

export interface StaffQualification {
  readonly externalId: string;
  readonly kind: string;
  readonly subjectCode?: string | undefined;
}

export interface StaffEquality {
  readonly ethnicity?: string | undefined;
  readonly sex?: string | undefined;
  readonly disability?: string | undefined;
}

/** What is wrong with a row, for the person who keeps the file. */
export interface RowProblem {
  readonly row: number;
  /** A sentence, without the row's number. */
  readonly message: string;
}

/** One person as a file tells of them. */
export interface ReadPerson {
  /** Where they begin: a row of a table, or the place of a person in a census. */
  readonly row: number;
  /** Null when not even the id could be read. */
  readonly externalId: string | null;
  /** Null when there are problems. */
  readonly record: StaffRecord | null;
  readonly problems: readonly RowProblem[];
  /** Their rows for the file of rejected rows, in the columns of the source's `header`. */
  readonly rejectedRows: () => readonly (readonly string[])[];
}

export type SyncMode = 'FULL' | 'DELTA';

/** A file, whatever its format, as people to send. It can be read more than once. */
export interface StaffSource {
  /** Differs when any byte of the file does. */
  readonly sha256: string;
  readonly modifiedAt: Date;
  /** Columns of the file of rejected rows. */
  readonly header: readonly string[];
  /** What the file itself says it is; undefined when it does not. */
  readonly mode: SyncMode | undefined;
  readonly people: () => AsyncGenerator<ReadPerson>;
  /** Whose list it is by the last reading: local authority and establishment, seven digits. */
  readonly laestab?: () => string | undefined;
  /** What the last reading passed over because it is not staff, such as pupils, by kind. */
  readonly skipped: () => Readonly<Record<string, number>>;
}
