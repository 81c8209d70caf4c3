import { describe, expect, it } from '@jest/globals';
import { londonDay } from './london-day.ts';

describe('the day in London', () => {
  it.each([
    ['2026-07-01T22:59:59.999Z', '2026-07-01'],
    ['2026-07-01T23:00:00.000Z', '2026-07-02'],
    ['2026-12-01T23:59:59.999Z', '2026-12-01'],
    ['2026-12-02T00:00:00.000Z', '2026-12-02'],
  ])('at %s is %s, whichever instant was asked about before', (instant, day) => {
    expect(londonDay(new Date(instant))).toBe(day);
    expect(londonDay(new Date('2031-01-01T12:00:00Z'))).toBe('2031-01-01');
    expect(londonDay(new Date(instant))).toBe(day);
  });

  it('is none for what is no instant', () => {
    expect(() => londonDay(new Date('never'))).toThrow(RangeError);
  });
});
