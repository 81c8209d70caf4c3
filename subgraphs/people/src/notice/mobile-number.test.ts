import { describe, expect, it } from '@jest/globals';
import { mobileNumber } from './mobile-number.ts';

describe('a mobile number', () => {
  it.each([
    ['07700 900123', '+447700900123'],
    ['+44 (0)7700 900-123', '+447700900123'],
    ['0044 7700 900123', '+447700900123'],
    ['+353 85 012 3456', '+353850123456'],
    ['07624 200123', '+447624200123'],
  ])('is taken as people write it: %s', (told, number) => {
    expect(mobileNumber(told)).toBe(number);
  });

  it.each([
    '020 7946 0000',
    '7700900123',
    '+44 20 7946 0000',
    '07700 90012',
    '07600 900123',
    'x',
    '',
  ])('is not %p, to which no SMS can go', (told) => {
    expect(() => mobileNumber(told)).toThrow('smsTo');
  });
});
