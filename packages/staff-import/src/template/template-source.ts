import { columnKey, openTable, type TableRow } from '../file/csv-table.ts';
import { fileOnDisk, knowFile } from '../file/input-file.ts';
import { FileRefused } from '../file/problem.ts';
import type { ReadPerson, StaffSource } from '../staff-record.ts';
import { templatePerson } from './template-person.ts';
import { rejectionColumns } from './rejection-columns.ts';
import { templateColumns } from './template-columns.ts';

const requiredColumns = ['Staff ID', 'First name', 'Last name'] as const;

/** Most posts of one person; more of the same id in a row is a column filled by mistake. */
const mostRows = 100;

/** Opens a file in the form of our template. */
export async function openTemplate(path: string): Promise<StaffSource> {
  const file = await knowFile(fileOnDisk(path));
  const { header, rows } = await openTable(file, requiredColumns);
  await rows.return(undefined);
  refuseUnknown(file.name, header);
  const kept = header.flatMap((name, place) => (isRejectionColumn(name) ? [] : [place]));
  const cellsOf = ({ cells }: TableRow) => kept.map((place) => cells[place] ?? '');
  return {
    sha256: file.sha256,
    modifiedAt: file.modifiedAt,
    header: kept.map((place) => header[place] ?? ''),
    mode: undefined,
    people: async function* () {
      const table = await openTable(file, requiredColumns);
      for await (const group of personRows(file.name, table.rows)) yield personOf(group, cellsOf);
    },
    skipped: () => ({}),
  };
}

function isRejectionColumn(name: string): boolean {
  return rejectionColumns.some((column) => columnKey(column) === columnKey(name));
}

/** A column that nothing reads is more likely misspelt than meant to be passed over. */
function refuseUnknown(name: string, header: readonly string[]): void {
  const known = new Set([...templateColumns, ...rejectionColumns].map(columnKey));
  const unknown = header.filter((column) => column !== '' && !known.has(columnKey(column)));
  if (unknown.length === 0) return;
  const named = unknown.map((column) => `“${column.slice(0, 40)}”`).join(', ');
  throw new FileRefused(
    `${name} has columns that the template does not have: ${named}. The names are in docs/importing.md.`,
  );
}

/** Rows of the same staff id that stand together. */
async function* personRows(name: string, rows: AsyncIterable<TableRow>) {
  let group: [TableRow, ...TableRow[]] | undefined;
  let count = 0;
  for await (const row of rows) {
    count += 1;
    const id = row.get('Staff ID');
    if (group && id !== '' && group[0].get('Staff ID') === id) group.push(row);
    else {
      if (group) yield group;
      group = [row];
    }
    if (group.length > mostRows) {
      throw new FileRefused(`${name}, row ${row.row}: one person has more than ${mostRows} rows.`);
    }
  }
  if (group) yield group;
  if (count === 0) throw new FileRefused(`${name} has a header and no rows.`);
}

function personOf(
  rows: [TableRow, ...TableRow[]],
  cellsOf: (row: TableRow) => string[],
): ReadPerson {
  const { record, problems } = templatePerson(rows);
  const externalId = record.externalId || null;
  return {
    row: record.row,
    externalId,
    record: externalId !== null && problems.length === 0 ? record : null,
    problems,
    rejectedRows: () => rows.map(cellsOf),
  };
}
