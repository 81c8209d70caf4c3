import { calendarInstant, calendarLines, calendarText } from './calendar-text.ts';

/** Something on whole days, as a calendar shows it. */
export interface CalendarEntry {
  /** The same for each version of it, in all the world. */
  readonly uid: string;
  readonly title: string;
  readonly description: string | null;
  /** ISO day. */
  readonly startsOn: string;
  /** First ISO day after it. */
  readonly endsOn: string;
  /** Each week on these days, 1 for Monday to 7 for Sunday; null for each day. */
  readonly weekdays: readonly number[] | null;
  /** When what is said was so. */
  readonly asOf: Date;
  /** Goes up with each change, so that a calendar knows which version is the newer. */
  readonly sequence: number;
  readonly isCancelled: boolean;
  /** Whether it stands, or is yet to be agreed. */
  readonly isFirm: boolean;
}

const dayNames = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const dayLength = 86_400_000;

/** @returns a calendar as RFC 5545 has it, which any calendar program takes in. */
export function calendarFile(entries: readonly CalendarEntry[]): string {
  const lines = [
    ...['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Trellis//Trellis//EN', 'CALSCALE:GREGORIAN'],
    'METHOD:PUBLISH',
    ...entries.flatMap(eventOf),
    'END:VCALENDAR',
  ];
  return calendarLines(lines);
}

function eventOf(entry: CalendarEntry): string[] {
  const { startsOn, endsOn, weekdays, description } = entry;
  const first = weekdays === null ? startsOn : firstOn(startsOn, weekdays);
  const status = entry.isFirm ? 'CONFIRMED' : 'TENTATIVE';
  return [
    'BEGIN:VEVENT',
    `UID:${entry.uid}`,
    `DTSTAMP:${calendarInstant(entry.asOf)}`,
    `SEQUENCE:${String(entry.sequence)}`,
    `DTSTART;VALUE=DATE:${day(first)}`,
    `DTEND;VALUE=DATE:${day(weekdays === null ? endsOn : after(first, 1))}`,
    ...(weekdays === null ? [] : [ruleOf(weekdays, after(endsOn, -1))]),
    `SUMMARY:${calendarText(entry.title)}`,
    ...(description === null ? [] : [`DESCRIPTION:${calendarText(description)}`]),
    `STATUS:${entry.isCancelled ? 'CANCELLED' : status}`,
    'TRANSP:OPAQUE',
    'END:VEVENT',
  ];
}

function ruleOf(weekdays: readonly number[], lastDay: string): string {
  const names = [...weekdays].sort().map((weekday) => dayNames[weekday - 1] ?? '');
  return `RRULE:FREQ=WEEKLY;BYDAY=${names.join(',')};UNTIL=${day(lastDay)}`;
}

/** A rule begins on a day that it names, or some programs show the first day besides. */
function firstOn(startsOn: string, weekdays: readonly number[]): string {
  const ahead = [0, 1, 2, 3, 4, 5, 6].find((days) =>
    weekdays.includes(isoWeekday(after(startsOn, days))),
  );
  return after(startsOn, ahead ?? 0);
}

const isoWeekday = (text: string) => new Date(`${text}T00:00:00Z`).getUTCDay() || 7;
const after = (text: string, days: number) =>
  new Date(Date.parse(`${text}T00:00:00Z`) + days * dayLength).toISOString().slice(0, 10);
const day = (text: string) => text.replaceAll('-', '');
