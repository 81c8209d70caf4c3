import { describe, expect, it } from '@jest/globals';
import { Day, Instant } from './scalars.ts';

describe('a day', () => {
  it.each(['2026-09-01', '2024-02-29', '2000-02-29', '1900-01-01', '2200-12-31'])(
    'is taken and given as text: %s',
    (day) => {
      expect(Day.parseValue(day)).toBe(day);
      expect(Day.serialize(day)).toBe(day);
    },
  );

  it.each([
    ...['2027-02-29', '1900-02-29', '2026-02-30', '2026-04-31', '2026-13-01', '2026-00-10'],
    ...['0000-01-01', '9999-12-31', '1899-12-31', '2201-01-01', '2026-9-1', '01/09/2026'],
    ...['2026-09-01T00:00:00Z', '2026-09-01 ', '+002026-09-01', '', '٢٠٢٦-٠٩-٠١'],
  ])('is not %s', (text) => {
    expect(() => Day.parseValue(text)).toThrow('A Date is a real day');
    expect(() => Day.serialize(text)).toThrow('not what its field promises');
  });

  it.each([20260901, null, true, new Date(), ['2026-09-01'], {}])('is not %p', (value) => {
    expect(() => Day.parseValue(value)).toThrow('A Date is a real day');
  });
});

describe('an instant', () => {
  it.each([
    ['2026-09-01T07:30:00Z', '2026-09-01T07:30:00.000Z'],
    ['2026-09-01T07:30Z', '2026-09-01T07:30:00.000Z'],
    ['2026-09-01T08:30:00.5+01:00', '2026-09-01T07:30:00.500Z'],
    ['2026-03-29T01:30:00+00:00', '2026-03-29T01:30:00.000Z'],
    ['2024-02-29T23:59:59.999Z', '2024-02-29T23:59:59.999Z'],
  ])('is taken with its offset and given in UTC: %s', (text, utc) => {
    expect(Instant.serialize(Instant.parseValue(text))).toBe(utc);
  });

  it.each([
    ...['2026-09-01T07:30:00', '2026-09-01', '2026-02-30T07:30:00Z', '2026-09-01T24:30:00Z'],
    ...['2026-09-01T23:59:60Z', '2026-09-01T25:00:00Z', '0000-01-01T00:00:00Z', 'now', ''],
    ...['2026-09-01T07:30:00+25:00', '2026-09-01 07:30:00Z', '9999-12-31T00:00:00Z'],
  ])('is not %s', (text) => {
    expect(() => Instant.parseValue(text)).toThrow('A DateTime is an instant');
  });

  it.each([1_756_712_000_000, null, {}, true])('is not %p', (value) => {
    expect(() => Instant.parseValue(value)).toThrow('A DateTime is an instant');
  });
});
