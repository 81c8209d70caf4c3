import { describe, expect, it } from '@jest/globals';
import { MemoryCache } from './memory-cache.ts';

describe('a cache of a hundred bytes', () => {
  const ofAHundred = () => new MemoryCache<number>(100, (size) => size);

  it('makes each thing once', () => {
    const cache = ofAHundred();
    let made = 0;
    const make = () => (made += 1);

    expect([cache.get('a', make), cache.get('a', make), cache.get('b', make)]).toEqual([1, 1, 2]);
    expect(cache.counts).toEqual({ hits: 1, misses: 2, evictions: 0, entries: 2, bytes: 7 });
  });

  it('forgets what was unused for longest, when there is more', () => {
    const cache = ofAHundred();
    for (const key of ['a', 'b', 'a', 'c']) cache.get(key, () => 40);

    expect(cache.counts).toMatchObject({ hits: 1, misses: 3, evictions: 1, entries: 2, bytes: 84 });
    expect(cache.get('a', () => 0)).toBe(40);
    expect(cache.get('b', () => 0)).toBe(0);
  });

  it('tells what it keeps, what was asked for last first', () => {
    const cache = ofAHundred();
    for (const key of ['a', 'b', 'a']) cache.get(key, () => 10);

    expect(cache.recent().map(([key]) => key)).toEqual(['a', 'b']);
  });

  it('keeps nothing that is larger than all of it', () => {
    const cache = ofAHundred();

    expect(cache.get('huge', () => 1_000)).toBe(1_000);
    expect(cache.counts).toMatchObject({ entries: 0, bytes: 0 });
  });

  it('remembers no failure', () => {
    const cache = ofAHundred();

    expect(() =>
      cache.get('a', () => {
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(cache.get('a', () => 5)).toBe(5);
  });
});
