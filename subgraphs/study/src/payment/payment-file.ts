import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { z } from 'zod';

/** What finance is asked to pay; `docs/payment-files.md` says what each column is. */
export interface PaymentRow {
  readonly instalmentId: string;
  readonly awardId: string;
  readonly academicYear: number;
  readonly source: string;
  readonly fund: string | null;
  readonly programme: string;
  readonly amountPence: number;
  readonly dueOn: string | null;
}

const columns = [
  { key: 'instalmentId', header: 'instalment_id' },
  { key: 'awardId', header: 'award_id' },
  { key: 'academicYear', header: 'academic_year' },
  { key: 'source', header: 'source' },
  { key: 'fund', header: 'fund' },
  { key: 'programme', header: 'programme' },
  { key: 'amount', header: 'amount' },
  { key: 'dueOn', header: 'due_on' },
];

/** @returns CSV by RFC 4180; text that a spreadsheet would take for a formula is marked as text. */
export function writePaymentFile(rows: readonly PaymentRow[]): string {
  const lines = rows.map((row) => ({ ...row, amount: poundsOf(row.amountPence) }));
  return stringify(lines, {
    ...{ header: true, columns, escape_formulas: true, record_delimiter: 'windows' },
  });
}

/** A line of a file of what was paid. */
export interface PaidLine {
  /** In the file; the header is 1. */
  readonly row: number;
  readonly instalmentId: string;
  readonly amountPence: number;
  readonly paidOn: string;
  readonly reference: string;
}

/** What of a file can be read, and the rows that cannot. */
export interface PaidFile {
  readonly lines: PaidLine[];
  readonly badRows: { readonly row: number; readonly problem: string }[];
}

const needed = ['instalment_id', 'amount', 'paid_on', 'reference'] as const;

const lineShape = z.object({
  instalment_id: z.uuid('instalment_id is not an id'),
  amount: z.string().regex(/^\d{1,9}\.\d\d$/, 'amount is not pounds and pence, such as 1234.50'),
  paid_on: z.iso.date('paid_on is not a day, such as 2026-11-23'),
  reference: z.string().min(1, 'reference is missing').max(100, 'reference is over 100 characters'),
});

/** @returns the lines of the file, or null when it is no CSV with the columns that are needed. */
export function readPaidFile(csv: string): PaidFile | null {
  const [header, ...records] = recordsOf(csv) ?? [];
  const places = needed.map(
    (name) => header?.map((cell) => cell.toLowerCase()).indexOf(name) ?? -1,
  );
  if (places.includes(-1)) return null;
  const file: PaidFile = { lines: [], badRows: [] };
  for (const [index, record] of records.entries()) {
    const row = index + 2;
    const cells = Object.fromEntries(needed.map((name, at) => [name, record[places[at] ?? -1]]));
    const { success, data, error } = lineShape.safeParse(cells);
    if (success) {
      const { instalment_id: instalmentId, amount, paid_on: paidOn, reference } = data;
      const amountPence = Number(amount.replace('.', ''));
      file.lines.push({
        ...{ row, instalmentId: instalmentId.toLowerCase(), amountPence, paidOn, reference },
      });
    } else {
      file.badRows.push({ row, problem: error.issues[0]?.message ?? 'the row cannot be read' });
    }
  }
  return file;
}

const recordShape = z.array(z.array(z.string()));

function recordsOf(csv: string): string[][] | null {
  try {
    const options = { bom: true, trim: true, skip_empty_lines: true, relax_column_count: true };
    return recordShape.parse(parse(csv, options));
  } catch {
    return null;
  }
}

const poundsOf = (pence: number) =>
  `${String(Math.floor(pence / 100))}.${String(pence % 100).padStart(2, '0')}`;
