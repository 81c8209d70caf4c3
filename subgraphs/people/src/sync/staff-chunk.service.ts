import type { Database } from '@trellis/subgraph-kit/database';
import { badUserInput, Fault } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { chunkHash, contentHash } from './content-hash.ts';
import { RecordReader } from './record-reader.ts';
import { type Origin, rejected, type RowResult } from './record-batch.ts';
import { type PushStaffRecordsInput, StaffSyncNotOpen } from './staff-sync-change.types.ts';
import type { StaffNews } from './staff-news.ts';
import type { StaffRecordService } from './staff-record.service.ts';
import { seeSql, seeUnchangedSql } from './staff-record.queries.ts';
import {
  addCountsSql,
  isSaid,
  rowColumns,
  type StaffSyncNode,
  type StaffSyncRowNode,
  writeRowsSql,
} from './staff-sync.queries.ts';
import type { StaffSyncService } from './staff-sync.service.ts';
import { staffSyncSettings } from './staff-sync.settings.ts';
import { StaffRowOutcome, type StaffSyncCounts, StaffSyncState } from './staff-sync.types.ts';
import { type SentRecord, shown } from './told-record.check.ts';
import { RowProblem } from './told-record.ts';

/** A chunk as it was taken. */
export interface TakenChunk {
  readonly id: string;
  readonly chunk: number;
  readonly counts: StaffSyncCounts;
  readonly rows: readonly StaffSyncRowNode[];
  readonly sync: StaffSyncNode;
}

interface SentChunk {
  readonly chunk: number;
  readonly hash: string;
  readonly sent: readonly SentRecord[];
  readonly reader: RecordReader;
}

/** Takes chunks of records, each in one transaction. */
export class StaffChunkService {
  constructor(
    private readonly db: Database,
    private readonly syncs: StaffSyncService,
    private readonly records: StaffRecordService,
    private readonly news: StaffNews,
    private readonly idempotency: Idempotency,
  ) {}

  /**
   * Takes a chunk: all records that can be taken; the others say why not. A chunk that came before is
   * answered as it was then.
   *
   * @throws NOT_FOUND, BAD_USER_INPUT, or IDEMPOTENCY_MISMATCH when the chunk came with other records.
   */
  async push(viewer: Viewer, input: PushStaffRecordsInput): Promise<TakenChunk | StaffSyncNotOpen> {
    const { syncId, chunk, records, idempotencyKey } = input;
    refuseOdd(input);
    const opened = await this.syncs.find(viewer, syncId);
    const { schoolId } = opened;
    const hashes = records.map((record) => contentHash(record, schoolId ?? ''));
    const hash = chunkHash(records, hashes);
    const request = { syncId, chunk, hash, ...(idempotencyKey != null && { idempotencyKey }) };
    const find = (id: string) => this.#find(viewer, syncId, 'id', id);
    const sent = records.map((record, place): SentRecord => {
      const asOf = record.updatedAt ?? opened.asOf;
      const row = record.row ?? place + 1;
      const shownId = shown(record.externalId);
      return { input: record, shownId, asOf, row, contentHash: hashes[place] ?? '' };
    });
    const reader = new RecordReader(this.db);
    await reader.readAhead(viewer, opened, sent);
    return this.idempotency.once<TakenChunk, StaffSyncNotOpen>(
      viewer,
      'pushStaffRecords',
      request,
      async () => {
        const sync = await this.syncs.hold(viewer, syncId);
        const came = await this.#came(viewer, sync, chunk, hash);
        if (came) return came;
        if (sync.state !== StaffSyncState.OPEN) return new StaffSyncNotOpen(sync.state);
        return this.#take(viewer, sync, { chunk, hash, sent, reader });
      },
      find,
    );
  }

  async #take(
    viewer: Viewer,
    sync: StaffSyncNode,
    { chunk, hash, sent, reader }: SentChunk,
  ): Promise<TakenChunk> {
    const { trustId } = viewer;
    if (sync.dryRun) await this.db.rows('SAVEPOINT as_it_is');
    const { results, unchanged } = await this.#work(viewer, sync, sent, reader);
    if (sync.dryRun) await this.db.rows('ROLLBACK TO SAVEPOINT as_it_is');
    const rows = sync.dryRun ? results.map(asIfDone) : results.filter(isWorthKeeping);
    const counts = countOf(results, unchanged);
    const id = newId();
    const json = JSON.stringify(rows.map(rowToKeep));
    const areMany = counts.created > 20 && !sync.dryRun;
    await Promise.all([
      this.db.rows(
        `INSERT INTO staff_sync_chunk (trust_id, sync_id, chunk, id, content_hash, counts)
         VALUES ($1, $2, $3, $4, $5, $6)`,
        [trustId, sync.id, chunk, id, hash, JSON.stringify(counts)],
      ),
      rows.length > 0 && this.db.rows(writeRowsSql, [trustId, sync.id, chunk, json]),
      areMany && this.db.rows('SELECT count_staff_tables($1)', [trustId]),
      this.db.rows(addCountsSql, [trustId, sync.id, JSON.stringify(counts), 1, sent.length]),
    ]);
    const said = results.filter(hasSomethingToSay).toSorted((one, other) => one.row - other.row);
    return {
      ...{ id, chunk, counts },
      rows: said.map((row) => ({ ...row, changedFields: [...row.changedFields] })),
      sync: await this.syncs.find(viewer, sync.id),
    };
  }

  /** @returns what became of the records; of those that are as they were, how many. */
  async #work(
    viewer: Viewer,
    sync: StaffSyncNode,
    sent: readonly SentRecord[],
    reader: RecordReader,
  ) {
    const { trustId } = viewer;
    const { id: syncId, source, instanceId, dryRun } = sync;
    const origin: Origin = { syncId, source, instanceId };
    const earlier = dryRun ? await this.#cameDry(trustId, syncId, sent) : nobodyCame;
    const { single, repeated } = withoutRepeated(sent, earlier);
    const place = [trustId, source, instanceId, syncId];
    const known = await this.db.rows<{ externalId: string }>(seeUnchangedSql, [
      ...place,
      JSON.stringify(
        single.map(({ input, asOf, contentHash: hash }) => {
          return { externalId: input.externalId, asOf, contentHash: hash };
        }),
      ),
    ]);
    const unchanged = new Set(known.map(({ externalId }) => externalId));
    const rest = single.filter(({ input }) => !unchanged.has(input.externalId));
    const { told, refused } = await reader.read(viewer, sync, rest);
    const taken = await this.records.take(viewer, origin, told);
    await this.news.tell(viewer, taken);
    const results = [...repeated, ...refused.map(refusal), ...taken.results];
    const passedOver = results.filter(({ outcome }) => outcome === StaffRowOutcome.REJECTED);
    const stale = results.filter(({ code }) => code === 'STALE');
    const seen = [...passedOver, ...stale].map(({ externalId }) => externalId);
    if (seen.length > 0) await this.db.rows(seeSql, [...place, seen]);
    const asBefore = single.filter(({ input }) => unchanged.has(input.externalId));
    return {
      results: dryRun ? [...results, ...asBefore.map(unchangedRow)] : results,
      unchanged: dryRun ? 0 : unchanged.size,
    };
  }

  /** A dry run holds nothing of what came before, so it goes by the rows of its earlier chunks. */
  async #cameDry(trustId: string, syncId: string, sent: readonly SentRecord[]) {
    const rows = await this.db.rows<{ externalId: string }>(
      `SELECT external_id AS "externalId" FROM staff_sync_row
        WHERE trust_id = $1 AND sync_id = $2 AND external_id = ANY ($3::text[])`,
      [trustId, syncId, sent.map(({ shownId }) => shownId)],
    );
    return new Set(rows.map(({ externalId }) => externalId));
  }

  async #came(viewer: Viewer, sync: StaffSyncNode, chunk: number, hash: string) {
    const [before] = await this.db.rows<{ hash: string }>(
      `SELECT content_hash AS hash FROM staff_sync_chunk
        WHERE trust_id = $1 AND sync_id = $2 AND chunk = $3`,
      [viewer.trustId, sync.id, chunk],
    );
    if (!before) return null;
    if (before.hash === hash) return this.#find(viewer, sync.id, 'chunk', chunk);
    throw new Fault('IDEMPOTENCY_MISMATCH', 'This chunk came before, with other records.');
  }

  async #find(viewer: Viewer, syncId: string, key: 'id' | 'chunk', value: unknown) {
    const { trustId } = viewer;
    const [found] = await this.db.rows<Pick<TakenChunk, 'id' | 'chunk' | 'counts'>>(
      `SELECT id, chunk, counts FROM staff_sync_chunk
        WHERE trust_id = $1 AND sync_id = $2 AND ${key} = $3`,
      [trustId, syncId, value],
    );
    if (!found) throw new Error('a chunk that was taken is not there');
    const rows = await this.db.rows<StaffSyncRowNode>(
      `SELECT ${rowColumns} FROM staff_sync_row
        WHERE trust_id = $1 AND sync_id = $2 AND chunk = $3 AND ${isSaid} ORDER BY row, id`,
      [trustId, syncId, found.chunk],
    );
    return { ...found, rows, sync: await this.syncs.find(viewer, syncId) };
  }
}

const nobodyCame: ReadonlySet<string> = new Set();

function refuseOdd({ chunk, records, idempotencyKey }: PushStaffRecordsInput): void {
  const { mostRecords } = staffSyncSettings;
  if (chunk < 1 || chunk > 1_000_000) throw badUserInput('chunk is a number from 1.');
  if (records.length < 1 || records.length > mostRecords) {
    throw badUserInput(`records has 1 to ${String(mostRecords)} records.`);
  }
  if (idempotencyKey != null && (idempotencyKey.length < 1 || idempotencyKey.length > 200)) {
    throw badUserInput('idempotencyKey has 1 to 200 characters.');
  }
}

/** The first of those with one id stands; the others are sent back. */
function withoutRepeated(sent: readonly SentRecord[], earlier: ReadonlySet<string>) {
  const single = new Map<string, SentRecord>();
  const repeated: RowResult[] = [];
  for (const one of sent) {
    const { externalId } = one.input;
    if (earlier.has(externalId) || single.has(externalId)) {
      repeated.push(rejected({ row: one.row, externalId: one.shownId }, twice));
    } else single.set(externalId, one);
  }
  return { single: [...single.values()], repeated };
}

const twice = new RowProblem(
  'DUPLICATE_IN_FILE',
  'externalId',
  'The same person is in the file twice; the first counts.',
);

function refusal({ sent, problem }: { sent: SentRecord; problem: RowProblem }): RowResult {
  return rejected({ row: sent.row, externalId: sent.shownId }, problem);
}

/** As JSON with what it has alone: PostgreSQL takes what is not there for null. */
function rowToKeep(row: RowResult) {
  const { code, field, message, personId, before } = row;
  return {
    ...{ ...row, id: newId(), code: code ?? undefined, field: field ?? undefined },
    ...{ message: message ?? undefined, personId: personId ?? undefined },
    before: before ?? undefined,
  };
}

function unchangedRow({ row, input: { externalId } }: SentRecord): RowResult {
  return {
    ...{ row, externalId, outcome: StaffRowOutcome.UNCHANGED, changedFields: [], issues: [] },
    ...{ code: null, field: null, message: null, personId: null, before: null },
  };
}

/** A dry run has nothing to put back. */
function asIfDone(row: RowResult): RowResult {
  return { ...row, before: null };
}

function hasSomethingToSay({ outcome, code }: RowResult): boolean {
  return outcome !== StaffRowOutcome.UNCHANGED || code !== null;
}

/** What is said, and what an undo needs to know. */
function isWorthKeeping(row: RowResult): boolean {
  return row.before !== null || hasSomethingToSay(row);
}

function countOf(results: readonly RowResult[], unchanged: number): StaffSyncCounts {
  const count = (wanted: StaffRowOutcome) =>
    results.filter(({ outcome }) => outcome === wanted).length;
  return {
    created: count(StaffRowOutcome.CREATED),
    updated: count(StaffRowOutcome.UPDATED),
    unchanged: count(StaffRowOutcome.UNCHANGED) + unchanged,
    rejected: count(StaffRowOutcome.REJECTED),
    needsReview: count(StaffRowOutcome.NEEDS_REVIEW),
    ended: count(StaffRowOutcome.ENDED),
    missing: 0,
    restored: count(StaffRowOutcome.RESTORED),
  };
}
