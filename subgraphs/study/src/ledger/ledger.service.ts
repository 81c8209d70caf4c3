import type { Database } from '@trellis/subgraph-kit/database';
import { newId } from '@trellis/subgraph-kit/ids';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { FundingSource, LedgerAccount, LedgerEntryKind } from './ledger.types.ts';

/** One side of an entry; `pence` goes into the account, below zero out of it. */
export interface Posting {
  readonly account: `${LedgerAccount}`;
  readonly source: `${FundingSource}`;
  readonly fundId: string | null;
  readonly lineId: string | null;
  readonly pence: number;
}

/** What is to be entered. */
export interface Entry {
  readonly kind: `${LedgerEntryKind}`;
  /** The day for which it counts. */
  readonly enteredOn: string;
  readonly awardId?: string;
  readonly reason?: string | null;
  readonly correctsId?: string;
  readonly approvedById?: string | null;
  readonly postings: readonly Posting[];
}

/** A funding line as far as the ledger needs it. */
export interface Line {
  readonly id: string;
  readonly source: `${FundingSource}`;
  readonly fundId: string | null;
}

/**
 * Enters what happened to money. The database sees to it that each entry balances, that no fund and no
 * line goes below zero, and that nothing is ever changed. Whoever enters something for an award holds
 * the award, and then the funds in the order of their ids, so that no two wait for each other.
 */
export class Ledger {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** @returns ids of the entries, in the order given; none is written for no money. */
  async enter(viewer: Viewer, entries: readonly Entry[]): Promise<string[]> {
    const { trustId, actor } = viewer;
    const rows = entries.map((entry) => ({ id: newId(), ...entry }));
    if (rows.length === 0) return [];
    await this.#db.rows(enterSql, [trustId, JSON.stringify(rows), actor.kind, actor.id]);
    await this.#db.rows(postSql, [trustId, JSON.stringify(rows)]);
    return rows.map(({ id }) => id);
  }
}

/** The two sides of money that moves. */
export function transfer(from: Omit<Posting, 'pence'>, to: Omit<Posting, 'pence'>, pence: number) {
  return [
    { ...from, pence: -pence },
    { ...to, pence },
  ];
}

/** The account of a line. */
export const ofLine = (account: 'COMMITMENT' | 'PAYMENT' | 'RECOVERY', line: Line) => ({
  ...{ account, source: line.source, fundId: line.fundId, lineId: line.id },
});

/** What a fund has left. */
export const ofFund = (fund: { readonly id: string; readonly source: `${FundingSource}` }) =>
  ({ account: 'FUND', source: fund.source, fundId: fund.id, lineId: null }) as const;

/** Where money comes from. */
export const ofSource = (source: `${FundingSource}`) =>
  ({ account: 'SOURCE', source, fundId: null, lineId: null }) as const;

/** From where a line's money came and to where it goes back: its fund, or its source beyond the funds. */
export const homeOf = ({ source, fundId }: Line) =>
  fundId === null ? ofSource(source) : ofFund({ id: fundId, source });

const enterSql = `
  INSERT INTO ledger_entry (trust_id, id, kind, entered_on, award_id, reason, corrects_id,
                            approved_by_id, actor_kind, actor_id)
  SELECT $1, id, kind, "enteredOn", "awardId", reason, "correctsId", "approvedById", $3, $4
    FROM json_to_recordset($2) AS entry (id uuid, kind text, "enteredOn" date, "awardId" uuid,
         reason text, "correctsId" uuid, "approvedById" uuid)`;

const postSql = `
  INSERT INTO ledger_posting (trust_id, entry_id, number, kind, entered_on, account, source, fund_id,
                              line_id, pence)
  SELECT $1, entry.id, row_number() OVER (PARTITION BY entry.id), entry.kind, entry."enteredOn",
         posting.account, posting.source, posting."fundId", posting."lineId", posting.pence
    FROM json_to_recordset($2) AS entry (id uuid, kind text, "enteredOn" date, postings json),
         json_to_recordset(entry.postings) AS posting (account text, source text, "fundId" uuid,
           "lineId" uuid, pence bigint)`;
