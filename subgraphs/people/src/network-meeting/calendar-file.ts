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
    `DTSTAMP:${instantOf(meeting.writtenAt)}`,
    `DTSTART:${instantOf(meeting.startsAt)}`,
    `DTEND:${instantOf(meeting.endsAt)}`,
    `SUMMARY:${textOf(meeting.title)}`,
    ...(meeting.place === '' ? [] : [`LOCATION:${textOf(meeting.place)}`]),
    ...(meeting.agenda === '' ? [] : [`DESCRIPTION:${textOf(meeting.agenda)}`]),
    `STATUS:${meeting.isCancelled ? 'CANCELLED' : 'CONFIRMED'}`,
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

/** UTC, section 3.3.5, form 2. */
const instantOf = (instant: Date): string =>
  `${instant.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;

/** Section 3.3.11; no other control character may stand in a text. */
function textOf(text: string): string {
  return text
    .replaceAll(/\r\n|\r/g, '\n')
    .replaceAll(/[\\;,]/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll(/\p{Cc}/gu, ' ');
}

/** At most 75 bytes a line, section 3.1, without cutting a character in two. */
function folded(line: string): string {
  const parts: string[] = [];
  let part = '';
  let bytes = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (bytes + size > 75) {
      parts.push(part);
      [part, bytes] = ['', 1]; // the blank that begins each further line
    }
    part += character;
    bytes += size;
  }
  return [...parts, part].join('\r\n ');
}
