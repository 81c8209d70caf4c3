import { type CsvRow, csvRows } from './csv-rows.ts';
import type { KnownFile } from './input-file.ts';
import { FileRefused } from './problem.ts';

/** A row whose cells are asked for by the name of their column. */
export interface TableRow extends CsvRow {
  /** @returns the cell without spaces around it; empty where there is no such column. */
  readonly get: (column: string) => string;
}

export interface Table {
  readonly header: readonly string[];
  readonly rows: AsyncGenerator<TableRow>;
}

/** How a column is known: by its letters and digits alone, so that `Last name` is `last_name`. */
export function columnKey(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

/**
 * Opens a CSV file with a header.
 *
 * @param required columns that must be there.
 * @throws FileRefused when one is not, or when two columns have the same name.
 */
export async function openTable(file: KnownFile, required: readonly string[]): Promise<Table> {
  const rows = csvRows(file);
  const first = await rows.next();
  if (first.done) throw new FileRefused(`${file.name} has no header row.`);
  const header = first.value.cells.map((cell) => cell.trim());
  const places = placesOf(file.name, header, required);
  return { header, rows: namedRows(rows, places) };
}

function placesOf(name: string, header: readonly string[], required: readonly string[]) {
  const places = new Map<string, number>();
  for (const [place, column] of header.entries()) {
    if (column === '') continue;
    const key = columnKey(column);
    if (places.has(key)) throw new FileRefused(`${name} has two columns “${column}”.`);
    places.set(key, place);
  }
  const missing = required.filter((column) => !places.has(columnKey(column)));
  if (missing.length === 0) return places;
  const separator = header.length === 1 && /[;\t]/.test(header[0] ?? '');
  const hint = separator ? ' Columns are separated by commas, not by semicolons or tabs.' : '';
  const named = missing.map((column) => `“${column}”`).join(', ');
  throw new FileRefused(`${name} has no column ${named}.${hint}`);
}

async function* namedRows(
  rows: AsyncGenerator<CsvRow>,
  places: ReadonlyMap<string, number>,
): AsyncGenerator<TableRow> {
  for await (const { row, cells } of rows) {
    const get = (column: string) => (cells[places.get(columnKey(column)) ?? -1] ?? '').trim();
    yield { row, cells, get };
  }
}
