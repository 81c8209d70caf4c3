import type { Database } from '@trellis/subgraph-kit/database';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { staffRole } from '../assignment/staff-role.codes.ts';
import { personRow, writePeopleSql } from '../staff/staff.queries.ts';
import type { HeldAssignment, HeldContract, HeldPerson, HeldRecord } from './held-record.ts';
import { ManagersTold } from './managers-told.ts';
import {
  type HeldRows,
  type Origin,
  RecordBatch,
  rejected,
  resultOf,
  type RowResult,
  stale,
} from './record-batch.ts';
import type { RecordChange } from './record-change.ts';
import type { MatchAnswer, MatchQuestion, StaffMatcher } from '../match/match-question.types.ts';
import {
  claimsSql,
  heldAssignmentsSql,
  heldContractsSql,
  heldPeopleSql,
  heldRecordsSql,
  writeRecordsSql,
  writeSourceAssignmentsSql,
  writeSourceContractsSql,
} from './staff-record.queries.ts';
import { StaffRecordStatus } from './staff-record.types.ts';
import { RowProblem, type ToldRecord } from './told-record.ts';

/** Takes in what sources tell of staff: the one place where their records become people and posts. */
export class StaffRecordService {
  readonly #db: Database;
  readonly #matcher: StaffMatcher;
  readonly #managers: ManagersTold;

  constructor(db: Database, matcher: StaffMatcher) {
    this.#db = db;
    this.#matcher = matcher;
    this.#managers = new ManagersTold(db);
  }

  /**
   * Works records into what is held, in their order. What is older than what is held changes nothing;
   * a record with a problem is passed over whole, the others are taken.
   *
   * @param sent no two with the same id.
   * @returns what became of each, in no order.
   */
  async take(viewer: Viewer, origin: Origin, sent: readonly ToldRecord[]): Promise<RowResult[]> {
    if (sent.length === 0) return [];
    const told = await this.#withNewestTrns(viewer, sent);
    const records = await this.#heldRecords(viewer, origin, told);
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
    const rows = await this.#heldRows(viewer, records, current, answers);
    const batch = new RecordBatch(origin, rows);
    for (const one of current) {
      batch.take(one, ids.get(one.externalId) ?? newId(), answers.get(one.externalId));
    }
    await this.#write(viewer, origin, batch);
    const results = [...passedOver, ...batch.results, ...batch.changes.map(resultOf)];
    const resolved = await this.#managers.resolve(viewer, origin, results);
    return [...resolved.results];
  }

  /** Sets managers who came late, and notes those who never came. */
  async settleManagers(viewer: Viewer, origin: Origin): Promise<void> {
    await this.#managers.resolve(viewer, origin, []);
    await this.#managers.noteUnknown(viewer, origin);
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

  async #heldRecords({ trustId }: Viewer, origin: Origin, told: readonly ToldRecord[]) {
    const { source, instanceId } = origin;
    const externalIds = told.map(({ externalId }) => externalId);
    return this.#db.rows<HeldRecord>(heldRecordsSql, [trustId, source, instanceId, externalIds]);
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

  async #heldRows(
    { trustId }: Viewer,
    records: readonly HeldRecord[],
    told: readonly ToldRecord[],
    answers: ReadonlyMap<string, MatchAnswer>,
  ): Promise<HeldRows> {
    const matched = [...answers.values()].flatMap((answer) =>
      answer.kind === 'SAME' ? [answer.personId] : [],
    );
    const known = records.map(({ personId }) => personId).filter((id) => id !== null);
    const find = async <Row>(sql: string, ids: readonly string[]) =>
      ids.length === 0 ? [] : this.#db.rows<Row>(sql, [trustId, ids]);
    const people = await find<HeldPerson>(heldPeopleSql, [...matched, ...known]);
    const recordIds = records.map(({ id }) => id);
    const contracts = await find<HeldContract>(heldContractsSql, recordIds);
    const contractIds = contracts.map(({ id }) => id);
    const assignments = await find<HeldAssignment>(heldAssignmentsSql, contractIds);
    const claims = await this.#db.rows<HeldPerson>(claimsSql, [
      trustId,
      told.map(({ person: { workEmail } }) => workEmail).filter((email) => email != null),
      told.map(({ person: { trn } }) => trn).filter((trn) => trn != null),
    ]);
    return { records, people, contracts, assignments, claims };
  }

  async #write({ trustId }: Viewer, origin: Origin, { changes, loose }: RecordBatch) {
    const write = async (sql: string, rows: readonly object[], values: readonly unknown[] = []) => {
      if (rows.length > 0) await this.#db.rows(sql, [trustId, ...values, JSON.stringify(rows)]);
    };
    const changed = changes.filter(({ isPersonChanged }) => isPersonChanged);
    const people = new Map(changed.map(({ person }) => [person.id, personRow(person)]));
    await write(writePeopleSql, [...people.values()]);
    const { source, instanceId, syncId } = origin;
    const records = [...changes.map(({ record }) => ({ ...record, kept: null })), ...loose];
    await write(writeRecordsSql, records, [source, instanceId, syncId]);
    await write(writeSourceContractsSql, changes.flatMap(contractsOf));
    await write(writeSourceAssignmentsSql, changes.flatMap(assignmentRows));
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

function questionOf(told: ToldRecord, recordId: string): MatchQuestion {
  const { externalId, person, formerFamilyName = null, birthDate = null, contracts = [] } = told;
  const { trn = null, givenName = null, familyName = null } = person;
  const { preferredName = null, workEmail = null } = person;
  const numbers = contracts.map(({ payrollNumber }) => payrollNumber);
  return {
    ...{ recordId, externalId, trn, givenName, familyName, preferredName, formerFamilyName },
    ...{ birthDate, workEmail, payrollNumbers: numbers.filter((number) => number !== null) },
  };
}

const contractsOf = ({ employment }: RecordChange) => employment.contracts;

function assignmentRows({ employment }: RecordChange) {
  return employment.assignments.map((post) => {
    const groups = post.roleCodes.map((code) => staffRole(code).staffGroup);
    return { ...post, staffGroup: groups[0], staffGroups: [...new Set(groups)] };
  });
}
