import type { Database } from '@trellis/subgraph-kit/database';
import { newId } from '@trellis/subgraph-kit/ids';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { type Entry, Ledger, ofFund, ofSource, transfer } from '../ledger/ledger.service.ts';
import type { FundSource } from './fund.types.ts';

/** What a trust sets aside; `academicYear` is the year it starts. */
export interface NewFund {
  /** Where the caller has made the id; a fund that is there already is left as it is. */
  readonly id?: string;
  readonly name: string;
  readonly academicYear: number;
  readonly amountPence: number;
  /** The trust's when not given. */
  readonly source?: `${FundSource}`;
  /** Whose it is, where the source is a school. */
  readonly schoolId?: string;
  /** The day from which it is there; the first of its academic year, or today if that is to come. */
  readonly setAsideOn?: string;
}

export class FundService {
  readonly #db: Database;
  readonly #ledger: Ledger;
  readonly #clock: Clock;

  constructor(db: Database, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
    this.#ledger = new Ledger(db);
  }

  /**
   * Opens funds and sets money aside in them.
   *
   * @returns the ids, in the order of the funds given.
   */
  async setAside(viewer: Viewer, funds: readonly NewFund[]): Promise<string[]> {
    const today = londonDay(this.#clock());
    const rows = funds.map((fund) => {
      const firstDay = `${String(fund.academicYear)}-09-01`;
      const setAsideOn = firstDay < today ? firstDay : today;
      return { id: newId(), source: 'TRUST' as const, schoolId: null, setAsideOn, ...fund };
    });
    const opened = await this.#db.rows<{ id: string }>(openSql, [
      viewer.trustId,
      JSON.stringify(rows),
    ]);
    const isNew = new Set(opened.map(({ id }) => id));
    const entries = rows
      .filter(({ id, amountPence }) => isNew.has(id) && amountPence > 0)
      .map((fund): Entry => ({
        kind: 'ALLOCATION',
        enteredOn: fund.setAsideOn,
        postings: transfer(ofSource(fund.source), ofFund(fund), fund.amountPence),
      }));
    await this.#ledger.enter(viewer, entries);
    return rows.map(({ id }) => id);
  }
}

const openSql = `
  INSERT INTO fund (trust_id, id, name, academic_year, source, school_id)
  SELECT $1, id, name, "academicYear", source, "schoolId"
    FROM json_to_recordset($2) AS fund (id uuid, name text, "academicYear" integer, source text,
         "schoolId" uuid)
  ON CONFLICT DO NOTHING RETURNING id`;
