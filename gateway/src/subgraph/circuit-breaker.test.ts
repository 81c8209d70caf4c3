import { beforeEach, describe, expect, it } from '@jest/globals';
import { CircuitBreaker } from './circuit-breaker.ts';

describe('a subgraph that fails again and again', () => {
  let now = 0;
  let told: boolean[] = [];
  let breaker = new CircuitBreaker(() => undefined);

  beforeEach(() => {
    now = 1_000_000;
    told = [];
    breaker = new CircuitBreaker(
      (isResting) => told.push(isResting),
      () => now,
    );
  });

  const failTimes = (times: number) => {
    for (let time = 0; time < times; time += 1) breaker.fail();
  };

  it('is let alone after ten failures in a row, not after nine', () => {
    failTimes(9);
    expect(breaker.admits()).toBe(true);
    breaker.succeed();
    failTimes(9);
    expect(breaker.admits()).toBe(true);

    failTimes(1);
    expect(breaker.admits()).toBe(false);
    expect(told).toEqual([true]);
  });

  it('is tried by one call after three seconds, and that one decides', () => {
    failTimes(10);
    now += 2_999;
    expect(breaker.admits()).toBe(false);

    now += 1;
    expect([breaker.admits(), breaker.admits(), breaker.admits()]).toEqual([true, false, false]);
    breaker.fail();
    now += 2_999;
    expect(breaker.admits()).toBe(false);

    now += 1;
    expect(breaker.admits()).toBe(true);
    breaker.succeed();
    expect([breaker.admits(), breaker.admits()]).toEqual([true, true]);
    expect(told).toEqual([true, false]);
  });

  it('is tried again when nobody hears of the one that tried', () => {
    failTimes(10);
    now += 3_000;
    expect(breaker.admits()).toBe(true);
    now += 3_000;
    expect(breaker.admits()).toBe(true);
  });

  it('takes ten new failures once it was well', () => {
    failTimes(10);
    now += 3_000;
    breaker.admits();
    breaker.succeed();
    failTimes(9);

    expect(breaker.admits()).toBe(true);
  });
});
