import type { ConversationRecords, MeetingRecord } from './conversation-records.ts';
import type { NetworkWordRecords } from './network-word-records.ts';

/**
 * What the demonstration data consists of. Plain records: each subgraph takes its part and writes it
 * through its own services. Days are ISO text; money is whole pence; ids have the shape of UUID v7.
 */

/** Names of the demonstration users, as `npm run token` takes them. */
export const userNames = [
  'central',
  'head',
  'manager',
  'teacher',
  'ta',
  'site',
  'finance',
  /** Of finance too: a payment is approved by two. */
  'approver',
  'panel',
  /** A head of year who has handed in his notice, and studies with the trust's money. */
  'leaver',
  /** Of two other schools: a science technician, and an office manager. */
  'technician',
  'office',
  'analyst',
  /** The people team of the second trust. */
  'other-central',
] as const;

export type UserName = (typeof userNames)[number];

export type RoleName = 'PEOPLE_TEAM' | 'HEAD' | 'FINANCE' | 'PANEL' | 'ANALYST';

export interface TrustRecords {
  readonly trust: TrustRecord;
  /** Files as GIAS publishes them (Windows-1252 CSV), for the real import to read. */
  readonly gias: GiasFiles;
  readonly schools: readonly SchoolRecord[];
  readonly people: readonly PersonRecord[];
  readonly managerLinks: readonly ManagerLinkRecord[];
  readonly networks: readonly NetworkRecord[];
  readonly memberships: readonly MembershipRecord[];
  readonly expertise: readonly ExpertiseRecord[];
  readonly roles: readonly RoleRecord[];
  /** Who can sign in with the development identity provider; its subject is the user's name. */
  readonly users: readonly { readonly name: UserName; readonly personId: string }[];
  readonly opportunities: readonly OpportunityRecord[];
  readonly applications: readonly ApplicationRecord[];
  readonly placements: readonly PlacementRecord[];
  readonly funds: readonly FundRecord[];
  readonly awards: readonly AwardRecord[];
  readonly talks: ConversationRecords;
  readonly meetings: readonly MeetingRecord[];
  readonly networkWords: NetworkWordRecords;
  readonly careers: CareerRecords;
}

/** What people add to their career records themselves. */
export interface CareerRecords {
  readonly lines: readonly CareerLineRecord[];
  /** What they say of lines that a source tells. */
  readonly words: readonly {
    readonly personId: string;
    readonly lineId: string;
    readonly whatIDid: string;
    readonly whatCameOfIt: string;
  }[];
}

export interface CareerLineRecord {
  readonly personId: string;
  readonly kind: 'EARLIER_JOB' | 'VOLUNTEERING' | 'GOVERNANCE' | 'CREDENTIAL';
  readonly title: string;
  readonly organisation: string | null;
  /** ISO days; the second is the first on which it no longer ran. */
  readonly startsOn: string;
  readonly endsOn: string | null;
  readonly whatIDid: string | null;
  readonly whatCameOfIt: string | null;
  readonly sharedWith: readonly ('MANAGER' | 'TRUST')[];
}

export interface TrustRecord {
  readonly id: string;
  readonly name: string;
  /** GIAS Group UID. */
  readonly uid: string;
  /** Trust reference number, TR and five digits. */
  readonly groupId: string;
  readonly companiesHouseNumber: string;
  readonly ukprn: string;
}

export interface GiasFiles {
  readonly establishments: Uint8Array;
  readonly groups: Uint8Array;
  /** Which school is in which group (alllinksdata). */
  readonly links: Uint8Array;
}

/** The id that the import is to give the school with this URN. */
export interface SchoolRecord {
  readonly id: string;
  readonly urn: string;
  readonly name: string;
}

export interface PersonRecord {
  readonly id: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly preferredName: string | null;
  /** Null for staff without a work mailbox. */
  readonly workEmail: string | null;
  /** Teacher reference number, seven digits; null for most support staff. */
  readonly trn: string | null;
  readonly contracts: readonly ContractRecord[];
}

export interface ContractRecord {
  readonly id: string;
  /** Census contract type: PRM, FXT, TMP, SAG, … */
  readonly type: string;
  readonly payrollNumber: string;
  readonly startsOn: string;
  /** First day on which it no longer runs; null while open. */
  readonly endsOn: string | null;
  readonly assignments: readonly AssignmentRecord[];
}

export interface AssignmentRecord {
  readonly id: string;
  readonly schoolId: string;
  /** Census role codes (CS050); the first is the main one. */
  readonly roleCodes: readonly string[];
  /** Census subject codes, for those who teach. */
  readonly subjectCodes: readonly string[];
  /** Share of full time, 0 < fte <= 1, two decimals. */
  readonly fte: number;
  readonly startsOn: string;
  readonly endsOn: string | null;
  readonly isPrimary: boolean;
}

export interface ManagerLinkRecord {
  readonly id: string;
  readonly personId: string;
  readonly managerId: string;
  readonly startsOn: string;
  readonly endsOn: string | null;
}

export interface NetworkRecord {
  readonly id: string;
  readonly name: string;
  readonly purpose: string;
  /** Census subject code, or null for a network around a job. */
  readonly subjectCode: string | null;
  readonly leadId: string;
}

export interface MembershipRecord {
  readonly id: string;
  readonly networkId: string;
  readonly personId: string;
  readonly joinedOn: string;
}

/** What somebody says they know well, and who endorsed it. */
export interface ExpertiseRecord {
  readonly id: string;
  readonly endorsementId: string;
  readonly personId: string;
  /** Census subject code; null when it is of a theme. */
  readonly subjectCode: string | null;
  /** PEDAGOGY, ASSESSMENT, RESEARCH, SEND, BEHAVIOUR or OPERATIONS. */
  readonly theme: string | null;
  /** CONFIDENT, SPECIALIST or LEADING. */
  readonly level: string;
  readonly evidence: string;
  readonly daysATerm: number;
  /** Null, as are the days, where nobody has. */
  readonly endorserId: string | null;
  readonly endorsedOn: string | null;
  readonly expiresOn: string | null;
}

export interface RoleRecord {
  readonly id: string;
  readonly personId: string;
  readonly role: RoleName;
  /** Null for a role over the whole trust. */
  readonly schoolId: string | null;
}

export interface OpportunityRecord {
  readonly id: string;
  /** POST, SECONDMENT, SPECIALIST_ROLE, ACTING, PROJECT, SHADOWING, VISIT, SWAP, COHORT_SEAT, MENTORING, RESPONSIBILITY, STUDY_ROUND */
  readonly kind: string;
  readonly title: string;
  readonly summary: string;
  readonly hostSchoolId: string | null;
  readonly networkId: string | null;
  /** Census role codes of the staff it is for; empty when it is for everybody. */
  readonly audienceRoleCodes: readonly string[];
  readonly opensOn: string;
  /** Last day on which one may apply. */
  readonly closesOn: string;
  /** DRAFT, PUBLISHED, CLOSED, FILLED or UNFILLED. */
  readonly state: string;
  readonly createdById: string;
}

export interface ApplicationRecord {
  readonly id: string;
  readonly opportunityId: string;
  readonly personId: string;
  readonly statement: string;
  readonly submittedAt: string;
  readonly withdrawnAt: string | null;
}

export interface PlacementRecord {
  readonly id: string;
  readonly opportunityId: string;
  readonly personId: string;
  /** The kind of its opportunity. A swap is two placements of one opportunity, one each way. */
  readonly kind: string;
  readonly homeSchoolId: string;
  readonly hostSchoolId: string;
  readonly startsOn: string;
  /** First day on which it no longer runs. */
  readonly endsOn: string;
}

export interface FundRecord {
  readonly id: string;
  readonly name: string;
  /** The year it starts: 2026 is 1 Sept 2026 to 31 Aug 2027. */
  readonly academicYear: number;
  readonly amountPence: number;
  /** The trust's own money, or its apprenticeship levy account. */
  readonly source: 'TRUST' | 'LEVY';
}

export interface AwardRecord {
  readonly id: string;
  readonly fundId: string;
  readonly personId: string;
  /** The school whose staff member studies, for spend by school. */
  readonly schoolId: string;
  /** As the programme catalogue names it, such as NPQSL. */
  readonly programmeCode: string;
  readonly amountPence: number;
  readonly awardedOn: string;
  readonly withdrawnOn: string | null;
}
