import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { isId, newId } from './ids.ts';

afterEach(() => {
  jest.useRealTimers();
});

describe('new ids', () => {
  it('are all different, and each is greater than those before', () => {
    const ids = Array.from({ length: 20_000 }, () => newId());

    expect(ids.every((id) => isId(id))).toBe(true);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.toSorted()).toEqual(ids);
  });

  it('stay greater when the clock is put back', () => {
    const before = newId();
    jest.useFakeTimers({ now: Date.now() - 3_600_000 });

    expect(newId() > before).toBe(true);
  });

  it('have nothing in common but the time', () => {
    jest.useFakeTimers({ now: Date.now() + 60_000 }); // later than all before: each begins anew
    const tails = Array.from({ length: 1_000 }, () => {
      jest.setSystemTime(Date.now() + 1);
      return newId().slice(19);
    });

    expect(new Set(tails).size).toBe(tails.length);
  });
});
