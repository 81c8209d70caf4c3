import { EmploymentDraft } from './employment-draft.ts';
import type {
  BeforeImage,
  EndingEntry,
  HeldAssignment,
  HeldContract,
  HeldPerson,
  HeldRecord,
  RecordStatus,
} from './held-record.ts';
import { StaffRecordStatus } from './staff-record.types.ts';
import { StaffRowOutcome } from './staff-sync.types.ts';
import { staffSyncSettings } from './staff-sync.settings.ts';
import { type PersonFields, RowProblem, type ToldRecord } from './told-record.ts';

/** What is held of a record and of the person whom it is about. */
export interface Held {
  readonly record: HeldRecord | null;
  /** Of the record, new or held. */
  readonly recordId: string;
  readonly personId: string;
  /** None when the person is new too. */
  readonly person: HeldPerson | null;
  readonly contracts: readonly HeldContract[];
  readonly assignments: readonly HeldAssignment[];
}

const gone = new Set<RecordStatus>(['ENDED', 'DELETED', 'MISSING']);

/** What a statement makes of a record that is held: the rules, without the database. */
export class RecordChange {
  readonly person: HeldPerson;
  readonly employment: EmploymentDraft;
  readonly changedFields = new Set<string>();
  #partsBefore: Pick<BeforeImage, 'leave' | 'qualifications'> = {};
  readonly #told: ToldRecord;
  readonly #held: Held;
  readonly #syncId: string;
  #status: RecordStatus = 'ACTIVE';
  #ending: readonly EndingEntry[] | null = null;

  /** @throws RowProblem */
  constructor(told: ToldRecord, held: Held, syncId: string) {
    this.#told = told;
    this.#held = held;
    this.#syncId = syncId;
    this.person = this.#personAsTold();
    this.employment = new EmploymentDraft(held.recordId, held.contracts, held.assignments);
    this.#employ();
    for (const field of this.employment.changedFields) this.changedFields.add(field);
    const { managerExternalId } = told;
    const before = held.record?.managerExternalId ?? null;
    if (managerExternalId !== undefined && managerExternalId !== before) {
      this.changedFields.add('lineManagerExternalId');
    }
  }

  get told(): ToldRecord {
    return this.#told;
  }

  get isPersonChanged(): boolean {
    const { person } = this.#held;
    return person === null || Object.keys(this.before.person).length > 0;
  }

  /** Notes what parts that are kept elsewhere were, if they are other than they were. */
  noteParts(leave: BeforeImage['leave'], qualifications: BeforeImage['qualifications']): void {
    if (leave) this.changedFields.add('leave');
    if (qualifications) this.changedFields.add('qualifications');
    this.#partsBefore = { ...(leave && { leave }), ...(qualifications && { qualifications }) };
  }

  /** The record from now on. */
  get record(): HeldRecord {
    const { record, recordId, personId } = this.#held;
    const { externalId, asOf, contentHash, issues, ...told } = this.#told;
    const { managerExternalId = record?.managerExternalId ?? null } = told;
    const isManagerNews = this.changedFields.has('lineManagerExternalId');
    return {
      ...{ id: recordId, externalId, personId, status: this.#status, asOf, contentHash, issues },
      changedBy: this.changedFields.size > 0 || !record ? this.#syncId : record.changedBy,
      managerExternalId,
      managerToldAt: isManagerNews ? asOf : (record?.managerToldAt ?? null),
      managerPending: isManagerNews || (record?.managerPending ?? false),
      formerFamilyName: orHeld(told.formerFamilyName, record?.formerFamilyName),
      kept: null,
      ending: this.#ending,
      endedAt: this.#ending === null ? null : (record?.endedAt ?? new Date()),
    };
  }

  get before(): BeforeImage {
    const { record, person, contracts, assignments } = this.#held;
    const changedContracts = new Set(this.employment.contracts.map(({ id }) => id));
    const changedPosts = new Set(this.employment.assignments.map(({ id }) => id));
    const isMade = (id: string) => !this.employment.wasHeld(id);
    return {
      record,
      madePerson: person === null,
      person: person === null ? {} : differences(person, this.person),
      contracts: contracts.filter(({ id }) => changedContracts.has(id)),
      madeContracts: [...changedContracts].filter(isMade),
      assignments: assignments.filter(({ id }) => changedPosts.has(id)),
      madeAssignments: [...changedPosts].filter(isMade),
      ...this.#partsBefore,
    };
  }

  get outcome(): StaffRowOutcome {
    const { record, person } = this.#held;
    if (person === null || !record?.personId) return StaffRowOutcome.CREATED;
    if (this.changedFields.size === 0) return StaffRowOutcome.UNCHANGED;
    const day = this.#told.asOfDay;
    const [ran, runs] = [this.employment.ranFrom(day), this.employment.runsFrom(day)];
    if (gone.has(this.#status) && this.employment.ends.length > 0) return StaffRowOutcome.ENDED;
    if (gone.has(record.status) && !gone.has(this.#status) && runs && !ran) {
      return StaffRowOutcome.RESTORED;
    }
    const isBack = this.#told.status === StaffRecordStatus.RESTORED && runs;
    return isBack && gone.has(record.status) ? StaffRowOutcome.RESTORED : StaffRowOutcome.UPDATED;
  }

  #personAsTold(): HeldPerson {
    const { person: held, personId } = this.#held;
    const { person: told } = this.#told;
    const given = { ...(held ?? nobody), ...told };
    for (const field of ['givenName', 'familyName'] as const) {
      if (given[field] === '') {
        throw new RowProblem('MISSING_FIELD', field, 'The name of somebody new is missing.');
      }
    }
    const person = { ...given, id: personId };
    const changes = held === null ? Object.keys(told) : Object.keys(differences(held, person));
    for (const field of changes) this.changedFields.add(field);
    return person;
  }

  #employ(): void {
    const { status, contracts, endsOn, asOfDay } = this.#told;
    const { personId, record } = this.#held;
    if (contracts) this.employment.tell(personId, contracts, asOfDay);
    if (status === StaffRecordStatus.ENDED) this.#end(endsOn ?? asOfDay, 'ENDED');
    else if (status === StaffRecordStatus.DELETED) this.#end(asOfDay, 'DELETED');
    else if (status === 'MISSING') this.#end(asOfDay, 'MISSING');
    else if (record && gone.has(record.status) && !contracts) this.#comeBack(record);
  }

  #end(day: string, status: RecordStatus): void {
    this.employment.end(day);
    const { record } = this.#held;
    const news = this.employment.ends;
    const held = record && gone.has(record.status) ? (record.ending ?? []) : [];
    this.#status = status;
    this.#ending = merged(held, news);
  }

  /** Somebody who leaves on a day to come stays a leaver, whatever else is told of them. */
  #comeBack(record: HeldRecord): void {
    const isToLeave = record.status === 'ENDED' && this.employment.runsFrom(this.#told.asOfDay);
    if (isToLeave && this.#told.status === StaffRecordStatus.ACTIVE) {
      this.#status = record.status;
      this.#ending = record.ending;
      return;
    }
    const { restoreWithinDays } = staffSyncSettings;
    const grace = restoreWithinDays * 86_400_000;
    const isInTime = record.endedAt !== null && Date.now() - record.endedAt.getTime() <= grace;
    if (!isInTime) {
      throw new RowProblem(
        'MISSING_FIELD',
        'contracts',
        `The employment ended more than ${String(restoreWithinDays)} days ago: send the contracts that they have now.`,
      );
    }
    this.employment.restore(record.ending ?? []);
  }
}

const nobody: PersonFields = {
  ...{ givenName: '', familyName: '', preferredName: null, workEmail: null, trn: null },
};

function orHeld<T>(told: T | undefined, held: T | undefined): T | null {
  return told === undefined ? (held ?? null) : told;
}

/** Old and new value of each field that differs. */
function differences(before: HeldPerson, after: HeldPerson): BeforeImage['person'] {
  const { id, ...fields } = before;
  const now = new Map<string, string | null>(Object.entries({ ...after, id }));
  const changes = Object.entries(fields).map(
    ([name, old]) => [name, [old, now.get(name) ?? null]] as const,
  );
  return Object.fromEntries(changes.filter(([, [old, value]]) => old !== value));
}

/** What ended twice is put back to what it was before the first time. */
function merged(held: readonly EndingEntry[], news: readonly EndingEntry[]): EndingEntry[] {
  const entries = new Map(held.map((entry) => [entry.id, entry]));
  for (const { id, was, became } of news) {
    entries.set(id, { id, was: entries.get(id)?.was ?? was, became });
  }
  return [...entries.values()];
}
