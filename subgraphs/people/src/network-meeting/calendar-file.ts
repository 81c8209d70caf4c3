import { calendarInstant, calendarLines, calendarText } from '@trellis/subgraph-kit/calendar-text';

/** A meeting as a calendar needs it. */
export interface CalendarMeeting {
  readonly id: string;
  readonly title: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly place: string;
  readonly agenda: string;
  readonly writtenAt: Date;
  readonly isCancelled: boolean;
  readonly version: number;
}

/**
 * An iCalendar file (RFC 5545) of one meeting. A later version of the meeting replaces an earlier one in
 * calendars that have it, by UID and SEQUENCE.
 */
export function calendarFile(meeting: CalendarMeeting): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Trellis//Network meetings//EN',
    `METHOD:${meeting.isCancelled ? 'CANCEL' : 'PUBLISH'}`,
    'BEGIN:VEVENT',
    `UID:${meeting.id}@trellis`,
    `SEQUENCE:${String(meeting.version - 1)}`,
    `DTSTAMP:${calendarInstant(meeting.writtenAt)}`,
    `DTSTART:${calendarInstant(meeting.startsAt)}`,
    `DTEND:${calendarInstant(meeting.endsAt)}`,
    `SUMMARY:${calendarText(meeting.title)}`,
    ...(meeting.place === '' ? [] : [`LOCATION:${calendarText(meeting.place)}`]),
    ...(meeting.agenda === '' ? [] : [`DESCRIPTION:${calendarText(meeting.agenda)}`]),
    `STATUS:${meeting.isCancelled ? 'CANCELLED' : 'CONFIRMED'}`,
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return calendarLines(lines);
}
