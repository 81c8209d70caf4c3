import { describe, expect, it } from '@jest/globals';
import { secondsAskedFor } from './retry-schedule.ts';

const now = new Date('2026-11-06T08:49:37.500Z');

describe('what a receiver asks for by retry-after', () => {
  it.each([
    ['seconds', '120', 120],
    ['a date', 'Fri, 06 Nov 2026 09:49:37 GMT', 3_600],
    ['a date in an old form', 'Friday, 06-Nov-26 09:49:37 GMT', 3_600],
    ['a date of C', 'Fri Nov  6 09:49:37 2026 GMT', 3_600],
    ['a date that is past', 'Sun, 06 Nov 1994 08:49:37 GMT', 0],
    ['nothing', null, null],
    ['less than nothing', '-5', null],
    ['words', 'soon, please', null],
  ])('is understood when it is %s', (_, header, seconds) => {
    expect(secondsAskedFor(header, now)).toBe(seconds);
  });
});
