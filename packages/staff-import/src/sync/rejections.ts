import { closeSync, existsSync, openSync, rmSync, writeSync } from 'node:fs';
import { csvLine } from '../file/csv-text.ts';
import type { ReadPerson, StaffSource } from '../staff-record.ts';
import { rejectionColumns } from '../template/rejection-columns.ts';
import type { SyncRow } from './staff-sync.ts';

/** What was not taken, and where it is written. */
export interface Rejected {
  readonly rejected: number;
  readonly needsReview: number;
  /** The first of the reasons, in words. */
  readonly reasons: readonly string[];
  /** Null when every row was taken. */
  readonly rejectedFile: string | null;
}

const shownReasons = 20;

/**
 * Writes the rows that were not taken, each with why, into a file that can be corrected and sent
 * again. The file is made anew each time, and there is none when there is nothing to say.
 */
export class Rejections {
  readonly #source: StaffSource;
  readonly #path: string;

  constructor(source: StaffSource, path: string) {
    this.#source = source;
    this.#path = path;
  }

  /** @param said what the graph did not take. */
  async write(said: readonly SyncRow[]): Promise<Rejected> {
    const byRow = new Map(said.map((row) => [row.row, row]));
    const reasons: string[] = [];
    let [rejected, needsReview] = [0, 0];
    if (existsSync(this.#path)) rmSync(this.#path);
    let file: number | undefined;
    try {
      for await (const person of this.#source.people()) {
        const outcome = byRow.get(person.row);
        if (person.record && !outcome) continue;
        if (person.record && outcome?.outcome === 'NEEDS_REVIEW') {
          needsReview += 1;
          continue;
        }
        rejected += 1;
        const why = reasonOf(person, outcome);
        if (reasons.length < shownReasons) reasons.push(why);
        file ??= this.#begin();
        writeSync(file, linesOf(person, why));
      }
    } finally {
      if (file !== undefined) closeSync(file);
    }
    return { rejected, needsReview, reasons, rejectedFile: file === undefined ? null : this.#path };
  }

  /** Readable by its owner alone: it holds staff data. */
  #begin(): number {
    const file = openSync(this.#path, 'wx', 0o600);
    writeSync(file, `\uFEFF${csvLine([...this.#source.header, ...rejectionColumns])}`);
    return file;
  }
}

function linesOf(person: ReadPerson, why: string): string {
  return person
    .rejectedRows()
    .map((cells, place) => csvLine([...cells, String(person.row + place), place === 0 ? why : '']))
    .join('');
}

/** Our own words where we have them; they name the cell. */
function reasonOf({ row, problems }: ReadPerson, said: SyncRow | undefined): string {
  if (problems.length === 0) return `Row ${row}: ${said?.message ?? said?.code ?? 'not taken.'}`;
  return problems.map((problem) => `Row ${problem.row}: ${problem.message}`).join(' ');
}
