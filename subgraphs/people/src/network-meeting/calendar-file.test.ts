import { describe, expect, it } from '@jest/globals';
import { calendarFile } from './calendar-file.ts';

const meeting = {
  id: '01930000-0000-7000-8000-000000000001',
  title: 'Boilers, and who mends them; together',
  startsAt: new Date('2026-12-03T15:30:00Z'),
  endsAt: new Date('2026-12-03T17:00:00Z'),
  place: 'Plant room\\cellar',
  agenda: `1. Legionella\r\n2. ${'Fünfzehn Öfen '.repeat(12)}🔧\u0007`,
  writtenAt: new Date('2026-11-30T09:00:00.123Z'),
  isCancelled: false,
  version: 1,
};

/** Reads a file by the rules of RFC 5545, sections 3.1 and 3.3.11. */
function parsed(file: string): Map<string, string> {
  const lines = file.replaceAll('\r\n ', '').split('\r\n');
  expect(lines.pop()).toBe('');
  const unescaped = (text: string) =>
    text.replaceAll(/\\(.)/g, (_, character: string) =>
      character.toLowerCase() === 'n' ? '\n' : character,
    );
  return new Map(
    lines.map((line): [string, string] => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon), unescaped(line.slice(colon + 1))];
    }),
  );
}

describe('the calendar file of a meeting', () => {
  it('says what, when and where, such as any calendar reads it', () => {
    const file = calendarFile(meeting);
    expect(file.startsWith('BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:')).toBe(true);
    expect(file.endsWith('END:VEVENT\r\nEND:VCALENDAR\r\n')).toBe(true);
    const read = parsed(file);

    expect(Object.fromEntries(read)).toMatchObject({
      ...{ UID: `${meeting.id}@trellis`, SEQUENCE: '0', DTSTAMP: '20261130T090000Z' },
      ...{ DTSTART: '20261203T153000Z', DTEND: '20261203T170000Z', STATUS: 'CONFIRMED' },
      ...{ SUMMARY: meeting.title, LOCATION: meeting.place, METHOD: 'PUBLISH' },
    });
    expect(read.get('DESCRIPTION')).toBe(
      meeting.agenda.replace('\r\n', '\n').replace('\u0007', ''),
    );
  });

  it('has no line of more than 75 bytes, no cut character and no bare line break', () => {
    const file = calendarFile(meeting);
    for (const line of file.split('\r\n')) {
      expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
      expect(line).not.toMatch(/[\r\n\u0007\uFFFD]/);
    }
    expect(Buffer.from(file).toString()).toBe(file);
  });

  it('takes a meeting off the calendar that was cancelled, as a later version of it', () => {
    const read = parsed(calendarFile({ ...meeting, isCancelled: true, version: 3 }));
    expect([read.get('METHOD'), read.get('STATUS'), read.get('SEQUENCE')]).toEqual([
      'CANCEL',
      'CANCELLED',
      '2',
    ]);
  });

  it('leaves out what is not said', () => {
    const file = calendarFile({ ...meeting, place: '', agenda: '' });
    expect(file).not.toMatch(/LOCATION|DESCRIPTION/);
  });
});
