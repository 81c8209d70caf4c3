import { staffStatuses, type StaffStatus } from '../staff-record.ts';

/** Tells what is wrong with a row, in a sentence. */
export type Complain = (message: string) => void;

/** Reads cells that a school office filled in, and says in its words what cannot be right. */
export class Cells<Column extends string> {
  readonly #get: (column: Column) => string;
  readonly #complain: Complain;

  constructor(get: (column: Column) => string, complain: Complain) {
    this.#get = get;
    this.#complain = complain;
  }

  /** @returns undefined for an empty cell. */
  text(column: Column): string | undefined {
    return this.#get(column).normalize('NFC') || undefined;
  }

  needed(column: Column): string {
    const text = this.text(column);
    if (text === undefined) this.#complain(`${the(column)} is missing.`);
    return text ?? '';
  }

  /** A day, as ISO text. */
  day(column: Column): string | undefined {
    const text = this.text(column);
    if (text === undefined) return undefined;
    const parts = dayParts(text);
    if (!parts) {
      this.#complain(
        `${the(column)} “${shown(text)}” is not a date: write 01/09/2026 or 2026-09-01.`,
      );
      return undefined;
    }
    const iso = parts.join('-');
    if (!isInCalendar(iso)) {
      this.#complain(`${the(column)} ${text} is not a day in the calendar.`);
      return undefined;
    }
    const year = Number(iso.slice(0, 4));
    if (year < 1900 || year > 2200) this.#complain(`${the(column)} ${text} is not in our times.`);
    return iso;
  }

  number(column: Column, most: number): number | undefined {
    const text = this.text(column);
    if (text === undefined) return undefined;
    if (!/^\d{1,6}(\.\d{1,6})?$/.test(text)) {
      this.#complain(`${the(column)} “${shown(text)}” is not a number such as 0.8.`);
      return undefined;
    }
    const number = Number(text);
    if (number > most) this.#complain(`${the(column)} ${text} is more than ${most}.`);
    return number;
  }

  digits(column: Column, count: number): string | undefined {
    const text = this.text(column);
    if (text === undefined || new RegExp(`^\\d{${count}}$`).test(text)) return text;
    const hint = /^\d+$/.test(text) && text.length < count;
    this.#complain(
      `${the(column)} “${shown(text)}” does not have ${count} digits.${
        hint ? ' A spreadsheet may have taken zeros off the front: format the column as text.' : ''
      }`,
    );
    return undefined;
  }

  email(column: Column): string | undefined {
    const text = this.text(column);
    if (text !== undefined && !/^[^\s@]+@[^\s@]+$/.test(text)) {
      this.#complain(`${the(column)} “${shown(text)}” is not an e-mail address.`);
    }
    return text;
  }

  /** Codes with spaces, commas, semicolons or slashes between them. */
  codes(column: Column): string[] {
    return [
      ...new Set(
        this.#get(column)
          .split(/[\s,;/|]+/)
          .filter((code) => code !== ''),
      ),
    ];
  }

  yesOrNo(column: Column): boolean | undefined {
    const text = this.text(column)?.toLowerCase();
    if (text === undefined) return undefined;
    if (['yes', 'y', 'true', '1'].includes(text)) return true;
    if (!['no', 'n', 'false', '0'].includes(text)) {
      this.#complain(`${the(column)} “${shown(text)}” is neither yes nor no.`);
    }
    return false;
  }

  status(column: Column): StaffStatus | undefined {
    const text = this.text(column)?.toUpperCase();
    const status = staffStatuses.find((known) => known === text);
    if (text !== undefined && !status) {
      this.#complain(
        `${the(column)} “${shown(text)}” is none of ${staffStatuses.join(', ')}; leave it empty for staff who are here.`,
      );
    }
    return status;
  }
}

/** `Contract start` as “The contract start”; abbreviations stay as they are. */
export function the(column: string): string {
  const isAbbreviation = /^[A-Z]{2}/.test(column);
  return `The ${isAbbreviation ? column : column.charAt(0).toLowerCase() + column.slice(1)}`;
}

/** Enough of a cell to find it by, without control characters. */
function shown(text: string): string {
  const plain = text.replaceAll(/[\p{Cc}\p{Cf}]/gu, ' ');
  return plain.length > 40 ? `${plain.slice(0, 40)}…` : plain;
}

/** Year, month and day of `2026-09-01`, `01/09/2026` or `1/9/2026`. */
function dayParts(text: string): [string, string, string] | undefined {
  const iso = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  const english = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text);
  const [year = '', month = '', day = ''] = iso?.slice(1) ?? english?.slice(1).toReversed() ?? [];
  return year === '' ? undefined : [year, month.padStart(2, '0'), day.padStart(2, '0')];
}

function isInCalendar(iso: string): boolean {
  const time = Date.parse(`${iso}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(iso);
}
