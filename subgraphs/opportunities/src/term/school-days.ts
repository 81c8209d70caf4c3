import { bankHolidays } from './bank-holiday.codes.ts';

/** Days of a calendar, the last one included, as schools publish them. */
export interface Stretch {
  readonly firstDay: string;
  readonly lastDay: string;
}

/** When a school is open in an academic year, as it says. */
export interface YearPlan {
  readonly terms: readonly Stretch[];
  /** Half-terms and other closures within terms. */
  readonly holidays: readonly Stretch[];
  /** Days on which staff are in and pupils are not. */
  readonly insetDays: readonly string[];
}

const dayLength = 86_400_000;

/** @returns the next day as ISO text; counted in UTC, where every day has the same length. */
export function nextDay(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + dayLength).toISOString().slice(0, 10);
}

/**
 * The days on which pupils are in school: weekdays of terms but for holidays, INSET days and bank
 * holidays. INSET days do not count, because not all staff are asked in.
 */
export function schoolDaysOf({ terms, holidays, insetDays }: YearPlan): string[] {
  const closed = new Set([...bankHolidays, ...insetDays, ...holidays.flatMap(daysOf)]);
  return terms.flatMap(daysOf).filter((day) => isWeekday(day) && !closed.has(day));
}

function daysOf({ firstDay, lastDay }: Stretch): string[] {
  const days: string[] = [];
  for (let day = firstDay; day <= lastDay; day = nextDay(day)) days.push(day);
  return days;
}

function isWeekday(day: string): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday !== 0 && weekday !== 6;
}
