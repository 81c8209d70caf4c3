/**
 * A person with their employment, as a system of record knows them: what the write path takes, from an
 * integration or an import. Days are ISO text, half-open; ids are ours.
 */
export interface StaffRecord {
  readonly id: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly preferredName: string | null;
  readonly workEmail: string | null;
  /** Seven digits. */
  readonly trn: string | null;
  readonly contracts: readonly ContractRecord[];
}

export interface ContractRecord {
  readonly id: string;
  /** Census contract type. */
  readonly type: string;
  readonly payrollNumber: string | null;
  readonly startsOn: string;
  readonly endsOn: string | null;
  readonly assignments: readonly AssignmentRecord[];
}

export interface AssignmentRecord {
  readonly id: string;
  readonly schoolId: string;
  /** Census role codes (CS050), the main one first. */
  readonly roleCodes: readonly string[];
  /** Census subject codes. */
  readonly subjectCodes: readonly string[];
  /** 0 < fte <= 1, two decimals. */
  readonly fte: number;
  readonly startsOn: string;
  readonly endsOn: string | null;
  readonly isPrimary: boolean;
}

/** A record that was passed over, whole, and why. */
export interface RefusedRecord {
  readonly id: string;
  readonly reasons: readonly string[];
}

/** What became of the records. */
export interface StaffReport {
  /** People who are new or of whom something is other than it was. */
  readonly changed: number;
  readonly unchanged: number;
  readonly refused: readonly RefusedRecord[];
}
