import type { Database } from '@trellis/subgraph-kit/database';
import { badUserInput, Fault } from '@trellis/subgraph-kit/faults';
import type { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { chunkHash, contentHash } from './content-hash.ts';
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
import { readRecord, type SentRecord } from './told-record.check.ts';
import type { SchoolsAtHand } from './told-contract.check.ts';
import { RowProblem, type ToldRecord } from './told-record.ts';

/** A chunk as it was taken. */
export interface TakenChunk {
  readonly id: string;
  readonly chunk: number;
  readonly counts: StaffSyncCounts;
  readonly rows: readonly StaffSyncRowNode[];
  readonly sync: StaffSyncNode;
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
    const { schoolId } = await this.syncs.find(viewer, syncId);
    const hashes = records.map((record) => contentHash(record, schoolId ?? ''));
    const hash = chunkHash(records, hashes);
    const request = { syncId, chunk, hash, ...(idempotencyKey != null && { idempotencyKey }) };
    const find = (id: string) => this.#find(viewer, syncId, 'id', id);
    return this.idempotency.once<TakenChunk, StaffSyncNotOpen>(
      viewer,
      'pushStaffRecords',
      request,
      async () => {
        const sync = await this.syncs.hold(viewer, syncId);
        const came = await this.#came(viewer, sync, chunk, hash);
        if (came) return came;
        if (sync.state !== StaffSyncState.OPEN) return new StaffSyncNotOpen(sync.state);
        const sent = records.map((record, place): SentRecord => {
          const asOf = record.updatedAt ?? sync.asOf;
          return {
            ...{ input: record, asOf, row: record.row ?? place + 1 },
            contentHash: hashes[place] ?? '',
          };
        });
        return this.#take(viewer, sync, { chunk, hash, sent });
      },
      find,
    );
  }

  async #take(
    viewer: Viewer,
    sync: StaffSyncNode,
    { chunk, hash, sent }: { chunk: number; hash: string; sent: readonly SentRecord[] },
  ): Promise<TakenChunk> {
    const { trustId } = viewer;
    if (sync.dryRun) await this.db.rows('SAVEPOINT as_it_is');
    const { results, unchanged } = await this.#work(viewer, sync, sent);
    if (sync.dryRun) await this.db.rows('ROLLBACK TO SAVEPOINT as_it_is');
    const rows = sync.dryRun ? results.map(asIfDone) : results.filter(isWorthKeeping);
    const counts = countOf(results, unchanged);
    const id = newId();
    await this.db.rows(
      `INSERT INTO staff_sync_chunk (trust_id, sync_id, chunk, id, content_hash, counts)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [trustId, sync.id, chunk, id, hash, JSON.stringify(counts)],
    );
    if (rows.length > 0) {
      const json = JSON.stringify(rows.map((row) => ({ id: newId(), ...row })));
      await this.db.rows(writeRowsSql, [trustId, sync.id, chunk, json]);
    }
    if (counts.created > 100 && !sync.dryRun) await this.db.rows('SELECT count_staff_tables()');
    const added = [trustId, sync.id, JSON.stringify(counts), 1, sent.length];
    await this.db.rows(addCountsSql, added);
    const said = results.filter(hasSomethingToSay).toSorted((one, other) => one.row - other.row);
    return {
      ...{ id, chunk, counts },
      rows: said.map((row) => ({ ...row, changedFields: [...row.changedFields] })),
      sync: await this.syncs.find(viewer, sync.id),
    };
  }

  /** @returns what became of the records; of those that are as they were, how many. */
  async #work(viewer: Viewer, sync: StaffSyncNode, sent: readonly SentRecord[]) {
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
    const { told, refused } = rest.length > 0 ? await this.#read(viewer, sync, rest) : nothingRead;
    const taken = await this.records.take(viewer, origin, told);
    await this.news.tell(viewer, taken);
    const results = [...repeated, ...refused, ...taken.results];
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
      [trustId, syncId, sent.map(({ input }) => shown(input.externalId))],
    );
    return new Set(rows.map(({ externalId }) => externalId));
  }

  async #read(viewer: Viewer, { schoolId }: StaffSyncNode, sent: readonly SentRecord[]) {
    const schools = await this.#schools(viewer, schoolId);
    const told: ToldRecord[] = [];
    const refused: RowResult[] = [];
    for (const one of sent) {
      try {
        told.push(readRecord(one, schools));
      } catch (problem) {
        if (!(problem instanceof RowProblem)) throw problem;
        refused.push(rejected({ row: one.row, externalId: shown(one.input.externalId) }, problem));
      }
    }
    return { told, refused };
  }

  async #schools(viewer: Viewer, usual: string | null): Promise<SchoolsAtHand> {
    const { trustId, allPlaces, placeIds } = viewer;
    const rows = await this.db.rows<{ id: string; urn: string }>(
      'SELECT school_id AS id, urn FROM school_urn WHERE trust_id = $1',
      [trustId],
    );
    const isTheirs = (id: string) => allPlaces || placeIds.includes(id);
    return {
      usual,
      byId: new Map(rows.map(({ id }) => [id, isTheirs(id)])),
      byUrn: new Map(rows.map(({ id, urn }) => [urn, id])),
    };
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
const nothingRead: { told: ToldRecord[]; refused: RowResult[] } = { told: [], refused: [] };

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
      repeated.push(rejected({ row: one.row, externalId: shown(externalId) }, twice));
    } else single.set(externalId, one);
  }
  return { single: [...single.values()], repeated };
}

const twice = new RowProblem(
  'DUPLICATE_IN_FILE',
  'externalId',
  'The same person is in the file twice; the first counts.',
);

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

/** An id that may be anything, as much of it as is kept. */
function shown(externalId: string): string {
  return externalId.toWellFormed().replaceAll('\0', '').slice(0, 100);
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
