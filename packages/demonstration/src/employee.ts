import type { JobFamily } from './job-families.ts';
import type { PersonRecord, UserName } from './records.ts';
import type { TrustSchool } from './schools.ts';

/** A person of the trust with what the rest of the data is made from. Days are day numbers. */
export interface Employee {
  readonly person: PersonRecord;
  /** Where the main assignment is. */
  readonly school: TrustSchool;
  /** The main role code. */
  readonly role: string;
  readonly family: JobFamily;
  readonly subjects: readonly string[];
  /** Of a secondary school. */
  readonly department: string | null;
  /** First day of the latest contract, and of the main assignment. */
  readonly startsOn: number;
  /** First day on which the latest contract no longer runs; null while open. */
  readonly endsOn: number | null;
  readonly isAgency: boolean;
  readonly isCentral: boolean;
  readonly user: UserName | null;
}

/** @returns whether the latest contract runs on that day. */
export const worksOn = ({ startsOn, endsOn }: Employee, day: number): boolean =>
  startsOn <= day && (endsOn === null || day < endsOn);
