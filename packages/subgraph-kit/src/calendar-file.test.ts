import { describe, expect, it } from '@jest/globals';
import { type CalendarEntry, calendarFile } from './calendar-file.ts';

const entry: CalendarEntry = {
  ...{ uid: '1@trellis', title: 'Visit', description: null, startsOn: '2026-06-01' },
  ...{ endsOn: '2026-06-06', weekdays: null, asOf: new Date('2026-05-12T09:00:00.000Z') },
  ...{ sequence: 3, isCancelled: false, isFirm: true },
};
const file = (more: Partial<CalendarEntry> = {}) => calendarFile([{ ...entry, ...more }]);
const lines = (more: Partial<CalendarEntry> = {}) =>
  file(more).replaceAll('\r\n ', '').split('\r\n');

describe('a calendar file', () => {
  it('says what is when, on whole days, the day after the last being its end', () => {
    expect(file()).toBe(
      [
        ...['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Trellis//Trellis//EN'],
        ...['CALSCALE:GREGORIAN', 'METHOD:PUBLISH', 'BEGIN:VEVENT', 'UID:1@trellis'],
        ...['DTSTAMP:20260512T090000Z', 'SEQUENCE:3', 'DTSTART;VALUE=DATE:20260601'],
        ...['DTEND;VALUE=DATE:20260606', 'SUMMARY:Visit', 'STATUS:CONFIRMED', 'TRANSP:OPAQUE'],
        ...['END:VEVENT', 'END:VCALENDAR', ''],
      ].join('\r\n'),
    );
  });

  it('repeats on days of the week from the first of them to the last day', () => {
    const weekly = lines({ weekdays: [4, 2], endsOn: '2026-07-01' });

    expect(weekly).toContain('DTSTART;VALUE=DATE:20260602'); // 1 June 2026 is a Monday
    expect(weekly).toContain('DTEND;VALUE=DATE:20260603');
    expect(weekly).toContain('RRULE:FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20260630');
  });

  it('says what is not firm yet, and what is off', () => {
    expect(lines({ isFirm: false })).toContain('STATUS:TENTATIVE');
    expect(lines({ isCancelled: true, isFirm: false })).toContain('STATUS:CANCELLED');
  });

  it('lets nothing that somebody wrote become a line of its own', () => {
    const title = 'Maths; art, and\\more\r\nATTENDEE:mailto:a@b.invalid\u0007';

    expect(lines({ title })).toContain(
      'SUMMARY:Maths\\; art\\, and\\\\more\\nATTENDEE:mailto:a@b.invalid',
    );
  });

  it('breaks long lines at 75 octets, never within a character', () => {
    const title = 'é'.repeat(200);
    const written = file({ title });

    for (const line of written.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThan(76);
    expect(written).not.toContain('\uFFFD');
    expect(lines({ title })).toContain(`SUMMARY:${title}`);
  });
});
