import { isDeepStrictEqual } from 'node:util';
import type { Database } from '@trellis/subgraph-kit/database';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { heldHashesSql } from './staff-record.queries.ts';
import type { StaffSyncNode } from './staff-sync.queries.ts';
import type { SchoolsAtHand } from './told-contract.check.ts';
import { readRecord, type SentRecord } from './told-record.check.ts';
import { RowProblem, type ToldRecord } from './told-record.ts';

/** What a record says, or what is wrong with it. */
type Reading = ToldRecord | RowProblem;

interface ReadRecords {
  readonly told: readonly ToldRecord[];
  readonly refused: readonly { readonly sent: SentRecord; readonly problem: RowProblem }[];
}

/**
 * Makes out what the records of a chunk say: most of them before it is the chunk's turn, since others
 * of the trust wait while it has it.
 */
export class RecordReader {
  readonly #db: Database;
  readonly #readings = new Map<SentRecord, Reading>();
  #schools: SchoolsAtHand | undefined;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Reads those that are likely to say something new. */
  async readAhead(viewer: Viewer, sync: StaffSyncNode, sent: readonly SentRecord[]): Promise<void> {
    this.#schools = await this.#schoolsAtHand(viewer, sync);
    const held = await this.#db.rows<{ externalId: string; contentHash: string | null }>(
      heldHashesSql,
      [viewer.trustId, sync.source, sync.instanceId, sent.map(({ shownId }) => shownId)],
    );
    const hashes = new Map(held.map(({ externalId, contentHash }) => [externalId, contentHash]));
    const news = sent.filter((one) => hashes.get(one.input.externalId) !== one.contentHash);
    for (const one of news) this.#readings.set(one, readingOf(one, this.#schools));
  }

  /** Reads the rest; and all of them, if there are other schools now than before. */
  async read(
    viewer: Viewer,
    sync: StaffSyncNode,
    sent: readonly SentRecord[],
  ): Promise<ReadRecords> {
    if (sent.length === 0) return { told: [], refused: [] };
    const schools = await this.#schoolsAtHand(viewer, sync);
    if (!isDeepStrictEqual(schools, this.#schools)) this.#readings.clear();
    const told: ToldRecord[] = [];
    const refused: { sent: SentRecord; problem: RowProblem }[] = [];
    for (const one of sent) {
      const reading = this.#readings.get(one) ?? readingOf(one, schools);
      if (reading instanceof RowProblem) refused.push({ sent: one, problem: reading });
      else told.push(reading);
    }
    return { told, refused };
  }

  async #schoolsAtHand(viewer: Viewer, { schoolId }: StaffSyncNode): Promise<SchoolsAtHand> {
    const { trustId, allPlaces, placeIds } = viewer;
    const rows = await this.#db.rows<{ id: string; urn: string }>(
      'SELECT school_id AS id, urn FROM school_urn WHERE trust_id = $1 ORDER BY urn',
      [trustId],
    );
    const isTheirs = (id: string) => allPlaces || placeIds.includes(id);
    return {
      usual: schoolId,
      byId: new Map(rows.map(({ id }) => [id, isTheirs(id)])),
      byUrn: new Map(rows.map(({ id, urn }) => [urn, id])),
    };
  }
}

function readingOf(sent: SentRecord, schools: SchoolsAtHand): Reading {
  try {
    return readRecord(sent, schools);
  } catch (problem) {
    if (problem instanceof RowProblem) return problem;
    throw problem;
  }
}
