import { isId } from '@trellis/subgraph-kit/ids';
import { StaffGroup } from '../assignment/assignment.types.ts';
import { isStaffRole, subjects } from '../assignment/staff-role.codes.ts';
import { contractTypes } from '../contract/contract-type.codes.ts';
import type { StaffAssignmentInput, StaffContractInput } from './staff-record.types.ts';
import {
  type RecordIssue,
  RowProblem,
  type ToldAssignment,
  type ToldContract,
} from './told-record.ts';
import {
  dayAfter,
  dayOf,
  dayOrNone,
  externalIdOf,
  hundredthsOrNone,
  textOf,
  textOrNone,
} from './told-values.ts';

/** Where a caller may place staff. */
export interface SchoolsAtHand {
  /** Ids of the trust's schools, and whether the caller answers for them. */
  readonly byId: ReadonlyMap<string, boolean>;
  /** Ids by each URN that they have or had. */
  readonly byUrn: ReadonlyMap<string, string>;
  /** Of the sync; none when it is the whole trust's. */
  readonly usual: string | null;
}

/** Contracts and posts in a record; each more than any school has. */
const most = { contracts: 50, assignments: 50, roles: 20, subjects: 20 };
/** What a code may be that no list has. */
const longestCode = 40;

/** Makes out the contracts of one record, and notes the codes that no list has. */
export class ContractCheck {
  readonly issues: RecordIssue[] = [];

  constructor(private readonly schools: SchoolsAtHand) {}

  /** @throws RowProblem */
  read(inputs: readonly StaffContractInput[]): ToldContract[] {
    atMost(inputs, most.contracts, 'contracts');
    const contracts = inputs.map((input) => this.#contract(input));
    unique(contracts, 'contracts');
    return withPrimary(contracts);
  }

  #contract(input: StaffContractInput): ToldContract {
    const at = (field: string) => `contracts.${field}`;
    const startsOn = dayOf(input.firstDay, at('firstDay'));
    const endsOn = endOf(input.lastDay, at('lastDay'), startsOn);
    const days = { startsOn, endsOn };
    atMost(input.assignments, most.assignments, at('assignments'));
    const assignments = input.assignments.map((post) => this.#assignment(post, days));
    unique(assignments, at('assignments'));
    const type = textOrNone(input.type, at('type')) ?? notTold;
    if (type !== notTold && !contractTypes.has(type)) this.#note(at('type'), type, notTold);
    return {
      ...{ externalId: externalIdOf(input.externalId, at('externalId')), type, ...days },
      payrollNumber: textOrNone(input.payrollNumber, at('payrollNumber')),
      expectedEndsOn: endOf(input.expectedLastDay, at('expectedLastDay'), startsOn),
      origin: textOrNone(input.origin, at('origin')),
      destination: textOrNone(input.destination, at('destination')),
      leavingReason: textOrNone(input.leavingReason, at('leavingReason')),
      assignments,
    };
  }

  #assignment(input: StaffAssignmentInput, contract: Run): ToldAssignment {
    const at = (field: string) => `contracts.assignments.${field}`;
    const { roleCodes, subjectCodes, jobTitle, fte, isPrimary } = input;
    return {
      externalId: externalIdOf(input.externalId, at('externalId')),
      schoolId: this.#school(input),
      roleCodes: this.#roles(roleCodes, at('roleCodes')),
      subjectCodes: this.#subjects(subjectCodes ?? [], at('subjectCodes')),
      jobTitle: jobTitle == null ? null : textOf(jobTitle, at('jobTitle'), 200) || null,
      fte: shareOf(fte, at('fte')),
      hoursPerWeek: hundredthsOrNone(input.hoursPerWeek, at('hoursPerWeek'), 168),
      weeksPerYear: hundredthsOrNone(input.weeksPerYear, at('weeksPerYear'), 53),
      ...daysOf(input, contract),
      isPrimary: isPrimary ?? false,
    };
  }

  #roles(codes: readonly string[], field: string): string[] {
    const roles = codesOf(codes, most.roles, field);
    if (roles.length === 0) {
      throw new RowProblem('MISSING_FIELD', field, 'A post has no role: give its census code.');
    }
    const unknown = roles.filter((code) => !isStaffRole(code));
    for (const code of unknown) this.#note(field, code, StaffGroup.OTHER_SCHOOL_SUPPORT);
    return roles;
  }

  #subjects(codes: readonly string[], field: string): string[] {
    const known = codesOf(codes, most.subjects, field);
    for (const code of known) if (!subjects.has(code)) this.#note(field, code, notTold);
    return known;
  }

  #school({ schoolId, urn }: StaffAssignmentInput): string {
    const { byId, byUrn, usual } = this.schools;
    const named = schoolId ?? (urn == null ? usual : (byUrn.get(urn.trim()) ?? ''));
    const field = `contracts.assignments.${schoolId == null ? 'urn' : 'schoolId'}`;
    if (named === null) {
      throw new RowProblem('MISSING_FIELD', field, 'It is not said at which school a post is.');
    }
    const isTheirs = isId(named) ? byId.get(named.toLowerCase()) : undefined;
    if (isTheirs === undefined) {
      throw new RowProblem('UNKNOWN_SCHOOL', field, 'The trust has no school of this number.');
    }
    if (!isTheirs) {
      throw new RowProblem('NOT_YOUR_SCHOOL', field, 'You may not place staff at this school.');
    }
    return named.toLowerCase();
  }

  #note(field: string, value: string, mappedTo: string): void {
    const isNoted = this.issues.some((issue) => issue.field === field && issue.value === value);
    if (!isNoted) this.issues.push({ field, code: 'UNKNOWN_CODE', value, mappedTo });
  }
}

interface Run {
  readonly startsOn: string;
  readonly endsOn: string | null;
}

/** As what a code counts that was not told or that no list has. */
const notTold = 'OTHER';

function endOf(text: string | null | undefined, field: string, startsOn: string): string | null {
  const last = dayOrNone(text, field);
  if (last === null) return null;
  if (last >= startsOn) return dayAfter(last);
  throw new RowProblem('ENDS_BEFORE_START', field, 'The last day is before the first one.');
}

/** A post ends with its contract at the latest, whatever the source says. */
function daysOf({ firstDay, lastDay }: StaffAssignmentInput, contract: Run): Run {
  const at = (field: string) => `contracts.assignments.${field}`;
  const startsOn = dayOrNone(firstDay, at('firstDay')) ?? contract.startsOn;
  if (startsOn < contract.startsOn) {
    throw new RowProblem('INVALID_DATE', at('firstDay'), 'A post begins before its contract.');
  }
  const own = endOf(lastDay, at('lastDay'), startsOn);
  const ends = [own, contract.endsOn].filter((day) => day !== null);
  const endsOn = ends.toSorted().at(0) ?? null;
  if (endsOn === null || endsOn > startsOn) return { startsOn, endsOn };
  throw new RowProblem('ENDS_BEFORE_START', at('firstDay'), 'A post begins after its contract.');
}

function shareOf(fte: number, field: string): number {
  const share = Math.round(fte * 100) / 100;
  if (share > 0 && share <= 1) return share;
  throw new RowProblem('INVALID_VALUE', field, 'The FTE is more than 0 and at most 1.');
}

function codesOf(codes: readonly string[], limit: number, field: string): string[] {
  atMost(codes, limit, field);
  const tidy = codes.map((code) => textOf(code, field, longestCode).toUpperCase());
  return [...new Set(tidy)].filter((code) => code !== '');
}

function atMost(items: readonly unknown[], limit: number, field: string): void {
  if (items.length <= limit) return;
  throw new RowProblem('INVALID_VALUE', field, `There are at most ${String(limit)} of them.`);
}

function unique(items: readonly { readonly externalId: string }[], field: string): void {
  if (new Set(items.map(({ externalId }) => externalId)).size === items.length) return;
  throw new RowProblem('INVALID_VALUE', `${field}.externalId`, 'Two of them have the same id.');
}

/** Where no post is said to be the main one it is the largest; never two of them on one day. */
function withPrimary(contracts: readonly ToldContract[]): ToldContract[] {
  const posts = contracts.flatMap(({ assignments }) => assignments);
  const primary = posts.filter(({ isPrimary }) => isPrimary);
  const inOrder = primary.toSorted((one, other) => (one.startsOn < other.startsOn ? -1 : 1));
  const overlap = inOrder.some(({ endsOn }, place) => {
    const next = inOrder[place + 1];
    return next !== undefined && (endsOn === null || endsOn > next.startsOn);
  });
  if (overlap) {
    throw new RowProblem(
      'INVALID_VALUE',
      'contracts.assignments.isPrimary',
      'Two posts are the main one on the same day.',
    );
  }
  if (primary.length > 0) return [...contracts];
  const largest = posts.toSorted((one, other) => other.fte - one.fte).at(0);
  return contracts.map((contract) => ({
    ...contract,
    assignments: contract.assignments.map((post) => ({ ...post, isPrimary: post === largest })),
  }));
}
