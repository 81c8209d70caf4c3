import { CsvError, parse } from 'csv-parse';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { type KnownFile, textOf } from './input-file.ts';
import { FileRefused } from './problem.ts';

/** A row that is not blank, with its number as a spreadsheet shows it: the header is row 1. */
export interface CsvRow {
  readonly row: number;
  readonly cells: readonly string[];
}

/** Longest row, in bytes. Longer means a quote that is opened and never closed. */
const longestRow = 256 * 1024;

const cellsShape = z.array(z.string());

/**
 * Reads a CSV file row by row, with any mixture of line ends. Never holds more than a few rows.
 *
 * @throws FileRefused naming the row that cannot be read.
 */
export async function* csvRows(file: KnownFile): AsyncGenerator<CsvRow> {
  const parser = parse({
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    max_record_size: longestRow,
  });
  const reading = pipeline(Readable.from(textOf(file)), parser);
  reading.catch(() => undefined); // the loop below throws it
  let row = 0;
  try {
    for await (const record of parser) {
      row += 1;
      const cells = cellsShape.parse(record);
      if (cells.some((cell) => cell.trim() !== '')) yield { row, cells };
    }
    await reading;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new FileRefused(`${file.name}, row ${row + 1}: ${wordsOf(error.code)}`);
  }
}

function wordsOf(code: string): string {
  switch (code) {
    case 'CSV_MAX_RECORD_SIZE':
    case 'CSV_QUOTE_NOT_CLOSED':
      return 'a cell begins with a double quote (") that is never closed.';
    case 'INVALID_OPENING_QUOTE':
      return 'there is a double quote (") in the middle of a cell; write it twice and put the cell in quotes.';
    case 'CSV_INVALID_CLOSING_QUOTE':
      return 'there is text behind a closing double quote (").';
    default:
      return `cannot be read as CSV (${code}).`;
  }
}
