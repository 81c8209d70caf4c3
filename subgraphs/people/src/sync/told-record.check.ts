import { londonDay } from '@trellis/subgraph-kit/london-day';
import { type StaffRecordInput, StaffRecordStatus } from './staff-record.types.ts';
import { ContractCheck, type SchoolsAtHand } from './told-contract.check.ts';
import { credentialsOf, equalityOf, issuesOf, leaveOf } from './told-parts.check.ts';
import { type PersonFields, RowProblem, type ToldRecord } from './told-record.ts';
import {
  dayAfter,
  dayOf,
  dayOrNone,
  emailOf,
  externalIdOf,
  nameOf,
  textOrNone,
  trnOf,
} from './told-values.ts';

/** A record as it came, with what the sync says about each. */
export interface SentRecord {
  readonly input: StaffRecordInput;
  /** Its id, as much of it as is kept of one that may be anything. */
  readonly shownId: string;
  readonly row: number;
  readonly asOf: Date;
  readonly contentHash: string;
}

/**
 * Makes out what a record says, without a look at what is held.
 *
 * @param schools at which the caller may place staff.
 * @throws RowProblem for the first thing that is wrong with it.
 */
export function readRecord(sent: SentRecord, schools: SchoolsAtHand): ToldRecord {
  const { input, row, asOf, contentHash } = sent;
  const externalId = externalIdOf(input.externalId, 'externalId');
  if (asOf.getTime() > Date.now() + 86_400_000) {
    throw new RowProblem('INVALID_DATE', 'updatedAt', 'The time of this change is still to come.');
  }
  const asOfDay = londonDay(asOf);
  const contracts = new ContractCheck(schools);
  const told = input.contracts == null ? undefined : contracts.read(input.contracts);
  const leave = input.leave == null ? undefined : leaveOf(input.leave);
  const qualifications =
    input.qualifications == null ? undefined : credentialsOf(input.qualifications);
  const managerExternalId = toldOrStays(input.lineManagerExternalId, 'lineManagerExternalId');
  return {
    ...{ externalId, row, status: input.status, asOf, asOfDay, contentHash },
    endsOn: endOf(input, told?.map(({ endsOn }) => endsOn) ?? []),
    person: personOf(input),
    formerFamilyName: toldOrStays(input.formerFamilyName, 'formerFamilyName'),
    birthDate: input.birthDate == null ? undefined : dayOrNone(input.birthDate, 'birthDate'),
    managerExternalId,
    contracts: told,
    leave,
    qualifications,
    equality: input.equality == null ? undefined : equalityOf(input.equality),
    issues: [...contracts.issues, ...issuesOf(leave, qualifications)],
  };
}

/** An id that may be anything, as much of it as is kept. */
export function shown(externalId: string): string {
  return externalId.toWellFormed().replaceAll('\0', '').slice(0, 100);
}

/** First day on which somebody is gone: what is told, else the latest end of their contracts. */
function endOf({ status, leftOn }: StaffRecordInput, ends: readonly (string | null)[]) {
  if (status !== StaffRecordStatus.ENDED) return null;
  if (leftOn != null && leftOn.trim() !== '') return dayAfter(dayOf(leftOn, 'leftOn'));
  const latest = ends.toSorted((one, other) => ((one ?? '') < (other ?? '') ? 1 : -1)).at(0);
  if (latest != null && !ends.includes(null)) return latest;
  throw new RowProblem(
    'MISSING_FIELD',
    'leftOn',
    'The last day of employment is missing: say leftOn.',
  );
}

function personOf(input: StaffRecordInput): Partial<PersonFields> {
  const { givenName, familyName, preferredName, workEmail, trn } = input;
  return {
    ...(givenName != null && { givenName: notEmpty(givenName, 'givenName') }),
    ...(familyName != null && { familyName: notEmpty(familyName, 'familyName') }),
    ...(preferredName != null && { preferredName: nameOf(preferredName, 'preferredName') || null }),
    ...(workEmail != null && {
      workEmail: workEmail.trim() === '' ? null : emailOf(workEmail, 'workEmail'),
    }),
    ...(trn != null && { trn: trn.trim() === '' ? null : trnOf(trn, 'trn') }),
  };
}

function notEmpty(name: string, field: string): string {
  const tidy = nameOf(name, field);
  if (tidy === '') throw new RowProblem('MISSING_FIELD', field, 'The name is empty.');
  return tidy;
}

function toldOrStays(text: string | null | undefined, field: string): string | null | undefined {
  return text == null ? undefined : textOrNone(text, field);
}
