import { CsvError, parse } from 'csv-parse';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';

/** A file of the register of schools (GIAS), as bytes. */
export interface GiasFile {
  /** How messages call it, such as `establishments`. */
  readonly name: string;
  /** Called once, when its turn comes. */
  readonly open: () => Bytes;
}

type Bytes = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** A row by column name, and its number in the file as a spreadsheet shows it. */
export interface GiasRow {
  readonly row: number;
  readonly get: (column: string) => string;
}

/** A file that cannot be what it is said to be; nothing was written. */
export class GiasFileRefused extends Error {}

/** Longest row in bytes; real ones have about 2,000. */
const maximumRow = 100_000;

const fieldsShape = z.array(z.string());

/**
 * Reads a file row by row. The real downloads are Windows-1252.
 *
 * @param columns that the file must have, in any order; others are ignored.
 * @param take is called with each row.
 * @throws GiasFileRefused naming the columns that are missing, or the row that is not CSV.
 */
export async function readGiasFile(
  { name, open }: GiasFile,
  columns: readonly string[],
  take: (row: GiasRow) => void,
): Promise<void> {
  const parser = parse({
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: maximumRow,
  });
  let places: ReadonlyMap<string, number> | undefined;
  let row = 0;
  const rows = async (records: AsyncIterable<unknown>) => {
    for await (const record of records) {
      const fields = fieldsShape.parse(record);
      row += 1;
      if (places) take(rowOf(row, fields, places));
      else places = placesOf(name, fields, columns);
    }
  };
  try {
    await pipeline(Readable.from(decoded(open())), parser, rows);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new GiasFileRefused(`${name}: row ${row + 1} cannot be read as CSV (${error.code}).`);
  }
  if (!places) throw new GiasFileRefused(`${name}: the file is empty.`);
}

async function* decoded(bytes: Bytes): AsyncGenerator<string> {
  const decoder = new TextDecoder('windows-1252');
  for await (const chunk of bytes) yield decoder.decode(chunk, { stream: true });
}

function placesOf(name: string, header: readonly string[], columns: readonly string[]) {
  const places = new Map(header.map((column, place) => [column.trim(), place]));
  const missing = columns.filter((column) => !places.has(column));
  if (missing.length === 0) return places;
  const named = missing.map((column) => `“${column}”`).join(', ');
  throw new GiasFileRefused(
    `${name}: the header lacks ${named}. Nothing was read or written; is it the right download of GIAS?`,
  );
}

function rowOf(
  row: number,
  fields: readonly string[],
  places: ReadonlyMap<string, number>,
): GiasRow {
  return { row, get: (column) => (fields[places.get(column) ?? -1] ?? '').trim() };
}
