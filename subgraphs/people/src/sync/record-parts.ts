import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { CredentialService } from '../credential/credential.service.ts';
import type { CredentialsOfRecord } from '../credential/credential.types.ts';
import { EqualityService } from '../equality/equality.service.ts';
import { LeaveService } from '../leave/leave.service.ts';
import type { LeaveOfRecord } from '../leave/leave.types.ts';
import type { RecordBatch } from './record-batch.ts';
import type { RecordChange } from './record-change.ts';
import { changedByPartsSql } from './staff-record.queries.ts';

/** What records told beside employment before a sync, and whom it is about. */
export interface PartsBefore {
  readonly leave: readonly LeaveOfRecord[];
  readonly credentials: readonly CredentialsOfRecord[];
  readonly personIds: readonly string[];
  /** Records of which nobody ever said whom they are about. */
  readonly reviewed: readonly string[];
}

/** Hands what records tell beside employment to those who keep it. */
export class RecordParts {
  readonly #db: Database;
  readonly #leave: LeaveService;
  readonly #credentials: CredentialService;
  readonly #equality: EqualityService;

  constructor(db: Database) {
    this.#db = db;
    this.#leave = new LeaveService(db);
    this.#credentials = new CredentialService(db);
    this.#equality = new EqualityService(db);
  }

  /**
   * Writes it, and notes on each change which part of it is other than it was.
   *
   * @param underReview ids of records of which it was not known whom they are about.
   */
  async write(
    viewer: Viewer,
    syncId: string,
    batch: RecordBatch,
    underReview: ReadonlySet<string>,
  ): Promise<void> {
    const { changes } = batch;
    const changedBefore = new Set(changes.filter(isChanged));
    await this.#writeOfRecords(viewer, changes);
    await this.#writeAnswers(viewer, syncId, batch, underReview);
    const byParts = changes.filter((change) => isChanged(change) && !changedBefore.has(change));
    if (byParts.length === 0) return;
    const ids = byParts.map(({ record: { id } }) => id);
    await this.#db.rows(changedByPartsSql, [viewer.trustId, syncId, ids]);
  }

  /** Makes it what it was before a sync. */
  async putBack(viewer: Viewer, syncId: string, before: PartsBefore): Promise<void> {
    await this.#leave.record(viewer, before.leave);
    await this.#credentials.record(viewer, before.credentials);
    await this.#equality.undo(viewer, syncId, before.personIds);
    const forgotten = before.reviewed.map((id) => ({ sourceRecordId: id, personId: null }));
    await this.#equality.settle(viewer, syncId, forgotten);
  }

  async #writeOfRecords(viewer: Viewer, changes: readonly RecordChange[]): Promise<void> {
    const whose = ({ person, record }: RecordChange) => {
      return { personId: person.id, sourceRecordId: record.id };
    };
    const leave = changes.flatMap((change) =>
      change.told.leave ? [{ ...whose(change), periods: change.told.leave }] : [],
    );
    const leaveBefore = await this.#leave.record(viewer, leave);
    const credentials = changes.flatMap((change) =>
      change.told.qualifications
        ? [{ ...whose(change), credentials: change.told.qualifications }]
        : [],
    );
    const credentialsBefore = await this.#credentials.record(viewer, credentials);
    if (leaveBefore.size + credentialsBefore.size === 0) return;
    for (const change of changes) {
      const { id } = change.record;
      change.noteParts(leaveBefore.get(id), credentialsBefore.get(id));
    }
  }

  /** What waited is older than what is told now. */
  async #writeAnswers(
    viewer: Viewer,
    syncId: string,
    { changes, loose, waiting }: RecordBatch,
    underReview: ReadonlySet<string>,
  ): Promise<void> {
    const settled = [
      ...changes.map(({ person, record: { id } }) => ({ sourceRecordId: id, personId: person.id })),
      ...loose
        .filter(({ status }) => status === 'DELETED')
        .map(({ id }) => ({ sourceRecordId: id, personId: null })),
    ].filter(({ sourceRecordId }) => underReview.has(sourceRecordId));
    const given = await this.#equality.settle(viewer, syncId, settled);
    await this.#equality.wait(viewer, waiting);
    const answers = changes.flatMap(({ person, told }) =>
      told.equality ? [{ personId: person.id, ...told.equality }] : [],
    );
    const lastOfEach = new Map(answers.map((answer) => [answer.personId, answer]));
    const told = await this.#equality.record(viewer, syncId, [...lastOfEach.values()]);
    for (const change of changes) {
      const isGiven = underReview.has(change.record.id) && given.has(change.person.id);
      if (isGiven || (change.told.equality && told.has(change.person.id))) {
        change.changedFields.add('equality');
      }
    }
  }
}

function isChanged({ changedFields }: RecordChange): boolean {
  return changedFields.size > 0;
}
