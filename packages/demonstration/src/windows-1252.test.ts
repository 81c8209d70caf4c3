import { describe, expect, it } from '@jest/globals';
import { windows1252 } from './windows-1252.ts';

describe('writing text as GIAS publishes it', () => {
  it('is read back as it was, with accents, curly quotes, dashes, degrees and the euro', () => {
    const text = 'St Mary’s “Björn & Zoë” – 82° – Ångström – €5 – ŠŽœ™…';
    expect(new TextDecoder('windows-1252').decode(windows1252(text))).toBe(text);
  });

  it('takes one byte for each character', () => {
    expect([...windows1252('’é°')]).toEqual([0x92, 0xe9, 0xb0]);
  });

  it('refuses a character that the encoding has not', () => {
    expect(() => windows1252('Ł')).toThrow('U+141');
  });
});
