import type { Database } from '@trellis/subgraph-kit/database';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { PutBack } from './put-back.ts';
import type { BeforeImage, HeldRecord, KeptStatement } from './held-record.ts';
import { ManagersTold } from './managers-told.ts';
import {
  type RowResult,
  type Origin,
  RecordBatch,
  rejected,
  resultOf,
  stale,
  type TakenRecords,
} from './record-batch.ts';
import { RecordParts } from './record-parts.ts';
import { BirthDateService, type ToldBirthDate } from '../match/birth-date.service.ts';
import type { MatchAnswer, MatchQuestion, StaffMatcher } from '../match/match-question.types.ts';
import { neverRanSql } from './staff-record.queries.ts';
import { StaffRecordStatus } from './staff-record.types.ts';
import { StaffRows } from './staff-rows.ts';
import { StaffRowOutcome } from './staff-sync.types.ts';
import { RowProblem, type ToldRecord } from './told-record.ts';

/** Takes in what sources tell of staff: the one place where their records become people and posts. */
export class StaffRecordService {
  readonly #db: Database;
  readonly #matcher: StaffMatcher;
  readonly #rows: StaffRows;
  readonly #managers: ManagersTold;
  readonly #parts: RecordParts;
  readonly #birthDates: BirthDateService;

  constructor(db: Database, matcher: StaffMatcher) {
    this.#db = db;
    this.#matcher = matcher;
    this.#rows = new StaffRows(db);
    this.#managers = new ManagersTold(db);
    this.#parts = new RecordParts(db);
    this.#birthDates = new BirthDateService(db);
  }

  /**
   * Works records into what is held, in their order. What is older than what is held changes nothing;
   * a record with a problem is passed over whole, the others are taken.
   *
   * @param sent no two with the same id.
   * @returns what became of each, in no order.
   */
  async take(viewer: Viewer, origin: Origin, sent: readonly ToldRecord[]): Promise<TakenRecords> {
    if (sent.length === 0) return { results: [], linked: [] };
    const told = await this.#withNewestTrns(viewer, sent);
    const names = told.map(({ externalId }) => externalId);
    const records = await this.#rows.records(viewer, origin, names);
    const byExternalId = new Map(records.map((record) => [record.externalId, record]));
    const passedOver = told.flatMap((one) =>
      passOver(one, byExternalId.get(one.externalId), origin),
    );
    const skipped = new Set(passedOver.map(({ externalId }) => externalId));
    const current = told.filter(({ externalId }) => !skipped.has(externalId));

    const ids = new Map(
      current.map(({ externalId }) => [externalId, byExternalId.get(externalId)?.id ?? newId()]),
    );
    const unknown = current.filter(
      (one) => !byExternalId.get(one.externalId)?.personId && isWorthMatching(one),
    );
    const answers = await this.#match(viewer, origin, unknown, ids);
    await this.#matcher.withdraw(viewer, takenBack(current, byExternalId));
    const rows = await this.#rows.around(viewer, records, current, answers);
    const batch = new RecordBatch(origin, rows);
    for (const one of current) {
      batch.take(one, ids.get(one.externalId) ?? newId(), answers.get(one.externalId));
    }
    await this.#write(viewer, origin, batch);
    await this.#birthDates.record(viewer, birthDatesOf(current, ids, batch));
    await this.#parts.write(viewer, origin.syncId, batch, underReview(records));
    const results = [...passedOver, ...batch.results, ...batch.changes.map(resultOf)];
    const resolved = await this.#managers.resolve(viewer, origin, results);
    return { results: resolved.results, linked: resolved.personIds };
  }

  /** Sets managers who came late, and notes those who never came. */
  async settleManagers(viewer: Viewer, origin: Origin): Promise<TakenRecords> {
    const { results, personIds } = await this.#managers.resolve(viewer, origin, []);
    await this.#managers.noteUnknown(viewer, origin);
    return { results, linked: personIds };
  }

  /**
   * Makes records of a sync what they were before it, but for those changed since.
   *
   * @param images what the sync changed, by external id.
   * @returns whom that changed.
   */
  async putBack(
    viewer: Viewer,
    origin: Origin,
    images: ReadonlyMap<string, readonly BeforeImage[]>,
  ): Promise<string[]> {
    const { trustId } = viewer;
    const { syncId } = origin;
    const records = await this.#rows.records(viewer, origin, [...images.keys()]);
    const ours = records.filter(({ changedBy }) => changedBy === syncId);
    const people = await this.#rows.people(
      viewer,
      ours.flatMap(({ personId }) => personId ?? []),
    );
    const byId = new Map(people.map((person) => [person.id, person]));
    const back = new PutBack();
    for (const record of ours) {
      back.add(record, byId.get(record.personId ?? ''), images.get(record.externalId) ?? []);
    }
    const { neverContracts, neverAssignments } = back;
    await this.#rows.write(viewer, origin, {
      people: [...back.people.values()],
      records: back.records,
      contracts: back.contracts,
      assignments: back.assignments,
    });
    await this.#db.rows(neverRanSql, [trustId, neverContracts, neverAssignments]);
    await this.#parts.putBack(viewer, syncId, back);
    await this.#askAgain(viewer, back);
    const { personIds } = await this.#managers.resolve(viewer, origin, []);
    return [...back.personIds, ...personIds];
  }

  /** Asks of records that are under review again what was asked before, and of the others no more. */
  async #askAgain(viewer: Viewer, { records, reviewed }: PutBack): Promise<void> {
    const questions = records.flatMap(({ id, kept }) => (kept ? [questionOf(kept, id)] : []));
    await this.#matcher.ask(viewer, questions);
    const asked = new Set(questions.map(({ recordId }) => recordId));
    await this.#matcher.withdraw(
      viewer,
      reviewed.filter((id) => !asked.has(id)),
    );
  }

  /** A source may still have a TRN that was merged into another. */
  async #withNewestTrns(viewer: Viewer, sent: readonly ToldRecord[]): Promise<ToldRecord[]> {
    const trns = sent.map(({ person: { trn } }) => trn).filter((trn) => trn != null);
    const newest = await this.#matcher.newestTrns(viewer, trns);
    return sent.map((one) => {
      const trn = newest.get(one.person.trn ?? '');
      return trn === undefined ? one : { ...one, person: { ...one.person, trn } };
    });
  }

  async #match(
    viewer: Viewer,
    origin: Origin,
    told: readonly ToldRecord[],
    ids: ReadonlyMap<string, string>,
  ) {
    if (told.length === 0) return new Map<string, MatchAnswer>();
    const questions = told.map((one) => questionOf(one, ids.get(one.externalId) ?? ''));
    const answers = await this.#matcher.match(viewer, questions, origin);
    return new Map<string, MatchAnswer>(
      told.map(({ externalId }, place) => [externalId, answers[place] ?? { kind: 'NEW' }]),
    );
  }

  #write(viewer: Viewer, origin: Origin, { changes, loose }: RecordBatch) {
    const changed = changes.filter(({ isPersonChanged }) => isPersonChanged);
    const people = new Map(changed.map(({ person }) => [person.id, person]));
    return this.#rows.write(viewer, origin, {
      people: [...people.values()],
      records: [...changes.map(({ record }) => record), ...loose],
      contracts: changes.flatMap(({ employment }) => employment.contracts),
      assignments: changes.flatMap(({ employment }) => employment.assignments),
    });
  }
}

/** What is not newer than what is held, or was said otherwise before in the same sync. */
function passOver(told: ToldRecord, held: HeldRecord | undefined, origin: Origin): RowResult[] {
  if (!held || told.asOf > held.asOf) return [];
  if (told.asOf < held.asOf) return [stale(told, held.personId)];
  const isSaid = held.changedBy === origin.syncId && held.contentHash !== told.contentHash;
  return isSaid && held.status !== 'UNDONE' ? [rejected(told, saidTwice)] : [];
}

const saidTwice = new RowProblem(
  'DUPLICATE_IN_FILE',
  'externalId',
  'The same person is in the file twice, and not the same both times.',
);

/** Somebody who is gone and of whom nothing is told but that need not be anybody. */
function isWorthMatching({ status, contracts }: ToldRecord): boolean {
  if (status === StaffRecordStatus.DELETED) return false;
  return status !== StaffRecordStatus.ENDED || (contracts ?? []).length > 0;
}

function underReview(held: readonly HeldRecord[]): ReadonlySet<string> {
  return new Set(held.filter(({ status }) => status === 'REVIEW').map(({ id }) => id));
}

/** Records under review that their source says now need be nobody. */
function takenBack(
  told: readonly ToldRecord[],
  held: ReadonlyMap<string, HeldRecord>,
): readonly string[] {
  return told.flatMap((one) => {
    const record = held.get(one.externalId);
    return record?.status === 'REVIEW' && !isWorthMatching(one) ? [record.id] : [];
  });
}

/** Of the records that were taken in or kept. */
function birthDatesOf(
  told: readonly ToldRecord[],
  ids: ReadonlyMap<string, string>,
  { results }: RecordBatch,
): readonly ToldBirthDate[] {
  const refused = results.filter(({ outcome }) => outcome === StaffRowOutcome.REJECTED);
  const notWritten = new Set(refused.map(({ externalId }) => externalId));
  return told.flatMap(({ externalId, birthDate: bornOn }) => {
    const recordId = ids.get(externalId);
    const isTold = bornOn !== undefined && recordId !== undefined && !notWritten.has(externalId);
    return isTold ? [{ recordId, bornOn }] : [];
  });
}

function questionOf(told: KeptStatement, recordId: string): MatchQuestion {
  const { externalId, person, formerFamilyName = null, birthDate = null, contracts = [] } = told;
  const { trn = null, givenName = null, familyName = null } = person;
  const { preferredName = null, workEmail = null } = person;
  const numbers = contracts.map(({ payrollNumber }) => payrollNumber);
  return {
    ...{ recordId, externalId, trn, givenName, familyName, preferredName, formerFamilyName },
    ...{ birthDate, workEmail, payrollNumbers: numbers.filter((number) => number !== null) },
  };
}
