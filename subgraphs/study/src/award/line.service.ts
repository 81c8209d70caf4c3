import type { Database } from '@trellis/subgraph-kit/database';
import { newId } from '@trellis/subgraph-kit/ids';
import { badUserInput } from '@trellis/subgraph-kit/faults';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { FundingSource } from '../ledger/ledger.types.ts';
import {
  type Entry,
  homeOf,
  Ledger,
  type Line,
  ofLine,
  transfer,
} from '../ledger/ledger.service.ts';
import type { MadeAward } from './award-decisions.ts';
import type { AwardEntity } from './award.entity.ts';

/** A funding line with where its money is now, in pence. */
export interface LineRow extends Line {
  readonly awardId: string;
  readonly academicYear: number;
  readonly amountPence: number;
  readonly committedPence: number;
  readonly paidPence: number;
  readonly owedPence: number;
  readonly carriedPence: number;
  readonly isRecoverable: boolean;
  readonly ruleVersion: string | null;
  readonly source: `${FundingSource}`;
}

const lineColumns = `id, award_id AS "awardId", academic_year AS "academicYear", source,
  fund_id AS "fundId", amount_pence AS "amountPence", committed_pence AS "committedPence",
  paid_pence AS "paidPence", owed_pence AS "owedPence", carried_pence AS "carriedPence",
  is_recoverable AS "isRecoverable", rule_version AS "ruleVersion"`;

/** What pays for awards: promises the money of their lines, and takes it back. */
export class LineService {
  readonly #db: Database;
  readonly #ledger: Ledger;

  constructor(db: Database) {
    this.#db = db;
    this.#ledger = new Ledger(db);
  }

  /** Writes the lines of new awards and promises their money; the caller holds the funds. */
  async commit(viewer: Viewer, made: readonly MadeAward[]): Promise<void> {
    if (made.length === 0) return;
    const withIds = made.map(({ award, lines }) => ({
      award,
      lines: lines.map((line) => ({ id: newId(), ...line })),
    }));
    const rows = withIds.flatMap(({ award: { id: awardId, schoolId }, lines }) =>
      lines.map((line) => ({ ...line, awardId, schoolId })),
    );
    await this.#db.rows(insertSql, [viewer.trustId, JSON.stringify(rows)]);
    const entries = withIds.map(({ award, lines }): Entry => ({
      ...{ kind: 'COMMITMENT', enteredOn: award.awardedOn, awardId: award.id },
      postings: lines.flatMap((line) =>
        transfer(homeOf(line), ofLine('COMMITMENT', line), line.amountPence),
      ),
    }));
    await this.#ledger.enter(viewer, entries);
  }

  /** Gives back what an award was promised and not paid; the caller holds the award. */
  async release(
    viewer: Viewer,
    award: Pick<AwardEntity, 'id'>,
    enteredOn: string,
    reason: string,
  ): Promise<void> {
    const lines = await this.holdLines(viewer, award.id);
    const promised = lines.filter(({ committedPence }) => committedPence > 0);
    if (promised.length === 0) return;
    const postings = promised.flatMap((line) =>
      transfer(ofLine('COMMITMENT', line), homeOf(line), line.committedPence),
    );
    await this.#ledger.enter(viewer, [
      { kind: 'RELEASE', enteredOn, awardId: award.id, reason, postings },
    ]);
  }

  /**
   * Gives back what a provider pays back, to where it came from; the caller holds the award.
   *
   * @param refunds by line; all that was paid when null.
   * @throws BAD_USER_INPUT for a line of another award or more than it paid.
   */
  async refund(
    viewer: Viewer,
    award: Pick<AwardEntity, 'id'>,
    enteredOn: string,
    reason: string,
    refunds: readonly { readonly lineId: string; readonly amountPence: number }[] | null,
  ): Promise<void> {
    const lines = await this.holdLines(viewer, award.id);
    const paid = lines.filter(({ paidPence }) => paidPence > 0);
    const asked = refunds ?? paid.map((line) => ({ lineId: line.id, amountPence: line.paidPence }));
    const left = new Map(paid.map((line) => [line.id, line.paidPence]));
    const postings = asked.flatMap(({ lineId, amountPence }) => {
      const line = lines.find(({ id }) => id === lineId.toLowerCase());
      const rest = (left.get(line?.id ?? '') ?? 0) - amountPence;
      if (!line || rest < 0) {
        throw badUserInput('A refund is of a line of this award, and no more than it paid.');
      }
      left.set(line.id, rest);
      return transfer(ofLine('PAYMENT', line), homeOf(line), amountPence);
    });
    if (postings.length === 0) return;
    await this.#ledger.enter(viewer, [
      { kind: 'REFUND', enteredOn, awardId: award.id, reason, postings },
    ]);
  }

  /** The lines of an award that the caller holds; holds their funds as well, in the order of ids. */
  async holdLines({ trustId }: Viewer, awardId: string): Promise<LineRow[]> {
    await this.#db.rows(holdFundsSql, [trustId, awardId]);
    return this.#db.rows<LineRow>(
      `SELECT ${lineColumns} FROM funding_line WHERE trust_id = $1 AND award_id = $2
        ORDER BY academic_year, id`,
      [trustId, awardId],
    );
  }
}

/** @returns the lines of these awards, by award, year and id. */
export function linesOfAwards(
  db: Database,
  { trustId }: Viewer,
  awardIds: readonly string[],
): Promise<LineRow[]> {
  return db.rows<LineRow>(
    `SELECT ${lineColumns} FROM funding_line WHERE trust_id = $1 AND award_id = ANY ($2)
      ORDER BY award_id, academic_year, id`,
    [trustId, awardIds],
  );
}

const holdFundsSql = `
  SELECT 1 FROM fund WHERE trust_id = $1 AND id IN (
    SELECT fund_id FROM funding_line WHERE trust_id = $1 AND award_id = $2)
   ORDER BY id FOR UPDATE`;

const insertSql = `
  INSERT INTO funding_line (trust_id, id, award_id, school_id, academic_year, source, fund_id,
                            amount_pence, is_recoverable, rule_version)
  SELECT $1, id, "awardId", "schoolId", "academicYear", source, "fundId", "amountPence",
         "isRecoverable", "ruleVersion"
    FROM json_to_recordset($2) AS line (id uuid, "awardId" uuid, "schoolId" uuid,
         "academicYear" integer, source text, "fundId" uuid, "amountPence" bigint,
         "isRecoverable" boolean, "ruleVersion" text)`;
