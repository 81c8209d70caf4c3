import type { Database } from '@trellis/subgraph-kit/database';
import { newId } from '@trellis/subgraph-kit/ids';
import { type Clock, londonDay } from '@trellis/subgraph-kit/london-day';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { type Entry, Ledger, ofFund, ofLine, transfer } from '../ledger/ledger.service.ts';
import type { FundSource } from '../fund/fund.types.ts';
import { carryInstalmentsSql } from '../instalment/instalment.queries.ts';
import { nextYearsName } from './next-year-fund.ts';
import {
  beginSql,
  carriedLinesSql,
  closeSql,
  countCarriedSql,
  holdAwardsSql,
  linesToCarrySql,
  nextFundSql,
  openFundsSql,
  openNextFundSql,
  reportSql,
} from './year-end.queries.ts';
import { type FundYearEnd, type RunYearEndInput, YearEnd, YearNotOver } from './year-end.types.ts';

interface OpenFund {
  readonly id: string;
  readonly name: string;
  readonly source: `${FundSource}`;
  readonly schoolId: string | null;
  readonly academicYear: number;
}

interface LineToCarry {
  readonly id: string;
  readonly awardId: string;
  readonly committedPence: number;
}

/** Closes academic years: what was promised and not paid goes on in the next year's funds. */
export class YearEndService {
  readonly #db: Database;
  readonly #ledger: Ledger;
  readonly #clock: Clock;
  readonly #awardsAtOnce: number;

  /** @param awardsAtOnce awards that one transaction carries over. */
  constructor(db: Database, clock: Clock, awardsAtOnce = 200) {
    this.#db = db;
    this.#ledger = new Ledger(db);
    this.#clock = clock;
    this.#awardsAtOnce = awardsAtOnce;
  }

  /**
   * Carries each promise that was not paid to the next year's fund, and closes the year's funds. Works
   * in many small transactions: when it is cut off, the next run goes on where it stopped, and a run
   * after the last changes nothing. Two runs at once take turns.
   *
   * @returns what was found and left in each fund, or the refusal.
   */
  async run(viewer: Viewer, { academicYear }: RunYearEndInput): Promise<YearEnd | YearNotOver> {
    const today = londonDay(this.#clock());
    const overOn = `${String(academicYear + 1)}-09-01`;
    if (today < overOn) return new YearNotOver(overOn);
    const { trustId } = viewer;
    const funds = await this.#db.as(viewer, () =>
      this.#db.rows<OpenFund>(openFundsSql, [trustId, academicYear]),
    );
    for (const fund of funds) {
      while (await this.#db.as(viewer, () => this.#carrySome(viewer, fund, today)));
    }
    return this.#db.as(viewer, () => this.#report(viewer, academicYear));
  }

  /** @returns whether there may be more to carry in the fund. */
  async #carrySome(viewer: Viewer, fund: OpenFund, today: string): Promise<boolean> {
    const { trustId } = viewer;
    await this.#db.rows('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `year end ${fund.id}`,
    ]);
    const awards = await this.#db.rows<{ id: string }>(holdAwardsSql, [
      ...[trustId, fund.id, this.#awardsAtOnce],
    ]);
    const intoId = awards.length > 0 ? await this.#nextFund(viewer, fund) : null;
    const held = await this.#db.rows<{ closedOn: string | null }>(
      `SELECT closed_on AS "closedOn" FROM fund WHERE trust_id = $1 AND id = ANY ($2)
        ORDER BY id FOR UPDATE`,
      [trustId, intoId === null ? [fund.id] : [fund.id, intoId]],
    );
    if (held.some(({ closedOn }) => closedOn !== null)) return false; // another run was faster
    await this.#db.rows(beginSql, [trustId, fund.id, today]);
    const ids = awards.map(({ id }) => id);
    const lines = await this.#db.rows<LineToCarry>(linesToCarrySql, [trustId, fund.id, ids]);
    if (intoId !== null && lines.length > 0) {
      await this.#carry(viewer, fund, intoId, lines, today);
      return true;
    }
    if (awards.length > 0) return true;
    await this.#db.rows(closeSql, [trustId, fund.id, today]);
    return false;
  }

  async #carry(
    viewer: Viewer,
    from: OpenFund,
    intoId: string,
    lines: readonly LineToCarry[],
    enteredOn: string,
  ): Promise<void> {
    const { source } = from;
    const into = { id: intoId, source };
    const carried = lines.map((line) => ({ ...line, newLineId: newId() }));
    const pence = lines.reduce((sum, { committedPence }) => sum + committedPence, 0);
    const newLines = carried.map(({ id: fromId, newLineId: id, committedPence }) => ({
      ...{ id, fromId, fundId: intoId, pence: committedPence },
    }));
    await this.#db.rows(carriedLinesSql, [viewer.trustId, JSON.stringify(newLines)]);
    await this.#db.rows(carryInstalmentsSql, [viewer.trustId, JSON.stringify(newLines)]);
    const entries = carried.flatMap(({ id, newLineId, awardId, committedPence }): Entry[] => {
      const oldLine = ofLine('COMMITMENT', { id, source, fundId: from.id });
      const newLine = ofLine('COMMITMENT', { id: newLineId, source, fundId: intoId });
      const about = { enteredOn, awardId };
      return [
        { ...about, kind: 'CARRY_OUT', postings: transfer(oldLine, ofFund(from), committedPence) },
        { ...about, kind: 'CARRY_IN', postings: transfer(ofFund(into), newLine, committedPence) },
      ];
    });
    const forward = transfer(ofFund(from), ofFund(into), pence);
    await this.#ledger.enter(viewer, [
      { kind: 'CARRY_FORWARD', enteredOn, postings: forward },
      ...entries,
    ]);
    const counted = [viewer.trustId, from.id, intoId, pence, lines.length];
    await this.#db.rows(countCarriedSql, counted);
  }

  /** @returns id of the next year's fund of the same name and owner, which is opened if need be. */
  async #nextFund({ trustId }: Viewer, fund: OpenFund): Promise<string> {
    const { name, academicYear, source, schoolId } = fund;
    const key = [academicYear + 1, source, schoolId, nextYearsName(name, academicYear)];
    const [found] = await this.#db.rows<{ id: string }>(nextFundSql, [trustId, ...key]);
    if (found) return found.id;
    const id = newId();
    await this.#db.rows(openNextFundSql, [trustId, id, ...key]);
    return id;
  }

  async #report({ trustId }: Viewer, academicYear: number): Promise<YearEnd> {
    const funds = await this.#db.rows<FundYearEnd>(reportSql, [trustId, academicYear]);
    return Object.assign(new YearEnd(), { academicYear, funds });
  }
}
