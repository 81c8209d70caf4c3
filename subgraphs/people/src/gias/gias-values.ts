/** A value that is not what the column promises; the message is for the report of the import. */
export class UnreadableValue extends Error {}

/** A code as a whole number without leading zeros: DfE's own files have both `6` and `06`. */
export function codeOf(column: string, text: string): string {
  if (!/^\d{1,4}$/.test(text)) throw new UnreadableValue(`${column} is not a code`);
  return String(Number(text));
}

/** A day as GIAS writes it, 31/12/2026 or 31-12-2026, as ISO text; null when the field is empty. */
export function dayOf(column: string, text: string): string | null {
  if (text === '' || /^00.00.0000$/.test(text)) return null;
  const [, day = '', month = '', year = ''] = /^(\d\d)[-/](\d\d)[-/](\d{4})$/.exec(text) ?? [];
  const iso = `${year}-${month}-${day}`;
  const time = Date.parse(`${iso}T00:00:00Z`);
  const isReal = !Number.isNaN(time) && new Date(time).toISOString().startsWith(iso);
  if (!isReal) throw new UnreadableValue(`${column} is not a day written dd/mm/yyyy`);
  return iso;
}

/** A number with a fixed count of digits, whose leading zeros a spreadsheet may have eaten. */
export function digitsOf(column: string, text: string, count: number): string {
  if (!/^\d+$/.test(text) || text.length > count) {
    throw new UnreadableValue(`${column} is not a number of ${count} digits`);
  }
  return text.padStart(count, '0');
}

/** The same; null when the field is empty. */
export function digitsOrNull(column: string, text: string, count: number): string | null {
  return text === '' ? null : digitsOf(column, text, count);
}

/** Eight characters: `07705552`, which arrives as `7705552`, or two letters and six digits. */
export function companiesHouseNumberOf(column: string, text: string): string | null {
  if (text === '') return null;
  const number = /^\d{1,8}$/.test(text) ? text.padStart(8, '0') : text.toUpperCase();
  if (!/^[0-9A-Z]{8}$/.test(number)) {
    throw new UnreadableValue(`${column} is not a Companies House number`);
  }
  return number;
}

/** Text that must be there. */
export function textOf(column: string, text: string): string {
  if (text === '') throw new UnreadableValue(`${column} is empty`);
  return text.normalize('NFC');
}

/** A place on Great Britain's National Grid, in metres east and north of its origin. */
export interface GridPosition {
  readonly easting: number;
  readonly northing: number;
}

/**
 * Null where there is none: the register writes nothing, or 0, where it could not place a postcode. What
 * is no place at all is as good as none, since a school is more than where it is.
 */
export function positionOf(easting: string, northing: string): GridPosition | null {
  if (!/^\d{1,6}$/.test(easting) || !/^\d{1,7}$/.test(northing)) return null;
  const place = { easting: Number(easting), northing: Number(northing) };
  const isInBritain = place.easting > 0 && place.easting < 700_000 && place.northing > 0;
  return isInBritain && place.northing < 1_300_000 ? place : null;
}
