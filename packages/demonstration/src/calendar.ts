const dayInMilliseconds = 86_400_000;

/** Days as numbers, for arithmetic: 0 is 1 January 1970. */
export const dayNumber = (isoDay: string): number => Date.parse(isoDay) / dayInMilliseconds;

/** @returns the day as ISO text. */
export const isoDay = (day: number): string =>
  new Date(day * dayInMilliseconds).toISOString().slice(0, 10);

/** @returns ISO text of an instant on that day, UTC. */
export const isoInstant = (day: number, minuteOfDay: number): string =>
  new Date(day * dayInMilliseconds + minuteOfDay * 60_000).toISOString();

/** The year it starts: 2026 is 1 Sept 2026 to 31 Aug 2027. */
export function academicYearOf(day: number): number {
  const date = new Date(day * dayInMilliseconds);
  return date.getUTCFullYear() - (date.getUTCMonth() < 8 ? 1 : 0);
}

/** @returns 1 September of the year. */
export const academicYearStart = (academicYear: number): number =>
  Date.UTC(academicYear, 8, 1) / dayInMilliseconds;

/** @returns the first day of a school term (1 September, 1 January or 1 May) on or before the day. */
export function termStartBefore(day: number): number {
  const date = new Date(day * dayInMilliseconds);
  const month = date.getUTCMonth();
  return (
    Date.UTC(date.getUTCFullYear(), month >= 8 ? 8 : month >= 4 ? 4 : 0, 1) / dayInMilliseconds
  );
}

/** @returns the day, or the Monday after it. */
export const mondayFrom = (day: number): number => day + ((7 - ((day + 3) % 7)) % 7);
