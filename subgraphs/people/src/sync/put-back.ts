import type { CredentialsOfRecord } from '../credential/credential.types.ts';
import type { LeaveOfRecord } from '../leave/leave.types.ts';
import type {
  BeforeImage,
  HeldAssignment,
  HeldContract,
  HeldPerson,
  HeldRecord,
} from './held-record.ts';
import type { PartsBefore } from './record-parts.ts';

/** The records, people, contracts, posts and the rest as they are to be again. */
export class PutBack implements PartsBefore {
  readonly records: HeldRecord[] = [];
  readonly people = new Map<string, HeldPerson>();
  readonly contracts: HeldContract[] = [];
  readonly assignments: HeldAssignment[] = [];
  readonly neverContracts: string[] = [];
  readonly neverAssignments: string[] = [];
  readonly personIds: string[] = [];
  readonly leave: LeaveOfRecord[] = [];
  readonly credentials: CredentialsOfRecord[] = [];
  /** Records that have been under review until now. */
  readonly reviewed: string[] = [];

  /**
   * What somebody has said of whom a record is about stands.
   *
   * @param held the record as it is now.
   * @param all what the sync changed of it, in any order.
   */
  add(held: HeldRecord, person: HeldPerson | undefined, all: readonly BeforeImage[]): void {
    const images = all.filter(({ ofReview }) => !ofReview || held.personId === null);
    if (images.length === 0) return;
    const newestFirst = images.toSorted((one, other) => (ageOf(one) < ageOf(other) ? 1 : -1));
    if (held.status === 'REVIEW') this.reviewed.push(held.id);
    const contracts = new Map<string, HeldContract>();
    const assignments = new Map<string, HeldAssignment>();
    for (const image of newestFirst) {
      for (const row of image.contracts) contracts.set(row.id, row);
      for (const row of image.assignments) assignments.set(row.id, row);
    }
    const made = {
      contracts: new Set(images.flatMap(({ madeContracts }) => madeContracts)),
      assignments: new Set(images.flatMap(({ madeAssignments }) => madeAssignments)),
    };
    this.contracts.push(...[...contracts.values()].filter(({ id }) => !made.contracts.has(id)));
    this.assignments.push(
      ...[...assignments.values()].filter(({ id }) => !made.assignments.has(id)),
    );
    this.neverContracts.push(...made.contracts);
    this.neverAssignments.push(...made.assignments);
    this.records.push(recordBefore(held, newestFirst.at(-1)?.record ?? null));
    if (held.personId !== null) this.#addParts(held.id, held.personId, newestFirst);
    if (person) this.people.set(person.id, personBefore(person, newestFirst));
  }

  #addParts(sourceRecordId: string, personId: string, newestFirst: readonly BeforeImage[]): void {
    this.personIds.push(personId);
    const periods = newestFirst.findLast(({ leave }) => leave)?.leave;
    if (periods) this.leave.push({ personId, sourceRecordId, periods });
    const credentials = newestFirst.findLast(
      ({ qualifications }) => qualifications,
    )?.qualifications;
    if (credentials) this.credentials.push({ personId, sourceRecordId, credentials });
  }
}

/** Images of one record differ by when what they replaced was said; new records come first. */
function ageOf({ record }: BeforeImage): number {
  return record === null ? -1 : new Date(record.asOf).getTime();
}

/** Fields that are still as the sync left them. Who came with it keeps a name, and claims nothing. */
function personBefore(person: HeldPerson, newestFirst: readonly BeforeImage[]): HeldPerson {
  const now = new Map<string, string | null>(Object.entries(person));
  for (const image of newestFirst) {
    for (const [field, [old, value]] of Object.entries(image.person)) {
      if (now.get(field) === value) now.set(field, old);
    }
  }
  const isMade = newestFirst.some(({ madePerson }) => madePerson);
  return {
    id: person.id,
    givenName: now.get('givenName') ?? person.givenName,
    familyName: now.get('familyName') ?? person.familyName,
    preferredName: now.get('preferredName') ?? null,
    workEmail: isMade ? null : (now.get('workEmail') ?? null),
    trn: isMade ? null : (now.get('trn') ?? null),
  };
}

/** As it was, but of whom it is about now: they may have turned out to be somebody else since. */
function recordBefore(held: HeldRecord, before: HeldRecord | null): HeldRecord {
  const { personId } = held;
  const back: HeldRecord = before ? { ...before, personId } : { ...held, ...neverTold };
  const isSameManager = back.managerExternalId === held.managerExternalId;
  if (isSameManager) return back;
  return { ...back, managerPending: true, managerToldAt: new Date() };
}

const neverTold = {
  ...{ status: 'UNDONE' as const, asOf: new Date(0), contentHash: null, managerExternalId: null },
  ...{ ending: null, endedAt: null, issues: [], changedBy: null, kept: null },
};
