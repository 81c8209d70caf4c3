import type { Database } from '@trellis/subgraph-kit/database';
import type { List } from '@trellis/subgraph-kit/page';
import { SqlParameters } from '@trellis/subgraph-kit/sql-parameters';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import type { Posting } from './ledger.service.ts';
import { LedgerEntry } from './ledger.types.ts';

const from = `ledger_posting AS posting JOIN ledger_entry AS entry
    ON entry.trust_id = posting.trust_id AND entry.id = posting.entry_id`;

/**
 * Postings of the trust, newest first.
 *
 * @param name of the field, to which cursors are bound.
 */
export function ledgerList({ trustId }: Viewer, name: string): List {
  const parameters = new SqlParameters();
  const where = [`posting.trust_id = ${parameters.add(trustId)}`];
  const keys = [
    { sql: 'posting.entered_on', type: 'date' },
    { sql: 'posting.entry_id', type: 'uuid' },
    { sql: 'posting.number', type: 'integer' },
  ] as const;
  const sort = { name: 'NEWEST', keys, descending: true };
  const select = `posting.entry_id AS "entryId", posting.kind, posting.entered_on AS "enteredOn",
    account, source, pence AS "amountPence", reason, corrects_id AS "correctsId"`;
  return { name, select, from, where, parameters, sort };
}

/** @returns the entry, or none in the viewer's trust. */
export async function entryById(
  db: Database,
  { trustId }: Viewer,
  id: string,
): Promise<LedgerEntry | undefined> {
  const [row] = await db.rows<LedgerEntry>(
    `SELECT id, kind, entered_on AS "enteredOn", reason FROM ledger_entry
      WHERE trust_id = $1 AND id = $2`,
    [trustId, id],
  );
  return row && new LedgerEntry(row);
}

/** @returns the two or more sides of an entry. */
export function postingsOf(db: Database, { trustId }: Viewer, entryId: string): Promise<Posting[]> {
  return db.rows<Posting>(
    `SELECT account, source, fund_id AS "fundId", line_id AS "lineId", pence FROM ledger_posting
      WHERE trust_id = $1 AND entry_id = $2 ORDER BY number`,
    [trustId, entryId],
  );
}
