import { newId } from '@trellis/subgraph-kit/ids';
import type { AnswersOfRecord } from '../equality/equality.types.ts';
import type {
  BeforeImage,
  HeldAssignment,
  HeldContract,
  HeldPerson,
  HeldRecord,
} from './held-record.ts';
import { RecordChange } from './record-change.ts';
import type { MatchAnswer } from '../match/match-question.types.ts';
import { StaffRowOutcome } from './staff-sync.types.ts';
import { RowProblem, type ToldRecord } from './told-record.ts';

/** From where records come. */
export interface Origin {
  readonly syncId: string;
  readonly source: string;
  /** The school whose system it is, or zeros for the whole trust. */
  readonly instanceId: string;
}

/** What became of one record. */
export interface RowResult {
  readonly row: number;
  readonly externalId: string;
  readonly outcome: StaffRowOutcome;
  readonly changedFields: readonly string[];
  readonly code: string | null;
  readonly field: string | null;
  readonly message: string | null;
  readonly personId: string | null;
  readonly before: BeforeImage | null;
  readonly issues: ToldRecord['issues'];
}

/** What became of records, and whose line manager was set with them. */
export interface TakenRecords {
  readonly results: readonly RowResult[];
  readonly linked: readonly string[];
}

/** Everything that is held of the records of a chunk. */
export interface HeldRows {
  readonly records: readonly HeldRecord[];
  readonly people: readonly HeldPerson[];
  readonly contracts: readonly HeldContract[];
  readonly assignments: readonly HeldAssignment[];
  /** Who has the e-mail addresses and TRNs that are told. */
  readonly claims: readonly Pick<HeldPerson, 'id' | 'workEmail' | 'trn'>[];
}

/** Works the records of a chunk, one after the other, into what is held of them. */
export class RecordBatch {
  readonly results: RowResult[] = [];
  readonly changes: RecordChange[] = [];
  /** Without a person: of somebody gone whom we never knew, or under review. */
  readonly loose: HeldRecord[] = [];
  /** Answers about equality of records under review. */
  readonly waiting: AnswersOfRecord[] = [];
  readonly #origin: Origin;
  readonly #records: ReadonlyMap<string, HeldRecord>;
  readonly #people: Map<string, HeldPerson>;
  readonly #contracts: ReadonlyMap<string, readonly HeldContract[]>;
  readonly #assignments: ReadonlyMap<string, readonly HeldAssignment[]>;
  readonly #emails: Map<string | null, string>;
  readonly #trns: Map<string | null, string>;

  constructor(origin: Origin, rows: HeldRows) {
    this.#origin = origin;
    this.#records = new Map(rows.records.map((record) => [record.externalId, record]));
    this.#people = new Map(rows.people.map((person) => [person.id, person]));
    this.#contracts = Map.groupBy(rows.contracts, ({ sourceRecordId }) => sourceRecordId);
    this.#assignments = Map.groupBy(rows.assignments, ({ contractId }) => contractId);
    this.#emails = new Map(rows.claims.map(({ id, workEmail }) => [workEmail, id]));
    this.#trns = new Map(rows.claims.map(({ id, trn }) => [trn, id]));
  }

  /** @param answer who it is, when the record is about nobody yet. */
  take(told: ToldRecord, recordId: string, answer: MatchAnswer | undefined): void {
    try {
      this.#take(told, recordId, answer);
    } catch (problem) {
      if (!(problem instanceof RowProblem)) throw problem;
      this.results.push(rejected(told, problem));
    }
  }

  #take(told: ToldRecord, recordId: string, answer: MatchAnswer | undefined): void {
    const record = this.#records.get(told.externalId);
    if (answer === undefined && !record?.personId) {
      this.#keep(told, recordId, 'DELETED', null, StaffRowOutcome.UNCHANGED);
    } else if (answer?.kind === 'REVIEW') {
      const kept = withoutSecrets(told);
      this.#keep(kept, recordId, 'REVIEW', kept, StaffRowOutcome.NEEDS_REVIEW);
      if (told.equality) this.waiting.push({ sourceRecordId: recordId, ...told.equality });
    } else {
      this.#change(told, recordId, record?.personId ?? this.#whoIs(told, answer));
    }
  }

  #change(told: ToldRecord, recordId: string, personId: string): void {
    this.#claim(told, personId);
    const held = this.#records.get(told.externalId);
    const contracts = this.#contracts.get(recordId) ?? [];
    const change = new RecordChange(
      told,
      {
        record: held?.personId ? held : null,
        ...{ recordId, personId, contracts, person: this.#people.get(personId) ?? null },
        assignments: contracts.flatMap(({ id }) => this.#assignments.get(id) ?? []),
      },
      this.#origin.syncId,
    );
    this.#people.set(personId, change.person);
    if (change.person.workEmail !== null) this.#emails.set(change.person.workEmail, personId);
    if (change.person.trn !== null) this.#trns.set(change.person.trn, personId);
    this.changes.push(change);
  }

  /** Two new records of one chunk with the same TRN are about the same person. */
  #whoIs({ person: { trn } }: ToldRecord, answer: MatchAnswer | undefined): string {
    if (answer?.kind === 'SAME') return answer.personId;
    return (trn == null ? undefined : this.#trns.get(trn)) ?? newId();
  }

  #claim({ person: { workEmail, trn } }: ToldRecord, personId: string): void {
    if (workEmail != null && (this.#emails.get(workEmail) ?? personId) !== personId) {
      throw new RowProblem('EMAIL_TAKEN', 'workEmail', 'Somebody else has this work e-mail.');
    }
    if (trn != null && (this.#trns.get(trn) ?? personId) !== personId) {
      throw new RowProblem('TRN_TAKEN', 'trn', 'Somebody else has this TRN.');
    }
  }

  #keep(
    told: ToldRecord,
    recordId: string,
    status: 'DELETED' | 'REVIEW',
    kept: ToldRecord | null,
    outcome: StaffRowOutcome,
  ): void {
    const { externalId, asOf, row, contentHash } = told;
    const record = this.#records.get(externalId) ?? null;
    const before = status === 'REVIEW' || record?.status === 'REVIEW' ? ofReview(record) : null;
    this.loose.push({
      ...{ id: recordId, externalId, personId: null, status, asOf, contentHash, kept },
      ...{ changedBy: this.#origin.syncId, managerExternalId: null, managerToldAt: null },
      ...{ managerPending: false, ending: null, endedAt: null, issues: told.issues },
      formerFamilyName: told.formerFamilyName ?? null,
    });
    this.results.push({ ...nothing, row, externalId, outcome, before, issues: told.issues });
  }
}

/** Answers about equality and birth dates are kept nowhere but where they belong. */
function withoutSecrets(told: ToldRecord): ToldRecord {
  return { ...told, birthDate: undefined, equality: undefined };
}

function ofReview(record: HeldRecord | null): BeforeImage {
  const nobody = { madePerson: false, person: {} };
  const nowhere = { contracts: [], madeContracts: [], assignments: [], madeAssignments: [] };
  return { record, ofReview: true, ...nobody, ...nowhere };
}

const nothing = {
  ...{ code: null, field: null, message: null, personId: null, before: null },
  changedFields: [],
  issues: [],
};

/** What a record came to that was not taken in. */
export function rejected(
  { row, externalId }: Pick<RowResult, 'row' | 'externalId'>,
  { code, field, message }: RowProblem,
): RowResult {
  const outcome = StaffRowOutcome.REJECTED;
  return { ...nothing, row, externalId, outcome, code, field, message };
}

/** A record that is older than what is held. */
export function stale({ row, externalId }: ToldRecord, personId: string | null): RowResult {
  return {
    ...{ ...nothing, row, externalId, personId, outcome: StaffRowOutcome.UNCHANGED },
    ...{ code: 'STALE', field: 'updatedAt' },
    message: 'We hold a newer statement about this person.',
  };
}

/** What became of a record that was worked in. */
export function resultOf(change: RecordChange): RowResult {
  const { row, externalId, issues } = change.told;
  const { outcome, changedFields, before, person } = change;
  return {
    ...{ ...nothing, row, externalId, outcome, issues, personId: person.id, before },
    changedFields: [...changedFields].toSorted(),
  };
}
