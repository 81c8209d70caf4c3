import { tidyEmail, tidyName } from '../tidy-text.ts';
import { RowProblem } from './told-record.ts';

const longest = 100;
/** Control characters, those that are not to be seen, and those that turn the text around them. */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/**
 * A day as a school writes it, ISO or dd/mm/yyyy.
 *
 * @returns ISO text.
 * @throws RowProblem INVALID_DATE when the calendar has no such day from 1900 to 2200.
 */
export function dayOf(text: string, field: string): string {
  const trimmed = text.trim();
  const [, day, month, year] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(trimmed) ?? [];
  const iso =
    day && month && year ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : trimmed;
  const time = /^\d{4}-\d\d-\d\d$/.test(iso) ? Date.parse(`${iso}T00:00:00Z`) : Number.NaN;
  const isReal = !Number.isNaN(time) && new Date(time).toISOString().startsWith(iso);
  if (isReal && iso >= '1900-01-01' && iso <= '2200-12-31') return iso;
  throw new RowProblem(
    'INVALID_DATE',
    field,
    'This is not a day of the calendar. Write it as 2026-09-01 or 01/09/2026.',
  );
}

/** The same where nothing or empty text means that there is none. */
export function dayOrNone(text: string | null | undefined, field: string): string | null {
  return text == null || text.trim() === '' ? null : dayOf(text, field);
}

/** The day after, because MIS name the last day and we keep the first one after it. */
export function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

/** A name as it is kept. @throws RowProblem */
export function nameOf(text: string, field: string): string {
  const tidy = tidyName(text);
  if (tidy.length <= longest && isPlain(tidy)) return tidy;
  throw new RowProblem(
    'INVALID_VALUE',
    field,
    `A name has at most ${String(longest)} characters, and none that cannot be seen.`,
  );
}

/** Any short text as it is kept. @throws RowProblem */
export function textOf(text: string, field: string, most = longest): string {
  const tidy = tidyName(text);
  if (tidy.length <= most && isPlain(tidy)) return tidy;
  throw new RowProblem(
    'INVALID_VALUE',
    field,
    `This has at most ${String(most)} characters, and none that cannot be seen.`,
  );
}

/** The same where nothing or empty text means that there is none. */
export function textOrNone(text: string | null | undefined, field: string): string | null {
  return text == null ? null : textOf(text, field) || null;
}

/** An id of the source: kept as it is. @throws RowProblem */
export function externalIdOf(text: string, field: string): string {
  if (text.trim() === '') throw new RowProblem('MISSING_FIELD', field, 'The id is missing.');
  return textOf(text, field);
}

/** @throws RowProblem */
export function emailOf(text: string, field: string): string {
  const tidy = tidyEmail(text);
  if (tidy.length <= 254 && isPlain(tidy) && /^[^\s@]+@[^\s@]+$/u.test(tidy)) return tidy;
  throw new RowProblem('INVALID_VALUE', field, 'This is not an e-mail address.');
}

/** @throws RowProblem */
export function trnOf(text: string, field: string): string {
  const trn = text.trim();
  if (/^\d{7}$/.test(trn)) return trn;
  throw new RowProblem(
    'INVALID_VALUE',
    field,
    'A teacher reference number has seven digits, zeros in front included.',
  );
}

/** A number within limits, to hundredths; nothing is none. @throws RowProblem */
export function hundredthsOrNone(
  value: number | null | undefined,
  field: string,
  most: number,
): number | null {
  if (value == null) return null;
  if (value >= 0 && value <= most) return Math.round(value * 100) / 100;
  throw new RowProblem('INVALID_VALUE', field, `This is from 0 to ${String(most)}.`);
}

function isPlain(text: string): boolean {
  return text.isWellFormed() && !unseen.test(text);
}
